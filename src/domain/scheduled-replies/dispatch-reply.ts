import { now } from "../../platform/clock.ts";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { whyWaitingOver } from "../automation/index.ts";
import { type Refusal, refusalOf } from "../consent/index.ts";
import {
  getMessage,
  lockConversation,
  type Message,
  messagesSince,
  queueReply,
  refuseStale,
  type Seen,
} from "../conversations/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { notify } from "../notifications/index.ts";
import { overInWords } from "../outreach/index.ts";
import { applySteps } from "../steps/index.ts";
import type { Context } from "../workspaces/index.ts";
import { findScheduled, isScheduled, lockScheduled } from "./queries.ts";
import { type ScheduledReply, scheduledReplies } from "./tables.ts";

const somethingNewer = {
  code: "newer_messages",
  message: "Something newer was written here: read it, then send this or change it",
};

/**
 * Sends a reply whose moment has come, unless the customer or a colleague wrote meanwhile what its author cannot have
 * known, or what the shop writes first about in it is over: then it is held back, and she is told. One that was called back, held or sent is left alone: of calling back
 * and sending at the same moment exactly one happens.
 */
export async function dispatchReply(
  ctx: Context,
  { scheduledReplyId, sendAt }: { scheduledReplyId: string; sendAt: Date },
): Promise<void> {
  const known = await findScheduled(ctx, scheduledReplyId);
  if (!known) return;
  try {
    await inTransaction(ctx, async (tx) => {
      const row = await lockWithConversation(tx, known);
      if (row?.state !== "scheduled" || row.sendAt.getTime() !== sendAt.getTime()) return;
      const newer = await newerThan(tx, row);
      const over = newer.length > 0 ? null : await whyOver(tx, row);
      const refusal = newer.length > 0 || over ? null : await refusalOf(tx, await wantedBy(tx, row));
      if (newer.length > 0) await hold(tx, row, somethingNewer);
      else if (over) await hold(tx, row, { code: "overtaken", message: overInWords(over) });
      else if (refusal) await putOff(tx, row, refusal);
      else await send(tx, row);
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.details?.step === undefined) throw error;
    const message = `What was to be done with it could not be: ${error.message}`;
    await holdBack(ctx, scheduledReplyId, { code: "step_refused", message });
  }
}

/** Holds back what could not be sent at its moment. */
export async function holdReply(
  ctx: Context,
  { scheduledReplyId, reason }: { scheduledReplyId: string; reason: string },
): Promise<void> {
  await holdBack(ctx, scheduledReplyId, { code: "failed", message: reason });
}

async function holdBack(ctx: Context, scheduledReplyId: string, heldBecause: { code: string; message: string }) {
  const known = await findScheduled(ctx, scheduledReplyId);
  if (!known) return;
  await inTransaction(ctx, async (tx) => {
    const row = await lockWithConversation(tx, known);
    if (row?.state === "scheduled") await hold(tx, row, heldBecause);
  });
}

/**
 * Sends it now: before its moment, or although it was held back. Safe to repeat: what was sent is given back.
 * @throws AppError("conflict") as `reply` does when something newer came than the caller has seen.
 */
export async function sendScheduledNow(
  ctx: Context,
  { scheduledReplyId, ...seen }: Seen & { scheduledReplyId: string },
): Promise<Message> {
  allow(ctx, "conversations:write");
  const known = await findScheduled(ctx, scheduledReplyId);
  if (!known) return sentOrNotFound(ctx, scheduledReplyId);
  return inTransaction(ctx, async (tx) => {
    const row = await lockWithConversation(tx, known);
    if (!row) return sentOrNotFound(tx, scheduledReplyId);
    if (row.state === "canceled") throw new NotFound("Scheduled reply", scheduledReplyId);
    await refuseStale(tx, row.conversationId, seen);
    return send(tx, row);
  });
}

/** Null when it is gone since it was looked for. */
export async function lockWithConversation(tx: TxContext, known: ScheduledReply): Promise<ScheduledReply | null> {
  await lockConversation(tx, known.conversationId, { evenMerged: true });
  const row = await lockScheduled(tx, known.id).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  // Merged into another since it was looked for, it waits there.
  return row && row.conversationId !== known.conversationId ? lockWithConversation(tx, row) : row;
}

/** @throws NotFound */
async function sentOrNotFound(ctx: Context, scheduledReplyId: string): Promise<Message> {
  return getMessage(ctx, scheduledReplyId).catch((error: unknown) => {
    throw error instanceof NotFound ? new NotFound("Scheduled reply", scheduledReplyId) : error;
  });
}

/** What its author wrote herself since, she knows. */
async function newerThan(tx: TxContext, { conversationId, writtenAfterId, author }: ScheduledReply) {
  const newer = await messagesSince(tx, conversationId, writtenAfterId);
  return newer.filter(
    (message) => message.kind === "customer" || message.author.type !== author.type || message.author.id !== author.id,
  );
}

/** Made from a draft in which the shop writes first: why there is nothing to write about any more. */
async function whyOver(tx: TxContext, { conversationId, createdAt: writtenAt }: ScheduledReply) {
  const { customerId } = await lockConversation(tx, conversationId);
  return whyWaitingOver(tx, { conversationId, customerId, writtenAt });
}

async function wantedBy(tx: TxContext, { conversationId, to, cc, bcc, promotional }: ScheduledReply) {
  const { channel } = await lockConversation(tx, conversationId);
  return { channel, addresses: [...to, ...cc, ...bcc].map(({ address }) => address), promotional };
}

/** At night it waits for the morning; what its recipient does not want waits for a person. */
async function putOff(tx: TxContext, row: ScheduledReply, { opensAt, reason: code, message }: Refusal): Promise<void> {
  if (!opensAt) return hold(tx, row, { code, message });
  await tx.q.update(scheduledReplies).set({ sendAt: opensAt, updatedAt: now() }).where(isScheduled(tx, row.id));
  const payload = { scheduledReplyId: row.id, sendAt: opensAt.toISOString() };
  tx.enqueue({ queue: "scheduled", name: "send", payload, runAt: opensAt });
}

async function send(tx: TxContext, row: ScheduledReply): Promise<Message> {
  const conversation = await lockConversation(tx, row.conversationId);
  const { id, author, via, to, cc, bcc, body, attachmentIds, clientMessageId, promotional } = row;
  await tx.q.delete(scheduledReplies).where(isScheduled(tx, id));
  const message = await queueReply(tx, conversation, {
    ...{ id, author, via, to, cc, bcc, body, attachmentIds, promotional, uploads: "reserved" },
    ...(clientMessageId !== null && { clientMessageId }),
  });
  const { steps, conversationId } = row;
  const asAuthor =
    author.type === "member" && author.id !== null ? { actor: { type: author.type, id: author.id } } : {};
  const application = { conversationId, applicationId: `reply ${id}`, steps, whole: true };
  if (steps.length > 0) await applySteps({ ...tx, ...asAuthor }, application);
  return message;
}

async function hold(tx: TxContext, row: ScheduledReply, heldBecause: { code: string; message: string }) {
  const { id: scheduledReplyId, conversationId } = row;
  await tx.q
    .update(scheduledReplies)
    .set({ state: "held", heldBecause, updatedAt: now() })
    .where(isScheduled(tx, scheduledReplyId));
  tx.emit({ name: "reply.held", data: { conversationId, scheduledReplyId } });
  const { type, id } = row.author;
  const told = type === "member" && id !== null ? [id] : [];
  await notify(tx, told, { kind: "reply_held", conversationId, subjectId: scheduledReplyId });
}
