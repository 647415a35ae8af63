import type { RawTransaction } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { identifyCustomers } from "../customers/index.ts";
import { appendEventsRaw, type DomainEvent, type NewEvent } from "../events/index.ts";
import type { Actor, Cause } from "../workspaces/index.ts";
import { type Owned, type Thread, threadsOf } from "./choose-threads.ts";
import { continueThreads } from "./continue-threads.ts";
import { followMerges } from "./follow-merges.ts";
import {
  alreadyFiled,
  applyThreadChanges,
  type FilingRow,
  insertAttachments,
  insertMessages,
  moveIntoOrder,
  type ThreadState,
} from "./receive-queries.ts";
import { isThanks } from "./rules.ts";
import type { Author, MailAddress } from "./tables.ts";
import { changesOf } from "./thread-changes.ts";
import { refreshTimes } from "./times.ts";

/** A message from outside, in our words. `customer` is whose conversation it is, which need not be who wrote it. */
export interface ReceivedMessage {
  workspaceId: string;
  connectionId: string;
  channel: "email" | "sms" | "voice" | "chat";
  via: string;
  externalId: string;
  threadKey: string;
  direction: "inbound" | "outbound";
  customer: { kind: "email" | "phone" | "chat"; value: string; name: string } | { id: string };
  from: MailAddress;
  replyTo: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  subject: string;
  text: string;
  html: string | null;
  rfcMessageId: string | null;
  /** Message-IDs it answers or continues, the answered one first. */
  cites: string[];
  references: string[];
  sentAt: Date;
  automatic: string | null;
  notice: string | null;
  /** Whether the provider found that it comes from its sender's domain; null: it did not say. */
  senderVerified: boolean | null;
  attachments: { name: string; contentType: string; sizeBytes: number; contentId: string | null; inline: boolean }[];
  actor: Actor;
  cause: Cause | null;
}

/**
 * Files messages from outside under their conversations, opening or reopening them, whatever the workspaces: one
 * statement per step for the whole batch, in the order of the provider's clock. A message that comes late is put
 * where it belongs, and changes nothing else: what came after it has been read and answered. The caller's transaction
 * must see all workspaces named; its last write must be this verb's events.
 *
 * Safe to repeat: a message already filed is left alone and announces nothing.
 * @param expectNew skips looking for messages already filed; if there is one after all, nothing is filed.
 * @throws AlreadyFiled when another transaction filed one of them first, or people have rearranged a conversation since
 *   it was chosen: call again without `expectNew`.
 * @returns how many were new.
 */
export async function receiveMessages(
  tx: RawTransaction,
  received: readonly ReceivedMessage[],
  { expectNew = false } = {},
): Promise<number> {
  const candidates = once(received).sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
  const fresh = expectNew ? candidates : await withoutKnown(tx, candidates);
  if (fresh.length === 0) return 0;
  const { customerOf, created } = await identifyCustomers(
    tx,
    fresh.flatMap(({ workspaceId, customer }) => ("id" in customer ? [] : [{ workspaceId, ...customer }])),
  );
  const owned = fresh.map((message) => {
    const { workspaceId, customer } = message;
    return { message, customerId: "id" in customer ? customer.id : customerOf({ workspaceId, ...customer }) };
  });
  const chosen = await threadsOf(tx, owned);
  const rows = await continueThreads(
    tx,
    owned.map((one, n) => toRow(one, chosen[n]!, n)),
  );
  const followed = expectNew ? rows : await followMerges(tx, rows);
  const threads = await applyThreadChanges(tx, changesOf(followed));
  refuseRearranged(followed, threads);
  const placed = place(followed, threads);
  const filed = await insertMessages(tx, placed);
  if (filed.length < placed.length) throw new AlreadyFiled("bug", "A message of this batch is filed already");
  const late = lateAmong(placed, threads);
  for (const row of late) await moveIntoOrder(tx, row);
  await refreshTimes(tx, late);
  await insertAttachments(tx, attachmentsOf(fresh, placed));
  await appendEventsRaw(tx, eventsOf(fresh, placed, threads, created));
  return placed.length;
}

/** The batch has to be filed again in a new transaction. */
export class AlreadyFiled extends AppError {}

function once(received: readonly ReceivedMessage[]): ReceivedMessage[] {
  return [...new Map(received.map((m) => [`${m.workspaceId} ${m.connectionId} ${m.externalId}`, m])).values()];
}

async function withoutKnown(tx: RawTransaction, candidates: ReceivedMessage[]): Promise<ReceivedMessage[]> {
  const keys = candidates.map(({ workspaceId, connectionId, externalId }, n) => ({
    n,
    workspaceId,
    connectionId,
    externalId,
  }));
  const known = new Set((await alreadyFiled(tx, keys)).map((row) => row.n));
  return candidates.filter((_, n) => !known.has(n));
}

/** Held to the end of the transaction from here on: nobody can rearrange them any more. */
function refuseRearranged(rows: readonly FilingRow[], threads: readonly ThreadState[]): void {
  const state = new Map(threads.map((thread) => [threadOf(thread), thread]));
  const isStale = rows.some((row) => {
    const { isMerged, arrangement } = state.get(threadOf(row))!;
    return isMerged || (row.arrangement !== null && row.arrangement !== arrangement);
  });
  if (isStale) throw new AlreadyFiled("bug", "A conversation of this batch was rearranged meanwhile");
}

function toRow({ message: m, customerId }: Owned, thread: Thread, n: number): FilingRow {
  const inbound = m.direction === "inbound";
  const author: Author = inbound
    ? { type: "customer", id: customerId, name: m.from.name || m.from.address }
    : { type: "member", id: null, name: m.from.name || m.from.address };
  return {
    n,
    workspaceId: m.workspaceId,
    connectionId: m.connectionId,
    messageId: newId(),
    conversationId: newId(),
    customerId,
    channel: m.channel,
    ...thread,
    externalId: m.externalId,
    position: 0,
    kind: inbound ? "customer" : "reply",
    via: m.via,
    author,
    state: inbound ? "received" : "sent",
    from: m.from,
    replyTo: m.replyTo,
    to: m.to,
    cc: m.cc,
    subject: m.subject,
    text: m.text,
    html: m.html,
    rfcMessageId: m.rfcMessageId,
    inReplyTo: m.cites[0] ?? null,
    references: m.references,
    automatic: m.automatic,
    notice: m.notice,
    senderVerified: m.senderVerified,
    sentAt: m.sentAt.toISOString(),
    continues: null,
    isThanks: thread.mayBeContinued && m.attachments.length === 0 && isThanks(m.text, m.from.name),
  };
}

const threadOf = (row: { workspaceId: string; threadConnectionId: string; threadKey: string }) =>
  `${row.workspaceId} ${row.threadConnectionId} ${row.threadKey}`;

/** Gives each message its conversation and its place in it. */
function place(rows: readonly FilingRow[], threads: readonly ThreadState[]): FilingRow[] {
  const state = new Map(threads.map((thread) => [threadOf(thread), thread]));
  const left = new Map<string, number>();
  for (const row of rows) left.set(threadOf(row), (left.get(threadOf(row)) ?? 0) + 1);
  return rows.map((row) => {
    const thread = state.get(threadOf(row))!;
    const remaining = left.get(threadOf(row))!;
    left.set(threadOf(row), remaining - 1);
    const { conversationId, opened } = thread;
    const begins = opened && remaining === thread.messageCount;
    const placement = row.placement ?? { by: begins ? ("opened" as const) : ("thread" as const) };
    return { ...row, conversationId, placement, position: thread.messageCount - remaining + 1 };
  });
}

/** Those older than what the provider had brought to their conversation before. */
function lateAmong(placed: readonly FilingRow[], threads: readonly ThreadState[]): FilingRow[] {
  const arrivedBefore = new Map(threads.map((thread) => [thread.conversationId, thread.arrivedBefore]));
  return placed.filter(({ conversationId, sentAt }) => {
    const before = arrivedBefore.get(conversationId);
    return before != null && new Date(sentAt) < before;
  });
}

function attachmentsOf(fresh: readonly ReceivedMessage[], placed: readonly FilingRow[]) {
  return placed.flatMap(({ workspaceId, messageId, n }) =>
    fresh[n]!.attachments.map((attachment) => ({ workspaceId, messageId, id: newId(), ...attachment })),
  );
}

/** In the order a reader expects: the customer, her conversation, her message. */
function eventsOf(
  fresh: readonly ReceivedMessage[],
  placed: readonly FilingRow[],
  threads: readonly ThreadState[],
  created: readonly { workspaceId: string; customerId: string }[],
): NewEvent[] {
  const state = new Map(threads.map((thread) => [threadOf(thread), thread]));
  const announce = new Set(created.map((row) => row.customerId));
  return placed.flatMap((row) => {
    const { workspaceId, conversationId, messageId, customerId, kind, continues } = row;
    const thread = state.get(threadOf(row))!;
    const events: DomainEvent[] = [];
    if (announce.delete(customerId)) events.push({ name: "customer.created", data: { customerId } });
    const former = continues && { customerId: continues.customerId, continuesId: continues.id };
    if (thread.opened) events.push({ name: "conversation.opened", data: { conversationId, customerId, ...former } });
    if (thread.reopenedFrom)
      events.push({ name: "conversation.reopened", data: { conversationId, from: thread.reopenedFrom, to: "open" } });
    thread.opened = false;
    thread.reopenedFrom = null;
    events.push({
      name: kind === "customer" ? "message.received" : "message.sent",
      data: { conversationId, messageId },
    });
    const { actor, cause } = fresh[row.n]!;
    return events.map((event) => ({ workspaceId, id: newId(), actor, cause, event }));
  });
}
