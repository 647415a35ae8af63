import { Button, Group, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Problem, sentence } from "../api/problem.ts";
import { useChangePassword } from "./session.tsx";

/** As the server has it. */
const SHORTEST = 10;

/** Another password for oneself; whoever knows only the old one is logged out everywhere. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const [currentPassword, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useChangePassword();
  const { error, isPending, isSuccess } = change;
  const fields = error instanceof Problem ? error.fields : [];
  const at = (path: string) => fields.find((field) => field.path === path)?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isPending) change.mutate({ currentPassword, password });
  };
  if (isSuccess) {
    return (
      <Modal opened onClose={onClose} title="Your password is changed" size="sm" centered>
        <Stack gap="sm">
          <Text size="sm" role="status">
            You are logged in here, and nowhere else any more.
          </Text>
          <Group justify="flex-end">
            <Button data-autofocus onClick={onClose}>
              Close
            </Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title="Change your password" size="sm" centered>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <PasswordInput
            label="The one you have"
            autoComplete="current-password"
            required
            withAsterisk={false}
            data-autofocus
            value={currentPassword}
            error={at("currentPassword")}
            onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
          />
          <PasswordInput
            label="A new one"
            description={`At least ${SHORTEST} characters, of any kind. You are logged out everywhere but here.`}
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={SHORTEST}
            maxLength={500}
            value={password}
            error={at("password")}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
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
              Change it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
