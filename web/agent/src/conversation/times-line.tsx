import type { Conversation } from "../api/types.ts";
import { lasting, useNow } from "../shell/moment.tsx";
import classes from "./times-line.module.css";

/** Who wrote when; exact on hover. */
export function TimesLine({ conversation }: { conversation: Conversation }) {
  const now = useNow();
  const { waitingSince, lastInboundAt, lastOutboundAt, firstReplyAt } = conversation;
  const since = (at: string) => (now - Date.parse(at) < 60_000 ? "just now" : `${lasting(new Date(at), now)} ago`);
  const parts: [text: string, at: string][] = [];
  if (waitingSince) parts.push([`Waiting ${lasting(new Date(waitingSince), now)}`, waitingSince]);
  if (lastInboundAt) parts.push([`Customer wrote ${since(lastInboundAt)}`, lastInboundAt]);
  if (lastOutboundAt) parts.push([`Answered ${since(lastOutboundAt)}`, lastOutboundAt]);
  if (firstReplyAt && firstReplyAt !== lastOutboundAt)
    parts.push([`First answer ${since(firstReplyAt)}`, firstReplyAt]);
  return (
    <p className={classes.line}>
      {parts.map(([text, at]) => (
        <time key={text} dateTime={at} title={exact.format(new Date(at))}>
          {text}
        </time>
      ))}
    </p>
  );
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
