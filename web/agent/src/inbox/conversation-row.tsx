import {
  IconArrowBackUp,
  IconClock,
  IconMessage2,
  IconMessageCircle,
  IconNote,
  IconPhone,
  IconSparkles,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { memo, useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import type { Conversation } from "../api/types.ts";
import { priorityLabel } from "../conversation/decide-menu.tsx";
import { untilText } from "../conversation/snooze-times.ts";
import { messagesQuery } from "../conversation/use-messages.ts";
import { useColleagues } from "../realtime/presence.ts";
import { useSession } from "../session/session.tsx";
import { lasting, Moment, useNow } from "../shell/moment.tsx";
import { TagChips } from "../tags/tag-chips.tsx";
import { titleOf } from "../texts/title-of.ts";
import classes from "./conversation-row.module.css";
import { PresenceDots } from "./presence-dots.tsx";
import type { ListName } from "./tabs.ts";

interface Props {
  conversation: Conversation;
  tab: ListName;
  selected: boolean;
  /** Chosen, with others, for what is done to all of them. */
  checked: boolean;
  /** Null: she may change nothing. */
  onCheck: ((id: string, isStretch: boolean) => void) | null;
}

export const ConversationRow = memo(function ConversationRow({ conversation, tab, selected, checked, onCheck }: Props) {
  const { id, customer, lastMessage, hasDraft, assignee, team, unread } = conversation;
  const client = useQueryClient();
  const colleagues = useColleagues(id, useSession().member.id);
  const flash = useChanged(lastMessage.id);
  const ahead = () => void client.prefetchInfiniteQuery(messagesQuery(id));
  return (
    <li className={classes.item} data-checked={checked || undefined}>
      <Link
        href={`/inbox/${tab}/${id}`}
        className={classes.row}
        data-conversation={id}
        data-unread={unread || undefined}
        data-flash={flash || undefined}
        aria-current={selected ? "page" : undefined}
        onFocus={ahead}
        onPointerEnter={ahead}
      >
        <span className={classes.top}>
          {unread && <span className={classes.unread} role="img" aria-label="Unread" />}
          <span className={classes.name}>{customer.name || customer.email || "Unknown customer"}</span>
          <PresenceDots colleagues={colleagues} />
          <span className={classes.time}>
            <Moment at={lastMessage.at} />
          </span>
        </span>
        <span className={classes.subject}>
          {conversation.channel === "sms" && <IconMessage2 size={13} aria-hidden="true" className={classes.channel} />}
          {conversation.channel === "chat" && (
            <IconMessageCircle size={13} aria-hidden="true" className={classes.channel} />
          )}
          {conversation.channel === "voice" && <IconPhone size={13} aria-hidden="true" className={classes.channel} />}
          {titleOf(conversation)}
        </span>
        <span className={classes.bottom}>
          <LastKind kind={lastMessage.kind} />
          <span className={classes.preview}>{lastMessage.preview}</span>
        </span>
        <span className={classes.badges}>
          {conversation.priority !== "normal" && (
            <span className={classes.priority} data-priority={conversation.priority}>
              {priorityLabel[conversation.priority]}
            </span>
          )}
          {conversation.ownStatus && <span className={classes.status}>{conversation.ownStatus.name}</span>}
          {conversation.snoozedUntil && <Snoozed until={conversation.snoozedUntil} />}
          {conversation.waitingSince && <Waiting since={conversation.waitingSince} />}
          {conversation.tagIds.length > 0 && <TagChips ids={conversation.tagIds} most={2} />}
          {hasDraft && (
            <span className={classes.draft}>
              <IconSparkles size={12} aria-hidden="true" /> Draft
            </span>
          )}
          {team && !assignee && <span className={classes.assignee}>{team.name}</span>}
          {assignee && tab !== "mine" && <span className={classes.assignee}>{assignee.name}</span>}
        </span>
      </Link>
      {onCheck && (
        // Chosen with x: a stop for the tab key at each row would be one too many, and so would be the focus by a click.
        <input
          type="checkbox"
          checked={checked}
          aria-label={`Choose ${customer.name || customer.email || "unknown customer"}: ${titleOf(conversation)}`}
          title="Choose (x)"
          tabIndex={-1}
          className={classes.check}
          onMouseDown={(event) => event.preventDefault()}
          onChange={({ nativeEvent }) => onCheck(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
        />
      )}
    </li>
  );
});

function LastKind({ kind }: { kind: Conversation["lastMessage"]["kind"] }) {
  if (kind === "reply") return <IconArrowBackUp size={13} className={classes.kind} aria-label="Answered:" role="img" />;
  if (kind === "note") return <IconNote size={13} className={classes.kind} aria-label="Note:" role="img" />;
  return null;
}

/** The longer a customer waits, the louder. */
function Waiting({ since }: { since: string }) {
  const now = useNow();
  const hours = (now - Date.parse(since)) / 3_600_000;
  const level = hours >= 24 ? "late" : hours >= 4 ? "long" : "short";
  return (
    <span className={classes.waiting} data-level={level}>
      Waiting {lasting(new Date(since), now)}
    </span>
  );
}

function Snoozed({ until }: { until: string }) {
  const now = useNow();
  return (
    <span className={classes.snoozed}>
      <IconClock size={12} role="img" aria-label="Snoozed until" />
      {untilText(new Date(until), new Date(now))}
    </span>
  );
}

/** True for a moment after the value changed. */
function useChanged(value: string): boolean {
  const before = useRef(value);
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    if (before.current === value) return;
    before.current = value;
    setChanged(true);
    const timer = setTimeout(() => setChanged(false), 1_600);
    return () => clearTimeout(timer);
  }, [value]);
  return changed;
}
