import { Badge, Text } from "@mantine/core";
import { IconPhoneCheck, IconPhoneIncoming, IconPhoneOutgoing, IconPhoneX, IconRecordMail } from "@tabler/icons-react";
import type { Call, Message } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import { useMembers, useTeams } from "../teams/use-teams.ts";
import classes from "./call-entry.module.css";
import { CallLines } from "./call-lines.tsx";
import { clockOf, endReasonOf, numberOf, outcomeOf, spelled, stateOf, talkedMs } from "./call-words.ts";
import { Recording } from "./recording.tsx";
import type { Leg } from "./use-calls.ts";
import { useSecond } from "./use-second.ts";

/** A call among the messages: live while it goes on, then what it came to, who spoke, and what was recorded. */
export function CallEntry({ call }: { call: Call }) {
  const isLive = call.state !== "ended";
  const title = `${call.direction === "inbound" ? "Call from" : "Call to"} ${numberOf(call)}`;
  const lasted = talkedMs(call);
  const people = call.legs.filter(({ role, answeredAt }) => role !== "customer" && answeredAt !== null);
  return (
    <article className={classes.entry} data-live={isLive || undefined} aria-label={title}>
      <header className={classes.head}>
        <Icon call={call} />
        <span className={classes.title}>{title}</span>
        {isLive ? <Live call={call} /> : <Badge {...looks(call)}>{outcomeOf(call)}</Badge>}
        {lasted !== null && <span className={classes.quiet}>{clockOf(lasted)}</span>}
        <span className={classes.at}>
          <Moment at={call.startedAt} form="full" />
        </span>
      </header>
      <Text size="xs" className={classes.quiet}>
        {call.direction === "inbound" ? "To" : "From"} {spelled(call.line)}
        {call.callbackAt && " · asked to be called back"}
      </Text>
      {people.length > 0 && <Legs legs={people} />}
      {call.summary && <p className={classes.summary}>{call.summary}</p>}
      {call.recordings.map((recording) => (
        <Recording key={recording.id} recording={recording} hasLines={call.hasLines} />
      ))}
      {(call.assistantAt || call.hasLines) && <CallLines call={call} />}
      {call.disposition && (
        <p className={classes.disposition}>
          <b>{call.disposition}</b>
          {call.dispositionNote && ` – ${call.dispositionNote}`}
        </p>
      )}
    </article>
  );
}

/** What is told of a call afterwards: that a message was left, or that nobody answered. The call itself says the rest. */
export function CallNote({ message }: { message: Message }) {
  return (
    <p className={classes.note} role="note">
      <IconRecordMail size={14} stroke={1.7} aria-hidden="true" />
      <span>
        {message.text} · <Moment at={message.at} form="full" />
      </span>
    </p>
  );
}

function Icon({ call }: { call: Call }) {
  const Shown =
    call.outcome === "voicemail"
      ? IconRecordMail
      : call.outcome === "missed" || call.outcome === "not_reached"
        ? IconPhoneX
        : call.outcome === "answered"
          ? IconPhoneCheck
          : call.direction === "inbound"
            ? IconPhoneIncoming
            : IconPhoneOutgoing;
  return <Shown size={17} stroke={1.7} className={classes.icon} aria-hidden="true" />;
}

function looks({ outcome }: Call) {
  const color = outcome === "answered" ? "teal" : outcome === "missed" ? "red" : "orange";
  return { color, variant: "light" as const, size: "sm" };
}

function Live({ call }: { call: Call }) {
  const now = useSecond();
  const team = (useTeams().data ?? []).find(({ id }) => id === call.teamId)?.name;
  const place = call.state === "waiting" && call.position ? `, number ${call.position} in the queue` : "";
  return (
    <Badge color="teal" variant="filled" size="sm" className={classes.live}>
      {stateOf(call)}
      {place}
      {call.state === "waiting" && team ? ` of ${team}` : ""} · {clockOf(now - Date.parse(call.startedAt))}
    </Badge>
  );
}

/** Who spoke, and how long. */
function Legs({ legs }: { legs: readonly Leg[] }) {
  const members = useMembers().data?.data ?? [];
  const said = legs.map((leg) => {
    const name = members.find(({ id }) => id === leg.memberId)?.name ?? (leg.number ? spelled(leg.number) : "Somebody");
    const { answeredAt, endedAt } = leg;
    const lasted = answeredAt && endedAt ? ` ${clockOf(Date.parse(endedAt) - Date.parse(answeredAt))}` : "";
    const end = endReasonOf(leg.endReason);
    return `${name}${lasted}${leg.state === "answered" ? " (on the line)" : end ? ` (${end})` : ""}`;
  });
  return (
    <Text size="xs" className={classes.quiet}>
      With {said.join(", ")}
    </Text>
  );
}
