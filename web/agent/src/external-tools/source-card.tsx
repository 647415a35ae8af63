import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import classes from "../ai-settings/section.module.css";
import { sentence } from "../api/problem.ts";
import type { ToolSource, ToolSourceReading } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import { DocumentField } from "./document-field.tsx";
import { EditDialog } from "./edit-dialog.tsx";
import { fieldProblems } from "./field-problems.ts";
import { Login } from "./login.tsx";
import { externalToolsPath } from "./paths.ts";
import { useReadAgain, useRemoveSource } from "./use-sources.ts";
import { kindNames, letsInWith } from "./wording.ts";

interface Props {
  source: ToolSource;
  onRead: (reading: ToolSourceReading) => void;
}

/** Where a server is, how we get in, and what can be done with it as a whole. */
export function SourceCard({ source, onRead }: Props) {
  const { id, name, kind, title, url, baseUrl, credentialsType, readAt, authorization } = source;
  const [opened, setOpened] = useState<"edit" | "read" | null>(null);
  const read = useReadAgain(id);
  const readNow = () => {
    if (url === null) setOpened("read");
    else if (!read.isPending) read.mutate(null, { onSuccess: onRead });
  };
  return (
    <section className={classes.section} aria-label="The server">
      <div className={classes.about}>
        <Text size="sm">
          {kindNames[kind]}
          {title && title !== name && ` “${title}”`}. Calls go to <code>{baseUrl}</code> and nowhere else; it{" "}
          {letsInWith(credentialsType)}.
        </Text>
        <Text size="xs" c="dimmed">
          {url === null ? "Its description was pasted" : `Described at ${url}`}
          {authorization !== "needed" && (
            <>
              {" "}
              · read <Moment at={readAt} form="full" />
            </>
          )}
        </Text>
        {read.error && opened !== "read" && (
          <Text size="xs" c="red" role="alert">
            {sentence(read.error)}
          </Text>
        )}
      </div>
      {authorization !== "granted" && <Login source={source} />}
      <Group gap={6} align="flex-start">
        <Button
          size="compact-sm"
          variant="default"
          disabled={source.needsAuthorization}
          aria-disabled={read.isPending}
          onClick={readNow}
        >
          {url === null ? "Read again…" : read.isPending ? "Reading…" : "Read again"}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setOpened("edit")}>
          Name and secret…
        </Button>
        {authorization === "granted" && <Login source={source} />}
        <Remove source={source} />
      </Group>
      {opened === "edit" && <EditDialog source={source} onClose={() => setOpened(null)} />}
      {opened === "read" && <DocumentDialog id={id} onRead={onRead} onClose={() => setOpened(null)} />}
    </section>
  );
}

function Remove({ source }: { source: ToolSource }) {
  const [, go] = useLocation();
  const [asked, setAsked] = useState(false);
  const remove = useRemoveSource(source);
  if (!asked) {
    return (
      <Button size="compact-sm" variant="subtle" color="red" onClick={() => setAsked(true)}>
        Remove
      </Button>
    );
  }
  return (
    <>
      <Button
        size="compact-sm"
        color="red"
        autoFocus
        onBlur={() => setAsked(false)}
        onClick={() => remove.isPending || remove.mutate(undefined, { onSuccess: () => go(externalToolsPath) })}
      >
        Remove it with its tools and its secret?
      </Button>
      {remove.error && (
        <Text size="xs" c="red" role="alert">
          {sentence(remove.error)}
        </Text>
      )}
    </>
  );
}

/** What was pasted is pasted again. */
function DocumentDialog({ id, onRead, onClose }: { id: string; onRead: Props["onRead"]; onClose: () => void }) {
  const [document, setDocument] = useState("");
  const read = useReadAgain(id);
  const at = fieldProblems(read.error);
  const taken = (reading: ToolSourceReading) => {
    onRead(reading);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Read again" centered size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!read.isPending) read.mutate(document, { onSuccess: taken });
        }}
      >
        <Stack gap="sm">
          <Text size="sm">Say what it offers now. What is new, changed or gone is off afterwards.</Text>
          <DocumentField value={document} error={at("document") ?? at("url")} onChange={setDocument} />
          {read.error && !at.isShown(["document", "url"]) && (
            <Text role="alert" size="sm" c="red">
              {sentence(read.error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" aria-disabled={read.isPending}>
              Read it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
