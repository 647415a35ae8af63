import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Conversation, MergePreview } from "../api/types.ts";
import { priorityLabel } from "../conversation/decide-menu.tsx";
import { titleOf } from "../texts/title-of.ts";
import { ConversationPicker } from "./conversation-picker.tsx";
import classes from "./merge-dialog.module.css";
import { type Pair, useCorrecting, useMergePreview } from "./use-corrections.ts";

interface Props {
  conversation: Conversation;
  onClose: () => void;
  /** Into where both are read now. */
  onMerged: (conversationId: string) => void;
}

/** Chooses the other conversation, shows what will become of both, and merges. */
export function MergeDialog({ conversation, onClose, onMerged }: Props) {
  const [otherId, setOtherId] = useState<string | null>(null);
  return (
    <Modal opened onClose={onClose} title={otherId ? "Merge these two" : "Merge with another"} size="lg">
      <Stack gap="sm">
        {otherId ? (
          <Confirm conversation={conversation} otherId={otherId} onMerged={onMerged} onBack={() => setOtherId(null)} />
        ) : (
          <ConversationPicker
            customerId={conversation.customer.id}
            exceptIds={[conversation.id]}
            onChoose={({ id }) => setOtherId(id)}
          />
        )}
      </Stack>
    </Modal>
  );
}

interface ConfirmProps extends Pick<Props, "conversation" | "onMerged"> {
  otherId: string;
  onBack: () => void;
}

function Confirm({ conversation, otherId, onMerged, onBack }: ConfirmProps) {
  const [staysHere, setStaysHere] = useState(false);
  const pair: Pair = staysHere
    ? { conversationId: otherId, intoConversationId: conversation.id }
    : { conversationId: conversation.id, intoConversationId: otherId };
  const preview = useMergePreview(pair);
  const correcting = useCorrecting(({ to }) => onMerged(to.id));
  const merge = () => {
    if (correcting.isPending || !preview.data) return;
    correcting.mutate({ merge: pair });
  };
  const problem = correcting.error ?? preview.error;
  return (
    <>
      {preview.data && <Outcome preview={preview.data} />}
      {problem && (
        <Text role="alert" size="sm" c="red">
          {sentence(problem)}
        </Text>
      )}
      <Group justify="space-between">
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconArrowsExchange size={15} />}
          onClick={() => setStaysHere(!staysHere)}
        >
          The other way round
        </Button>
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={onBack}>
            Choose another
          </Button>
          <Button
            key={otherId}
            autoFocus
            size="xs"
            loading={correcting.isPending}
            data-disabled={!preview.data || undefined}
            onClick={merge}
          >
            Merge
          </Button>
        </Group>
      </Group>
    </>
  );
}

const statusLabel = { open: "Open", waiting: "Waiting", closed: "Closed", merged: "Merged" } as const;

function Outcome({ preview }: { preview: MergePreview }) {
  const { from, into, messageCount, after, tagIds, warnings } = preview;
  const people = [into.assignee, from.assignee, into.team, from.team];
  const owners = [after.assigneeId, after.teamId].flatMap(
    (id) => people.find((one) => one?.id === id && id)?.name ?? [],
  );
  const became = [
    statusLabel[after.status],
    ...(after.priority === "normal" ? [] : [priorityLabel[after.priority]]),
    owners.join(", ") || "unassigned",
    ...(tagIds.length > 0 ? [`${tagIds.length === 1 ? "1 more tag" : `${tagIds.length} more tags`}`] : []),
  ];
  return (
    <>
      <div className={classes.pair}>
        <Side title="These messages" conversation={from} counted={messageCount} />
        <span className={classes.arrow} aria-hidden="true">
          →
        </span>
        <Side title="go into" conversation={into} counted={into.messageCount} />
      </div>
      <Text size="sm">
        It will be: {became.join(" · ")}. Later mail of both comes there. You can undo this at any time.
      </Text>
      {warnings.map(({ code, message }) => (
        <Alert key={code} color="orange" p="xs">
          {message}
        </Alert>
      ))}
    </>
  );
}

function Side({ title, conversation, counted }: { title: string; conversation: Conversation; counted: number }) {
  const { customer } = conversation;
  return (
    <div className={classes.side}>
      <span className={classes.title}>{title}</span>
      <span className={classes.subject}>{titleOf(conversation)}</span>
      <span className={classes.about}>
        {customer.name || customer.email}, {counted === 1 ? "1 message" : `${counted} messages`}
      </span>
    </div>
  );
}
