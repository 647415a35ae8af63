import { IconAlertTriangle, IconCheck, IconClock, IconSend } from "@tabler/icons-react";
import type { Message } from "../api/types.ts";
import classes from "./message-card.module.css";

interface Props {
  message: Message;
  onReuse: (text: string) => void;
}

/** How far a reply has come; a failed one says why and gives its text back. */
export function DeliveryState({ message, onReuse }: Props) {
  const { kind, state, failure, text } = message;
  if (kind !== "reply" || state === "received") return null;
  return (
    <div className={classes.state} data-state={state} role="status">
      {state === "queued" && (
        <>
          <IconClock size={14} aria-hidden="true" /> Queued
        </>
      )}
      {state === "sending" && (
        <>
          <IconSend size={14} aria-hidden="true" /> Sending…
        </>
      )}
      {state === "sent" && (
        <>
          <IconCheck size={14} aria-hidden="true" /> Sent
        </>
      )}
      {state === "failed" && (
        <>
          <IconAlertTriangle size={14} aria-hidden="true" /> Not sent: {failure?.message ?? "the reason is unknown"}
          <button type="button" className={classes.reuse} onClick={() => onReuse(text)}>
            Put the text in the composer
          </button>
        </>
      )}
    </div>
  );
}
