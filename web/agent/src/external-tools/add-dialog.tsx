import { Button, Group, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import type { NewToolSource } from "../api/types.ts";
import { DocumentField } from "./document-field.tsx";
import { fieldProblems } from "./field-problems.ts";
import { toolSourcePath } from "./paths.ts";
import { credentialsOf, noSecret, SecretFields } from "./secret-fields.tsx";
import { useAddSource } from "./use-sources.ts";

type Way = "mcp" | "address" | "document";

const ways: { value: Way; label: string; description: string }[] = [
  {
    value: "mcp",
    label: "An MCP server",
    description: "Made for AI. Its address often ends in /mcp. If it wants a login, you are sent there next.",
  },
  {
    value: "address",
    label: "A web API, described at an address",
    description: "Its makers publish an OpenAPI document, often openapi.json or openapi.yaml.",
  },
  { value: "document", label: "A web API, described in a file", description: "You have its OpenAPI document." },
];

/** Brings a server in. What it offers is read at once, and all of it is off. */
export function AddDialog({ onClose }: { onClose: () => void }) {
  const [, go] = useLocation();
  const [way, setWay] = useState<Way>("mcp");
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [document, setDocument] = useState("");
  const [baseUrl, setBaseUrl] = useState("");
  const [secret, setSecret] = useState(noSecret);
  const add = useAddSource();
  const at = fieldProblems(add.error);
  const isFile = way === "document";
  const shown = ["name", "url", "document", "credentials", ...(way === "mcp" ? [] : ["baseUrl"])];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (add.isPending) return;
    const source: NewToolSource = {
      ...{ kind: way === "mcp" ? "mcp" : "openapi", name: name.trim() },
      ...(isFile ? { url: null, document } : { url: url.trim(), document: null }),
      ...{ baseUrl: way === "mcp" ? null : baseUrl.trim() || null, credentials: credentialsOf(secret) },
    };
    add.mutate(source, { onSuccess: ({ id }) => go(toolSourcePath(id)) });
  };
  return (
    <Modal opened onClose={onClose} title="Bring in another system" centered size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          {/* The value is one of the ways: there are no others to choose. */}
          <Radio.Group label="What it is" value={way} onChange={(value) => setWay(value as Way)}>
            <Stack gap={6} mt={6}>
              {ways.map((one) => (
                <Radio key={one.value} {...one} />
              ))}
            </Stack>
          </Radio.Group>
          <TextInput
            label="What you call it"
            description="Its tools are called after it."
            placeholder="Loyalty"
            maxLength={60}
            required
            withAsterisk={false}
            value={name}
            error={at("name")}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          {isFile ? (
            <DocumentField value={document} error={at("document") ?? at("url")} onChange={setDocument} />
          ) : (
            <TextInput
              label={way === "mcp" ? "Address of the server" : "Address of the document"}
              placeholder={
                way === "mcp" ? "https://loyalty.example.com/mcp" : "https://loyalty.example.com/openapi.json"
              }
              description="Public, and https."
              inputMode="url"
              required
              withAsterisk={false}
              value={url}
              error={at("url") ?? (way === "mcp" ? at("baseUrl") : at("document"))}
              onChange={({ currentTarget }) => setUrl(currentTarget.value)}
            />
          )}
          {way !== "mcp" && (
            <TextInput
              label="Where calls go"
              description="Only if the document does not say it right."
              placeholder="As the document says"
              inputMode="url"
              value={baseUrl}
              error={at("baseUrl")}
              onChange={({ currentTarget }) => setBaseUrl(currentTarget.value)}
            />
          )}
          <SecretFields secret={secret} onChange={setSecret} at={at} />
          {add.error && !at.isShown(shown) && (
            <Text role="alert" size="sm" c="red">
              {sentence(add.error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" aria-disabled={add.isPending}>
              {add.isPending ? "Reading what it offers…" : "Read what it offers"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
