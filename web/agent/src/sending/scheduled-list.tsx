import { Button } from "@mantine/core";
import { IconAlertTriangle, IconClock } from "@tabler/icons-react";
import { sentence } from "../api/problem.ts";
import type { Message } from "../api/types.ts";
import { useCatalogue } from "../bulk/use-catalogue.ts";
import { stepText } from "../steps/step-words.ts";
import { AttachmentNames } from "./attachment-names.tsx";
import classes from "./scheduled-list.module.css";
import { useCancel, useScheduled, useSendNow } from "./use-scheduled.ts";
import { useSecondsLeft } from "./use-seconds-left.ts";

interface Props {
  conversationId: string;
  /** The newest message the agent has on screen. */
  lastSeenId: string | null;
  mayWrite: boolean;
}

/** Replies that are written and not sent yet, below the messages. */
export function ScheduledList({ conversationId, lastSeenId, mayWrite }: Props) {
  const replies = useScheduled(conversationId);
  if (replies.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Not sent yet">
      {replies.map((reply) => (
        <ScheduledReply key={reply.id} reply={reply} lastSeenId={lastSeenId} mayWrite={mayWrite} />
      ))}
    </ul>
  );
}

function ScheduledReply({ reply, lastSeenId, mayWrite }: Omit<Props, "conversationId"> & { reply: Message }) {
  const cancel = useCancel();
  const sendNow = useSendNow(reply.conversationId);
  const isHeld = reply.state === "held";
  const error = cancel.error ?? sendNow.error;
  const people = [...reply.to, ...reply.cc, ...reply.bcc].map(({ address }) => address).join(", ");
  return (
    <li className={classes.reply} data-state={reply.state}>
      <p className={classes.head}>
        {isHeld ? <IconAlertTriangle size={14} aria-hidden="true" /> : <IconClock size={14} aria-hidden="true" />}
        <span>
          {isHeld ? `Not sent: ${reply.failure?.message ?? "it was held back"}` : <Countdown reply={reply} />}
        </span>
        <span className={classes.people}>
          {reply.author.name} to {people}
        </span>
      </p>
      <div className={classes.text}>{reply.text}</div>
      <AttachmentNames attachments={reply.attachments} />
      {reply.steps && <StepNames steps={reply.steps} />}
      {error && (
        <p className={classes.problem} role="alert">
          {sentence(error)}
        </p>
      )}
      {mayWrite && (
        <div className={classes.actions}>
          <Button
            size="compact-xs"
            variant="default"
            disabled={lastSeenId === null}
            loading={sendNow.isPending}
            onClick={() => lastSeenId && sendNow.mutate({ id: reply.id, lastSeenMessageId: lastSeenId })}
          >
            {isHeld ? "Send it all the same" : "Send now"}
          </Button>
          <Button size="compact-xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(reply)}>
            {reply.canUndo && !isHeld ? "Undo" : "Back to the draft"}
          </Button>
        </div>
      )}
    </li>
  );
}

/** What is done with the conversation as it goes out. */
function StepNames({ steps }: { steps: NonNullable<Message["steps"]> }) {
  const names = useCatalogue();
  return <p className={classes.steps}>Then: {steps.map((one) => stepText(one, names)).join(" · ")}</p>;
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function Countdown({ reply: { sendAt, canUndo } }: { reply: Message }) {
  const seconds = useSecondsLeft(sendAt);
  if (seconds <= 0) return <>Sending…</>;
  if (canUndo) return <>Goes out in {seconds} s</>;
  return <>Goes out {moment.format(new Date(sendAt ?? 0))}</>;
}
