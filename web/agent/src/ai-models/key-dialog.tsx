import { Button, Group, Modal, NativeSelect, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Problem, sentence } from "../api/problem.ts";
import type { ModelKey } from "../api/types.ts";
import { useAddKey, useUpdateKey } from "./use-models.ts";
import { providerNames } from "./wording.ts";

interface Props {
  /** Null: a new one. */
  modelKey: ModelKey | null;
  onClose: () => void;
}

const providers = (Object.entries(providerNames) as [ModelKey["provider"], string][]).map(([value, label]) => ({
  value,
  label,
}));

/** A key goes in and is never shown again; another may take its place. */
export function KeyDialog({ modelKey, onClose }: Props) {
  const [provider, setProvider] = useState<ModelKey["provider"]>(modelKey?.provider ?? "openai");
  const [name, setName] = useState(modelKey?.name ?? "");
  const [key, setKey] = useState("");
  const [baseUrl, setBaseUrl] = useState("");
  const add = useAddKey();
  const update = useUpdateKey(modelKey?.id ?? "");
  const { error, isPending } = modelKey ? update : add;
  const fields = error instanceof Problem ? error.fields : [];
  const at = (path: string) => fields.find((field) => field.path === path)?.message;
  const ours = name.trim() || providerNames[provider];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    if (modelKey) {
      update.mutate({ name: ours, ...(key.trim() && { key: key.trim() }) }, { onSuccess: onClose });
    } else {
      const address = provider === "compatible" ? baseUrl.trim() || null : null;
      add.mutate({ provider, name: ours, key: key.trim(), baseUrl: address }, { onSuccess: onClose });
    }
  };
  return (
    <Modal opened onClose={onClose} title={modelKey ? `Replace ${modelKey.name}` : "Add a key"} centered>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {!modelKey && (
            <NativeSelect
              label="Provider"
              data={providers}
              value={provider}
              data-autofocus
              onChange={({ currentTarget }) => setProvider(providers[currentTarget.selectedIndex]!.value)}
            />
          )}
          <TextInput
            label="What you call it"
            placeholder={providerNames[provider]}
            maxLength={80}
            value={name}
            error={at("name")}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <PasswordInput
            label="Key"
            description={
              modelKey
                ? `In place of the one ending in ${modelKey.hint}; empty keeps it.`
                : "Kept sealed, and never shown again."
            }
            required={!modelKey}
            withAsterisk={false}
            autoComplete="off"
            spellCheck={false}
            value={key}
            error={at("key")}
            onChange={({ currentTarget }) => setKey(currentTarget.value)}
          />
          {provider === "compatible" && !modelKey && (
            <TextInput
              label="Address"
              description="Public, and https."
              placeholder="https://models.example.com/v1"
              inputMode="url"
              required
              withAsterisk={false}
              value={baseUrl}
              error={at("baseUrl")}
              onChange={({ currentTarget }) => setBaseUrl(currentTarget.value)}
            />
          )}
          {error && fields.length === 0 && (
            <Text role="alert" size="sm" c="red">
              {sentence(error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" aria-disabled={isPending}>
              {isPending ? "Saving…" : modelKey ? "Save" : "Add"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
