import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { NotFound } from "../../platform/errors.ts";
import { refusalOf } from "../consent/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { lockConversation } from "./queries.ts";
import { mayBecome, mediumOf } from "./rules.ts";
import { type Conversation, conversations, type Message, messages } from "./tables.ts";
import { noteSent, refreshWaiting } from "./times.ts";

/** What a provider has accepted may be missing in its search for a while: only what stays missing was not accepted. */
const settlingMs = 60_000;

export interface Sending {
  message: Message;
  /** The conversation it belongs to by its thread, wherever people have put it. */
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
      .where(
        and(
          eq(conversations.workspaceId, tx.workspaceId),
          eq(conversations.id, message.homeConversationId ?? message.conversationId),
        ),
      );
    return { message, conversation: conversation!, mayBeSent };
  });
}

/**
 * Whether somebody it goes to has said meanwhile that she does not want it: asked right before the provider is called.
 * Null: it may go out.
 */
export async function refusalOfMessage(
  ctx: Context,
  messageId: string,
): Promise<{ code: string; message: string } | null> {
  return inTransaction(ctx, async (tx) => {
    const [message] = await tx.q.select().from(messages).where(isMessage(tx, messageId));
    if (!message) throw new NotFound("Message", messageId);
    const [conversation] = await tx.q
      .select({ channel: conversations.channel })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, tx.workspaceId), eq(conversations.id, message.conversationId)));
    const addresses = [...message.to, ...message.cc, ...(message.bcc ?? [])].map(({ address }) => address);
    const channel = mediumOf(conversation!.channel, addresses);
    const refusal = await refusalOf(tx, { channel, addresses, promotional: message.promotional === true });
    return refusal && { code: refusal.reason, message: refusal.message };
  });
}

/**
 * Writes down that a look-up at the provider did not find it, after an attempt whose outcome is unknown. The first
 * miss proves nothing; a second one, a minute later, frees it to be sent again.
 *
 * @returns how long to wait before looking again, in milliseconds; 0: send it now. Null: nothing is left to send,
 *   its copy in the mailbox came meanwhile.
 */
export async function noteMissing(ctx: Context, messageId: string): Promise<number | null> {
  return inTransaction(ctx, async (tx) => {
    const { state, missingSince } = await lockMessage(tx, messageId);
    if (state !== "sending") return null;
    const at = now();
    const waitMs = missingSince ? Math.max(0, missingSince.getTime() + settlingMs - at.getTime()) : settlingMs;
    // The attempt that follows needs two misses of its own.
    const since = waitMs === 0 ? null : (missingSince ?? at);
    await tx.q.update(messages).set({ missingSince: since }).where(isMessage(tx, messageId));
    return waitMs;
  });
}

/** Back to the queue: the provider surely did not take it. Not if its copy in the mailbox says that it did. */
export async function returnToQueue(ctx: Context, messageId: string): Promise<void> {
  await inTransaction(ctx, (tx) =>
    tx.q
      .update(messages)
      .set({ state: "queued", missingSince: null })
      .where(and(isMessage(tx, messageId), eq(messages.state, "sending"))),
  );
}

/**
 * The provider has it. Safe to repeat, and stronger than an earlier failure. What an earlier report did not know is
 * filled in.
 */
export async function markSent(
  ctx: Context,
  input: { messageId: string; externalId: string; rfcMessageId: string | null },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const message = await lockInConversation(tx, input.messageId);
    // The carrier gave it back before the provider's answer was here.
    if (message.state === "failed" && message.delivery !== null && message.externalId === input.externalId) return;
    const isNews = mayBecome(message.state, "sent");
    if (!isNews && message.state !== "sent") return;
    const externalId = message.externalId ?? input.externalId;
    const rfcMessageId = message.rfcMessageId ?? input.rfcMessageId;
    const isKnown = message.externalId === externalId && message.rfcMessageId === rfcMessageId;
    if (!isNews && isKnown) return;
    await tx.q
      .update(messages)
      .set({ state: "sent", externalId, rfcMessageId, failure: null, missingSince: null })
      .where(isMessage(tx, message.id));
    if (!isNews) return;
    await noteSent(tx, message);
    if (message.state === "failed") await refreshWaiting(tx, message.conversationId);
    tx.emit({ name: "message.sent", data: { conversationId: message.conversationId, messageId: message.id } });
  });
}

/** It will not go out, and whoever waited for it waits again; `failure` says why and what to do, in words an agent understands. */
export async function markFailed(
  ctx: Context,
  { messageId, failure }: { messageId: string; failure: { code: string; message: string } },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const message = await lockInConversation(tx, messageId);
    if (!mayBecome(message.state, "failed")) return;
    await tx.q.update(messages).set({ state: "failed", failure }).where(isMessage(tx, messageId));
    await refreshWaiting(tx, message.conversationId);
    tx.emit({ name: "message.failed", data: { conversationId: message.conversationId, messageId } });
  });
}

async function lockMessage(tx: TxContext, messageId: string): Promise<Message> {
  const [message] = await tx.q.select().from(messages).where(isMessage(tx, messageId)).for("update");
  if (!message) throw new NotFound("Message", messageId);
  return message;
}

/** The conversation first, as everybody does. */
async function lockInConversation(tx: TxContext, messageId: string): Promise<Message> {
  const [found] = await tx.q
    .select({ conversationId: messages.conversationId })
    .from(messages)
    .where(isMessage(tx, messageId));
  if (!found) throw new NotFound("Message", messageId);
  await lockConversation(tx, found.conversationId, { evenMerged: true });
  const message = await lockMessage(tx, messageId);
  return message.conversationId === found.conversationId ? message : lockInConversation(tx, messageId);
}

function isMessage(ctx: Context, messageId: string) {
  return and(eq(messages.workspaceId, ctx.workspaceId), eq(messages.id, messageId));
}
