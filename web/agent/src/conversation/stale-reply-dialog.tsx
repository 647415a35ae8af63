import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { Moment } from "../shell/moment.tsx";
import classes from "./stale-reply-dialog.module.css";
import type { Newer, Stale } from "./use-send.ts";

interface Props {
  stale: Stale | null;
  onReview: () => void;
  onSendAnyway: (stale: Stale) => void;
}

/** The reply was not sent: something came in meanwhile. The agent reads it, or sends all the same. */
export function StaleReplyDialog({ stale, onReview, onSendAnyway }: Props) {
  const newer = stale?.newer ?? [];
  return (
    <Modal opened={stale !== null} onClose={onReview} title={heading(newer)} centered size="md">
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          Your reply was not sent, because you may not have seen {newer.length === 1 ? "this" : "these"} yet.
        </Text>
        {newer.length > 0 && (
          <ul className={classes.list}>
            {newer.map((message) => (
              <li key={message.id} className={classes.message} data-kind={message.kind}>
                <div className={classes.head}>
                  <span>{label(message)}</span>
                  {message.at && <Moment at={message.at} form="full" />}
                </div>
                <div className={classes.preview}>{message.preview}</div>
              </li>
            ))}
          </ul>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={() => stale && onSendAnyway(stale)}>
            Send anyway
          </Button>
          <Button onClick={onReview} data-autofocus>
            Review
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function heading(newer: readonly Newer[]): string {
  if (newer.length === 0) return "There are newer messages";
  return newer.length === 1 ? "1 newer message" : `${newer.length} newer messages`;
}

function label({ kind, author }: Newer): string {
  if (kind === "customer") return author || "Customer";
  return `Reply by ${author || "a colleague"}`;
}
