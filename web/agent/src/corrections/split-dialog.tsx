import { Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Message } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import classes from "./split-dialog.module.css";
import { useCorrecting } from "./use-corrections.ts";

interface Props {
  conversationId: string;
  /** Those on screen, oldest first. */
  messages: readonly Message[];
  /** From this one on they are ticked at first. */
  from: string | null;
  onClose: () => void;
  onSplit: (newConversationId: string) => void;
}

/** Chooses the messages that go into a conversation of their own. */
export function SplitDialog({ conversationId, messages, from, onClose, onSplit }: Props) {
  const first = messages.findIndex(({ id }) => id === from);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(first < 1 ? messages.slice(-1).map(({ id }) => id) : messages.slice(first).map(({ id }) => id)),
  );
  const correcting = useCorrecting(({ to }) => onSplit(to.id));
  const count = messages.filter(({ id }) => chosen.has(id)).length;
  const toggle = (id: string) =>
    setChosen((before) => new Set([...before].filter((one) => one !== id).concat(before.has(id) ? [] : id)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (count === 0 || correcting.isPending) return;
    const messageIds = messages.flatMap(({ id }) => (chosen.has(id) ? [id] : []));
    correcting.mutate({ split: { conversationId, messageIds } });
  };
  return (
    <Modal opened onClose={onClose} title="Split off into a new conversation" size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <div className={classes.messages}>
            {messages.map((message, n) => (
              <Checkbox
                key={message.id}
                data-autofocus={n === Math.max(first, 0) || undefined}
                checked={chosen.has(message.id)}
                onChange={() => toggle(message.id)}
                label={<Line message={message} />}
                classNames={{ body: classes.row, labelWrapper: classes.label }}
              />
            ))}
          </div>
          {correcting.error && (
            <Text role="alert" size="sm" c="red">
              {sentence(correcting.error)}
            </Text>
          )}
          <Group justify="space-between">
            <Text size="xs" c="dimmed">
              Answers to them come to the new conversation. You can undo this at any time.
            </Text>
            <Button type="submit" size="xs" disabled={count === 0} loading={correcting.isPending}>
              Split off {count === 1 ? "1 message" : `${count} messages`}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Line({ message: { kind, author, text, at } }: { message: Message }) {
  return (
    <span className={classes.line}>
      <span className={classes.author}>
        {author.name}
        {kind === "note" && ", note"}
      </span>
      <span className={classes.text}>{text.slice(0, 140)}</span>
      <Moment at={at} />
    </span>
  );
}
