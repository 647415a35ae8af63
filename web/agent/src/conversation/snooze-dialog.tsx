import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { localText } from "./snooze-times.ts";

interface Props {
  opened: boolean;
  onClose: () => void;
  onSnooze: (until: string) => void;
}

/** Any moment, as the clocks where the agent is show it. */
export function SnoozeDialog({ opened, onClose, onSnooze }: Props) {
  const [text, setText] = useState(() => localText(new Date(Date.now() + 86_400_000)));
  const at = new Date(text);
  const isPast = !Number.isNaN(at.getTime()) && at.getTime() <= Date.now();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (Number.isNaN(at.getTime()) || isPast) return;
    onSnooze(at.toISOString());
    onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Snooze until" size="xs" centered>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            data-autofocus
            type="datetime-local"
            aria-label="Snooze until"
            value={text}
            error={isPast ? "That is past" : undefined}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Text size="xs" c="dimmed">
            Your time zone: {Intl.DateTimeFormat().resolvedOptions().timeZone}
          </Text>
          <Group justify="flex-end">
            <Button type="submit" size="xs">
              Snooze
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
