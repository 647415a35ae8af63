import { IconAlertTriangle, IconCheck, IconClock, IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Message } from "../api/types.ts";
import { ResendButton } from "../sending/resend-button.tsx";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import classes from "./message-card.module.css";

interface Props {
  message: Message;
  onReuse: (text: string) => void;
}

/** How far a reply has come; a failed one says why and gives its text back. */
export function DeliveryState({ message, onReuse }: Props) {
  const { kind, state, failure, text } = message;
  const mayWrite = useMay("conversations:write");
  if (kind !== "reply" || state === "received") return null;
  return (
    <div className={classes.state} data-state={state} role="status">
      {state === "queued" && (
        <>
          <IconClock size={14} aria-hidden="true" /> Queued <WaitsForMailbox message={message} />
          <WaitsForTurn message={message} />
        </>
      )}
      {state === "sending" && (
        <>
          <IconSend size={14} aria-hidden="true" /> Sending… <WaitsForMailbox message={message} />
        </>
      )}
      {state === "sent" && (
        <>
          <IconCheck size={14} aria-hidden="true" /> {arrived.has(message.delivery ?? "") ? "Delivered" : "Sent"}
        </>
      )}
      {state === "failed" && (
        <>
          <IconAlertTriangle size={14} aria-hidden="true" /> Not sent: {failure?.message ?? "the reason is unknown"}
          {mayWrite && <ResendButton message={message} className={classes.reuse} />}
          <button type="button" className={classes.reuse} onClick={() => onReuse(text)}>
            Put the text in the composer
          </button>
        </>
      )}
    </div>
  );
}

const LOOK_AGAIN_MS = 5000;

/** Texts leave a number one after the other. Nothing is asked of letters, which have a subject. */
function WaitsForTurn({ message: { id, subject, via } }: { message: Message }) {
  const { data: turn } = useQuery({
    queryKey: keys.turn(id),
    queryFn: () => answer(api.GET("/v1/messages/{messageId}/turn", { params: { path: { messageId: id } } })),
    select: (told) => told.turn,
    enabled: subject === "" && via !== "gmail",
    refetchInterval: LOOK_AGAIN_MS,
  });
  if (!turn) return null;
  const others = turn.waitingBehind === 1 ? "1 other text" : `${turn.waitingBehind} other texts`;
  return (
    <span>
      {" "}
      behind {others}, leaves from <Moment at={turn.startsAt} form="full" />
    </span>
  );
}

const arrived: ReadonlySet<string> = new Set(["delivered", "read"]);

/** Why a reply does not move: the mailbox it goes through has to be connected again. */
function WaitsForMailbox({ message: { from } }: { message: Message }) {
  const { data: mailbox } = useQuery({
    queryKey: keys.connections,
    queryFn: () => answer(api.GET("/v1/connections")),
    enabled: useMay("connections:read"),
    select: (page) => page.data.find(({ account, state }) => account === from?.address && state === "needs_attention"),
  });
  if (!mailbox) return null;
  return (
    <b>
      It waits for {mailbox.account}: {mailbox.stateReason ?? "the connection stopped working"}
    </b>
  );
}
