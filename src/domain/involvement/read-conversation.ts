import { sql } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { attend, customerMessagesAfter } from "./queries.ts";
import { isUnread, markedUnread } from "./rules.ts";
import { involvements } from "./tables.ts";

/**
 * Notes that the member has read a conversation up to a message. It only moves forward: of two screens the one that
 * saw more counts. Announced when the conversation is unread no more.
 *
 * @throws NotFound, AppError("forbidden") for whoever is no member, AppError("invalid_input") for another's message.
 */
export async function readConversation(
  ctx: Context,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<void> {
  const memberId = readerOf(ctx);
  await inTransaction(ctx, async (tx) => {
    const before = await attend(tx, conversationId, memberId);
    const seen = before.customerMessageCount - (await customerMessagesAfter(tx, conversationId, messageId));
    if ((before.seenCount ?? markedUnread) >= seen) return;
    const seenCount = await keep(tx, { conversationId, memberId, seenCount: seen });
    if (!isUnread(before, memberId) || isUnread({ ...before, seenCount }, memberId)) return;
    tx.emit({ name: "conversation.read", data: { conversationId, memberId } });
  });
}

/** Makes a conversation unread for the member herself, until she opens it again. Safe to repeat. @throws as above. */
export async function markConversationUnread(
  ctx: Context,
  { conversationId }: { conversationId: string },
): Promise<void> {
  const memberId = readerOf(ctx);
  await inTransaction(ctx, async (tx) => {
    const before = await attend(tx, conversationId, memberId);
    if (before.seenCount === markedUnread) return;
    const set = { seenCount: markedUnread };
    await tx.q
      .insert(involvements)
      .values({ workspaceId: tx.workspaceId, memberId, conversationId, following: false, ...set })
      .onConflictDoUpdate({ target: key, set });
    if (isUnread(before, memberId) || !isUnread({ ...before, ...set }, memberId)) return;
    tx.emit({ name: "conversation.marked_unread", data: { conversationId, memberId } });
  });
}

const key = [involvements.workspaceId, involvements.memberId, involvements.conversationId];

/** @returns what is kept: more, if another screen saw more meanwhile. */
async function keep(
  tx: TxContext,
  { conversationId, memberId, seenCount }: { conversationId: string; memberId: string; seenCount: number },
): Promise<number> {
  const [row] = await tx.q
    .insert(involvements)
    .values({ workspaceId: tx.workspaceId, memberId, conversationId, following: false, seenCount })
    .onConflictDoUpdate({
      target: key,
      set: { seenCount: sql`greatest(${involvements.seenCount}, excluded.seen_count)` },
    })
    .returning({ seenCount: involvements.seenCount });
  return row!.seenCount ?? seenCount;
}

function readerOf(ctx: Context): string {
  allow(ctx, "conversations:read");
  if (ctx.actor.type === "member") return ctx.actor.id;
  throw new AppError("forbidden", "Only a person who is logged in reads; a program has read everything");
}
