import { and, eq } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { mayBecome } from "./rules.ts";
import { type Conversation, conversations, type Message, messages } from "./tables.ts";

export interface Sending {
  message: Message;
  conversation: Conversation;
  /** True when an earlier attempt may have reached the provider: look there before sending. */
  mayBeSent: boolean;
}

/**
 * Marks a queued reply as being sent, before the provider is called: whoever finds it in this state later knows
 * that it may have gone out. Null when there is nothing left to send.
 */
export async function beginSending(ctx: Context, messageId: string): Promise<Sending | null> {
  return inTransaction(ctx, async (tx) => {
    const message = await lockMessage(tx, messageId);
    if (message.state === "sent" || message.state === "failed") return null;
    const mayBeSent = message.state === "sending";
    if (!mayBeSent) await tx.q.update(messages).set({ state: "sending" }).where(isMessage(tx, messageId));
    const [conversation] = await tx.q
      .select()
      .from(conversations)
      .where(and(eq(conversations.workspaceId, tx.workspaceId), eq(conversations.id, message.conversationId)));
    return { message, conversation: conversation!, mayBeSent };
  });
}

/** Back to the queue: the provider surely did not take it. */
export async function returnToQueue(ctx: Context, messageId: string): Promise<void> {
  await inTransaction(ctx, (tx) => tx.q.update(messages).set({ state: "queued" }).where(isMessage(tx, messageId)));
}

/** The provider has it. Safe to repeat, and stronger than an earlier failure. */
export async function markSent(
  ctx: Context,
  input: { messageId: string; externalId: string; rfcMessageId: string | null },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const message = await lockMessage(tx, input.messageId);
    if (!mayBecome(message.state, "sent")) return;
    const { externalId, rfcMessageId } = input;
    await tx.q
      .update(messages)
      .set({ state: "sent", externalId, rfcMessageId, failure: null })
      .where(isMessage(tx, message.id));
    tx.emit({ name: "message.sent", data: { conversationId: message.conversationId, messageId: message.id } });
  });
}

/** It will never go out; `failure` says why and what to do, in words an agent understands. */
export async function markFailed(
  ctx: Context,
  { messageId, failure }: { messageId: string; failure: { code: string; message: string } },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const message = await lockMessage(tx, messageId);
    if (!mayBecome(message.state, "failed")) return;
    await tx.q.update(messages).set({ state: "failed", failure }).where(isMessage(tx, messageId));
    tx.emit({ name: "message.failed", data: { conversationId: message.conversationId, messageId } });
  });
}

async function lockMessage(tx: TxContext, messageId: string): Promise<Message> {
  const [message] = await tx.q.select().from(messages).where(isMessage(tx, messageId)).for("update");
  if (!message) throw new NotFound("Message", messageId);
  return message;
}

function isMessage(ctx: Context, messageId: string) {
  return and(eq(messages.workspaceId, ctx.workspaceId), eq(messages.id, messageId));
}
