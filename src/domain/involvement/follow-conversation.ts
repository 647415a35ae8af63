import { and, eq, sql } from "drizzle-orm";
import { allow, getMember } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { attend } from "./queries.ts";
import { involvements } from "./tables.ts";

interface Following {
  conversationId: string;
  memberId: string;
}

/**
 * Lets a member know of what happens in a conversation from now on: oneself, or for those who may write, a colleague.
 * Safe to repeat; announced once. @throws NotFound
 */
export async function followConversation(ctx: Context, following: Following): Promise<void> {
  allowFor(ctx, following.memberId);
  await inTransaction(ctx, async (tx) => {
    await attend(tx, following.conversationId, following.memberId);
    await getMember(tx, following.memberId);
    await startFollowing(tx, following);
  });
}

/** @throws NotFound */
export async function unfollowConversation(ctx: Context, { conversationId, memberId }: Following): Promise<void> {
  allowFor(ctx, memberId);
  await inTransaction(ctx, async (tx) => {
    await attend(tx, conversationId, memberId);
    await getMember(tx, memberId);
    const left = await tx.q
      .update(involvements)
      .set({ following: false })
      .where(
        and(
          eq(involvements.workspaceId, tx.workspaceId),
          eq(involvements.memberId, memberId),
          eq(involvements.conversationId, conversationId),
          eq(involvements.following, true),
        ),
      )
      .returning({ memberId: involvements.memberId });
    if (left.length > 0) tx.emit({ name: "conversation.unfollowed", data: { conversationId, memberId } });
  });
}

/**
 * What verbs call that draw a member into a conversation whose row they have locked: she answered, was mentioned, or
 * got it. One statement; announced if it is new.
 * @param seenCount the customer's messages, if what she does shows that she has read them all.
 */
export async function startFollowing(
  tx: TxContext,
  { conversationId, memberId, seenCount = null }: Following & { seenCount?: number | null },
): Promise<void> {
  const [row] = await tx.q.execute<{ isNew: boolean }>(sql`
    insert into involvements as i (workspace_id, member_id, conversation_id, following, seen_count)
    values (${tx.workspaceId}, ${memberId}, ${conversationId}, true, ${seenCount}::int)
    on conflict (workspace_id, member_id, conversation_id)
      do update set following = true, seen_count = greatest(i.seen_count, excluded.seen_count)
    returning old.following is distinct from true as "isNew"`);
  if (row?.isNew) tx.emit({ name: "conversation.followed", data: { conversationId, memberId } });
}

function allowFor(ctx: Context, memberId: string): void {
  const herself = ctx.actor.type === "member" && ctx.actor.id === memberId;
  allow(ctx, herself ? "conversations:read" : "conversations:write");
}
