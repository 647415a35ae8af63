import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow, authorOf } from "../access/index.ts";
import { type Confirmation, requestActions } from "../actions/index.ts";
import { refuseUnwanted } from "../consent/index.ts";
import {
  acceptReply,
  type Conversation,
  findByClientId,
  lockConversation,
  type Message,
  newestMessageId,
  type Reply,
  reply,
  viaOf,
} from "../conversations/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { applySteps, type ConversationStep, checkSteps, settleSteps } from "../steps/index.ts";
import { reserveUploads } from "../uploads/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type ScheduledWithFiles, withFiles } from "./queries.ts";
import { type ScheduledReply, scheduledReplies } from "./tables.ts";
import { undoSecondsOf } from "./undo-delays.ts";

export interface ReplyToSend extends Reply {
  /** When it goes out; absent: now, or as soon as it can no longer be called back. */
  sendAt?: Date;
  /** Done with the conversation as it goes out: both or neither. */
  steps?: readonly ConversationStep[];
  /** Asked for in the ledger as it goes out. It then goes at once: what is done in a shop cannot be called back. */
  actions?: readonly Confirmation[];
}

export type SentReply = { message: Message } | { scheduled: ScheduledWithFiles };

const longestMs = 366 * 24 * 3_600_000;

/**
 * Sends a reply now, or keeps it for its moment: the one its author named, or a person's reply for as long as the
 * channel lets her call it back. What speaks against sending it is said now; what comes until then is looked at again.
 * Repeating the call with the same client id gives the same reply, whatever has become of it.
 *
 * @throws what `reply`, `applySteps` and `requestActions` throw: then neither is anything sent nor anything done.
 * @throws AppError("invalid_input") for a moment in the past or more than a year away, and for actions that would have
 *   to wait for it (`details.reason` "actions_cannot_wait").
 */
export async function sendReply(ctx: Context, input: ReplyToSend): Promise<SentReply> {
  allow(ctx, "conversations:write");
  const { actions = [], steps = [] } = input;
  if (input.sendAt && actions.length > 0) throw cannotWait();
  return inTransaction(ctx, async (tx) => {
    // The ledger's locks come before the conversation's.
    const isKnown = actions.length > 0 && (await findByClientId(tx, input.conversationId, input.clientMessageId));
    if (!isKnown) await requestActions(tx, { conversationId: input.conversationId, actions });
    const conversation = await lockConversation(tx, input.conversationId);
    const message = await findByClientId(tx, conversation.id, input.clientMessageId);
    if (message) return { message };
    const before = await findByKey(tx, conversation.id, input.clientMessageId);
    if (before) return { scheduled: await withFiles(tx, before) };
    if (input.sendAt) refuseSenseless(input.sendAt);
    const goesAtOnce = input.sendAt !== undefined || actions.length > 0 || tx.actor.type !== "member";
    const undoSeconds = goesAtOnce ? 0 : await undoSecondsOf(tx, conversation.channel);
    const sendAt = input.sendAt ?? new Date(now().getTime() + undoSeconds * 1000);
    if (!input.sendAt && undoSeconds === 0) return { message: await sendNow(tx, input, steps) };
    return { scheduled: await schedule(tx, conversation, { ...input, sendAt }, input.sendAt ? "later" : "undo") };
  });
}

async function sendNow(tx: TxContext, input: ReplyToSend, steps: readonly ConversationStep[]): Promise<Message> {
  const message = await reply(tx, input);
  const { conversationId, id } = message;
  if (steps.length > 0) await applySteps(tx, { conversationId, applicationId: `reply ${id}`, steps, whole: true });
  return message;
}

async function schedule(
  tx: TxContext,
  conversation: Conversation,
  input: ReplyToSend & { sendAt: Date },
  purpose: ScheduledReply["purpose"],
): Promise<ScheduledWithFiles> {
  const { to, cc, bcc, promotional } = await acceptReply(tx, conversation, input);
  const steps = settleSteps(tx, input.steps ?? []);
  await checkSteps(tx, steps);
  const { sendAt: at } = input;
  const addresses = [...to, ...cc, ...bcc].map(({ address }) => address);
  await refuseUnwanted(tx, { channel: conversation.channel, addresses, promotional, at });
  const attachmentIds = await reserveUploads(tx, input.attachmentIds ?? []);
  const [row] = await tx.q
    .insert(scheduledReplies)
    .values({
      ...{ workspaceId: tx.workspaceId, id: newId(), conversationId: conversation.id, state: "scheduled" },
      ...{ purpose, sendAt: input.sendAt, author: await authorOf(tx), via: viaOf(tx), body: input.body },
      ...{ to, cc, bcc, attachmentIds, steps, promotional },
      ...{ clientMessageId: input.clientMessageId ?? null, updatedAt: now() },
      writtenAfterId: await newestMessageId(tx, conversation.id),
    })
    .returning();
  const { id: scheduledReplyId, sendAt } = row!;
  const payload = { scheduledReplyId, sendAt: sendAt.toISOString() };
  tx.enqueue({ queue: "scheduled", name: "send", payload, runAt: sendAt });
  tx.emit({ name: "reply.scheduled", data: { conversationId: conversation.id, scheduledReplyId } });
  return withFiles(tx, row!);
}

/** @throws AppError("conflict") when the key is another author's. */
async function findByKey(
  tx: TxContext,
  conversationId: string,
  clientMessageId: string | undefined,
): Promise<ScheduledReply | null> {
  if (clientMessageId === undefined) return null;
  const [row] = await tx.q
    .select()
    .from(scheduledReplies)
    .where(
      and(
        eq(scheduledReplies.workspaceId, tx.workspaceId),
        eq(scheduledReplies.conversationId, conversationId),
        eq(scheduledReplies.clientMessageId, clientMessageId),
      ),
    );
  if (!row) return null;
  const { type, id } = await authorOf(tx);
  if (row.author.type === type && row.author.id === id) return row;
  throw new AppError("conflict", "Another author has used this clientMessageId in this conversation: take a new one", {
    details: { reason: "client_message_id_taken" },
  });
}

function cannotWait(): AppError {
  const message = "What is done in a shop cannot wait for a reply: send it now, or ask the shop for it by itself";
  return new AppError("invalid_input", message, { details: { reason: "actions_cannot_wait" } });
}

function refuseSenseless(sendAt: Date): void {
  const inMs = sendAt.getTime() - now().getTime();
  if (inMs <= 0) throw new AppError("invalid_input", "`sendAt` is in the past: name a moment to come");
  if (inMs > longestMs) throw new AppError("invalid_input", "`sendAt` is more than a year away");
}
