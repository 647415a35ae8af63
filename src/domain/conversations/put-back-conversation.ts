import { getTableColumns } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import type { DomainEvent, TxContext } from "../events/index.ts";
import { getStatusInUse } from "../statuses/index.ts";
import { getTeamInUse } from "../teams/index.ts";
import type { Context } from "../workspaces/index.ts";
import { changeConversation } from "./change-conversation.ts";
import { type Conversation, conversations } from "./tables.ts";
import { once, type Values } from "./together.ts";

/** As stored by whoever remembers a change: moments are text. */
export interface PutBack {
  conversationId: string;
  wrote: Readonly<Record<string, unknown>>;
  former: Readonly<Record<string, unknown>>;
}

/**
 * Gives a conversation back what it had before a change, in the columns that the change wrote. One whose moment to wake
 * has come meanwhile is opened instead.
 *
 * @throws AppError("conflict") with `details.reason` "changed_meanwhile" when one of them holds something else by now.
 */
export async function putBackConversation(
  ctx: Context,
  { conversationId, wrote, former }: PutBack,
): Promise<Conversation> {
  return changeConversation(ctx, conversationId, async (current, tx) => {
    if (!holds(current, read(wrote))) {
      throw new AppError("conflict", "Somebody changed this conversation meanwhile", {
        details: { reason: "changed_meanwhile" },
      });
    }
    const set = awake(current, read(former));
    const { teamId, statusId } = set;
    if (statusId) await once(tx, `status ${statusId}`, () => getStatusInUse(tx, statusId));
    // Nobody moves a conversation to where she cannot see it, nor into an archived team.
    if (teamId) await once(tx, `team ${teamId}`, () => getTeamInUse(tx, teamId));
    sleepAgain(tx, conversationId, set);
    return { set, event: eventsOf(current, set) };
  });
}

const columns: Readonly<Record<string, { dataType: string }>> = getTableColumns(conversations);

function read(stored: Readonly<Record<string, unknown>>): Values {
  const known = Object.entries(stored).filter(([name]) => name in columns);
  return Object.fromEntries(
    known.map(([name, value]) => {
      const isMoment = columns[name]?.dataType === "date" && typeof value === "string";
      return [name, isMoment ? new Date(value) : value];
    }),
  );
}

function holds(current: Conversation, wrote: Values): boolean {
  const now: Readonly<Record<string, unknown>> = { ...current };
  return Object.entries(wrote).every(([name, value]) => JSON.stringify(now[name]) === JSON.stringify(value));
}

function awake(current: Conversation, former: Values): Values {
  const { snoozedUntil, status = current.status } = former;
  if (status !== "waiting" || !snoozedUntil || snoozedUntil > now()) return former;
  return { ...former, status: "open", statusId: null, snoozedUntil: null };
}

function sleepAgain(tx: TxContext, conversationId: string, { snoozedUntil }: Values) {
  if (!snoozedUntil) return;
  const payload = { conversationId, until: snoozedUntil.toISOString() };
  tx.enqueue({ queue: "wake", name: "wake", payload, runAt: snoozedUntil });
}

const entered = {
  open: "conversation.reopened",
  waiting: "conversation.snoozed",
  closed: "conversation.closed",
} as const;

/** What others are told, as if a person had done it. */
function eventsOf(current: Conversation, set: Values): DomainEvent[] {
  const after = { ...current, ...set };
  const { id: conversationId } = current;
  const events: DomainEvent[] = [];
  const isOther = (name: "status" | "statusId" | "priority" | "assigneeId" | "teamId") => after[name] !== current[name];
  const isMoved = after.snoozedUntil?.getTime() !== current.snoozedUntil?.getTime() && after.status === "waiting";
  // What was merged away is changed by nobody, and nobody remembers a change to it.
  if (after.status !== "merged" && (isOther("status") || isMoved)) {
    const name = entered[after.status];
    events.push({ name, data: { conversationId, from: current.status, to: after.status } });
  }
  if (isOther("statusId")) {
    const change = { conversationId, from: isOther("status") ? null : current.statusId, to: after.statusId };
    if (change.from !== change.to) events.push({ name: "conversation.status_changed", data: change });
  }
  if (isOther("priority")) {
    const change = { conversationId, from: current.priority, to: after.priority };
    events.push({ name: "conversation.prioritized", data: change });
  }
  if ((after.spamAt === null) !== (current.spamAt === null)) {
    const name = after.spamAt === null ? "conversation.unmarked_spam" : "conversation.marked_spam";
    events.push({ name, data: { conversationId } });
  }
  if ((after.trashedAt === null) !== (current.trashedAt === null)) {
    const name = after.trashedAt === null ? "conversation.restored" : "conversation.trashed";
    events.push({ name, data: { conversationId } });
  }
  if (isOther("teamId")) {
    events.push({
      name: "conversation.team_changed",
      data: { conversationId, from: current.teamId, to: after.teamId },
    });
  }
  if (isOther("assigneeId")) {
    events.push({
      name: "conversation.assigned",
      data: { conversationId, from: current.assigneeId, to: after.assigneeId },
    });
  }
  return events;
}
