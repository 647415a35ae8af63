import type { Conversation, PlacedMessage } from "../conversations/index.ts";

/** What people and the product have decided about a conversation; the rest of its row follows from its messages. */
export type Kept = Pick<
  Conversation,
  | "status"
  | "statusId"
  | "snoozedUntil"
  | "closedAt"
  | "spamAt"
  | "trashedAt"
  | "priority"
  | "assigneeId"
  | "teamId"
  | "waitingSince"
>;

/** What a correction did to one conversation. */
export interface KeptChange {
  conversationId: string;
  before: Kept;
  after: Kept;
  /** Tags it was given, and members who follow it since. */
  tagIds: string[];
  followerIds: string[];
}

export function keptOf(row: Kept): Kept {
  const { status, statusId, snoozedUntil, closedAt, spamAt, trashedAt, priority, assigneeId, teamId } = row;
  const { waitingSince } = row;
  return { status, statusId, snoozedUntil, closedAt, spamAt, trashedAt, priority, assigneeId, teamId, waitingSince };
}

/** As it was stored, with moments for their text. */
export function readKept(stored: Kept): Kept {
  const moment = (value: Date | null) => (value === null ? null : new Date(value));
  return {
    ...stored,
    snoozedUntil: moment(stored.snoozedUntil),
    closedAt: moment(stored.closedAt),
    spamAt: moment(stored.spamAt),
    trashedAt: moment(stored.trashedAt),
    waitingSince: moment(stored.waitingSince),
  };
}

/** What is merged away is in no list and keeps nobody waiting: its own state is put by. */
export function putBy(kept: Kept): Kept {
  const nothing = {
    statusId: null,
    snoozedUntil: null,
    closedAt: null,
    spamAt: null,
    trashedAt: null,
    waitingSince: null,
  };
  return { ...kept, ...nothing, status: "merged" };
}

const priorities = ["low", "normal", "high", "urgent"] as const;

/**
 * What a conversation becomes when another is merged into it: open if either is, the more urgent priority, the longer
 * wait, and whoever has the other one if nobody has this. What is spam or trash brings its messages only.
 */
export function combine(target: Kept, source: Kept): Kept {
  if (source.spamAt || source.trashedAt) return target;
  const priority = priorities[Math.max(priorities.indexOf(target.priority), priorities.indexOf(source.priority))]!;
  const isFree = target.assigneeId === null && target.teamId === null;
  const owners = isFree ? { assigneeId: source.assigneeId, teamId: source.teamId } : {};
  return { ...target, ...statusOfBoth(target, source), ...owners, priority, waitingSince: earliest(target, source) };
}

function statusOfBoth(target: Kept, source: Kept): Pick<Kept, "status" | "statusId" | "snoozedUntil" | "closedAt"> {
  const order = ["open", "waiting", "closed"];
  const isSources = order.indexOf(source.status) < order.indexOf(target.status);
  const { status, statusId, closedAt } = isSources ? source : target;
  const moments = [target, source].flatMap((one) => (one.status === "waiting" ? (one.snoozedUntil ?? []) : []));
  const soonest = moments.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
  return { status, statusId, snoozedUntil: status === "waiting" ? soonest : null, closedAt };
}

function earliest(a: Pick<Kept, "waitingSince">, b: Pick<Kept, "waitingSince">): Date | null {
  if (!a.waitingSince || !b.waitingSince) return a.waitingSince ?? b.waitingSince;
  return new Date(Math.min(a.waitingSince.getTime(), b.waitingSince.getTime()));
}

/** What belongs together is decided together. */
const parts: (keyof Kept)[][] = [
  ["status", "statusId", "snoozedUntil", "closedAt"],
  ["spamAt"],
  ["trashedAt"],
  ["priority"],
  ["assigneeId", "teamId"],
  ["waitingSince"],
];

/** Goes back from `was` to `is` where nobody has decided otherwise since: her decision stays. */
export function goBack(current: Kept, was: Kept, is: Kept): Kept {
  const untouched = parts.filter((fields) => fields.every((field) => isSame(current[field], was[field])));
  return { ...current, ...Object.fromEntries(untouched.flat().map((field) => [field, is[field]])) };
}

/** The same change made to another state: what it left as it was stays as that has it. */
export function redo({ before, after }: Pick<KeptChange, "before" | "after">, state: Kept): Kept {
  const changed = parts.flat().filter((field) => !isSame(before[field], after[field]));
  return { ...state, ...Object.fromEntries(changed.map((field) => [field, after[field]])) };
}

export function isSameKept(a: Kept, b: Kept): boolean {
  return parts.flat().every((field) => isSame(a[field], b[field]));
}

function isSame(a: Kept[keyof Kept], b: Kept[keyof Kept]): boolean {
  return (a instanceof Date ? a.getTime() : a) === (b instanceof Date ? b.getTime() : b);
}

type Waited = Pick<PlacedMessage, "kind" | "isAutomatic" | "isFailed" | "sentAt">;

const asks = ({ kind, isAutomatic }: Waited) => kind === "customer" && !isAutomatic;
const answers = ({ kind, isAutomatic, isFailed }: Waited) => kind === "reply" && !isAutomatic && !isFailed;

/** What messages that came since do to a conversation, as if they had come to it. */
export function replay(kept: Kept, since: readonly Waited[]): Kept {
  const isAsked = since.some(asks);
  const lastReply = since.findLastIndex(answers);
  const waitedBefore = lastReply < 0 ? kept.waitingSince : null;
  const waitingSince = waitedBefore ?? waitingIn(since);
  const statusId = kept.status === "open" ? kept.statusId : null;
  return { ...kept, ...(isAsked && { ...opened, statusId }), waitingSince };
}

const opened = { status: "open", snoozedUntil: null, closedAt: null } as const;

/** Since when the customer waits by these messages, in order; null when the last word is the shop's. */
export function waitingIn(messages: readonly Waited[]): Date | null {
  const lastReply = messages.findLastIndex(answers);
  return messages.slice(lastReply + 1).find(asks)?.sentAt ?? null;
}

/** Nobody waits any more for an answer to a message that has gone elsewhere. */
export function stillWaiting({ waitingSince }: Kept, messages: readonly Waited[]): Date | null {
  if (waitingSince === null) return null;
  const isThere = messages.some((one) => asks(one) && one.sentAt.getTime() === waitingSince.getTime());
  return isThere ? waitingSince : waitingIn(messages);
}
