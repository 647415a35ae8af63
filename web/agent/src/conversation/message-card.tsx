import { Avatar } from "@mantine/core";
import { IconInfoCircle, IconLock, IconSparkles } from "@tabler/icons-react";
import { memo, useState } from "react";
import type { Message } from "../api/types.ts";
import { type MessageCorrection, MessageMenu } from "../corrections/message-menu.tsx";
import { Moment } from "../shell/moment.tsx";
import { TraceButton } from "../trace/trace-button.tsx";
import { AttachmentList } from "./attachment-list.tsx";
import { DeliveryState } from "./delivery-state.tsx";
import { MessageBody } from "./message-body.tsx";
import classes from "./message-card.module.css";

interface Props {
  message: Message;
  onReuse: (text: string) => void;
  onCorrect: (what: MessageCorrection, message: Message) => void;
}

/** One message; customer, reply, note and AI are told apart by place, colour and words. */
export const MessageCard = memo(function MessageCard({ message, onReuse, onCorrect }: Props) {
  const { kind, author, notice, why } = message;
  const [whyShown, setWhyShown] = useState(false);
  const byAi = author.type === "ai";
  return (
    <article
      className={classes.card}
      data-kind={kind}
      data-ai={(byAi && kind !== "note") || undefined}
      aria-label={title(message)}
    >
      <header className={classes.head}>
        {byAi ? (
          <Avatar size={26} color="violet" variant="light" aria-hidden="true">
            <IconSparkles size={15} />
          </Avatar>
        ) : (
          <Avatar name={author.name} color="initials" size={26} aria-hidden="true" />
        )}
        <span className={classes.author}>{byAi ? "AI agent" : author.name}</span>
        <span className={classes.kind}>{subtitle(message)}</span>
        <span className={classes.at}>
          <Moment at={message.at} form="full" />
        </span>
        {byAi && kind !== "note" && author.id && (
          <TraceButton conversationId={message.conversationId} runId={author.id} />
        )}
        <MessageMenu onWhy={() => setWhyShown(!whyShown)} onCorrect={(what) => onCorrect(what, message)} />
      </header>
      {(whyShown || why.corrected) && (
        <p className={classes.why} role="note" aria-label="Why it is here">
          <IconInfoCircle size={14} aria-hidden="true" /> {why.text}
        </p>
      )}
      {notice && (
        <p className={classes.notice} role="note">
          {notice}
        </p>
      )}
      <MessageBody message={message} />
      <AttachmentList attachments={message.attachments} />
      <DeliveryState message={message} onReuse={onReuse} />
    </article>
  );
});

function title({ kind, author }: Message): string {
  if (kind === "note") return `Note by ${author.name}`;
  return kind === "reply" ? `Reply by ${author.name}` : `Message from ${author.name}`;
}

function subtitle({ kind, from, to, cc, bcc }: Message) {
  if (kind === "note") {
    return (
      <>
        <IconLock size={12} aria-hidden="true" /> Note, only your team sees it
      </>
    );
  }
  const listed = (what: string, people: Message["cc"]) =>
    people.length > 0 ? `, ${what} ${people.map(({ address }) => address).join(", ")}` : "";
  const others = listed("cc", cc) + listed("bcc", bcc);
  if (kind === "customer") return `${from?.address ?? ""}${others}`;
  return to.length > 0 ? `to ${to.map(({ address }) => address).join(", ")}${others}` : "";
}
