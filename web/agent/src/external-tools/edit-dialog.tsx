import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { ToolSource } from "../api/types.ts";
import { fieldProblems } from "./field-problems.ts";
import { credentialsOf, noSecret, SecretFields, type WrittenSecret } from "./secret-fields.tsx";
import { useUpdateSource } from "./use-sources.ts";

/** Another name, or another secret in the place of the one before it. */
export function EditDialog({ source, onClose }: { source: ToolSource; onClose: () => void }) {
  const [name, setName] = useState(source.name);
  const [isReplaced, setReplaced] = useState(false);
  const [secret, setSecret] = useState({ ...noSecret, type: writtenAs(source.credentialsType) });
  const update = useUpdateSource(source.id);
  const at = fieldProblems(update.error);
  const change = { name: name.trim(), ...(isReplaced && { credentials: credentialsOf(secret) }) };
  return (
    <Modal opened onClose={onClose} title={`Name and secret of ${source.name}`} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!update.isPending) update.mutate(change, { onSuccess: onClose });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="What you call it"
            description="Its tools keep their names."
            maxLength={60}
            required
            withAsterisk={false}
            value={name}
            error={at("name")}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Checkbox
            label="Put another secret in place"
            checked={isReplaced}
            onChange={({ currentTarget }) => setReplaced(currentTarget.checked)}
          />
          {isReplaced && <SecretFields secret={secret} onChange={setSecret} at={at} />}
          {update.error && !at.isShown(["name", "credentials"]) && (
            <Text role="alert" size="sm" c="red">
              {sentence(update.error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" aria-disabled={update.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** A login is not written down: another secret would take its place. */
function writtenAs(type: ToolSource["credentialsType"]): WrittenSecret["type"] {
  return type === null || type === "oauth" ? "none" : type;
}
