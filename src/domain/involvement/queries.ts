import { and, asc, count, eq, gt } from "drizzle-orm";
import { AppError, NotFound } from "../../platform/errors.ts";
import { members } from "../access/tables.ts";
import { getConversation } from "../conversations/index.ts";
import { conversations, messages } from "../conversations/tables.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { Attended } from "./rules.ts";
import { involvements } from "./tables.ts";

/** Who follows a conversation, by name. @throws NotFound */
export async function listFollowers(ctx: Context, conversationId: string): Promise<{ id: string; name: string }[]> {
  await getConversation(ctx, conversationId);
  return read(ctx, (q) =>
    q
      .select({ id: members.id, name: members.name })
      .from(involvements)
      .innerJoin(members, and(eq(members.workspaceId, ctx.workspaceId), eq(members.id, involvements.memberId)))
      .where(
        and(
          eq(involvements.workspaceId, ctx.workspaceId),
          eq(involvements.conversationId, conversationId),
          eq(involvements.following, true),
        ),
      )
      .orderBy(asc(members.name), asc(members.id)),
  );
}

/**
 * What decides whether a member has to read a conversation. Holds the conversation as a foreign key would, but first:
 * whoever has its row locked and then writes here does not wait for us while we wait for her.
 * @throws NotFound
 */
export async function attend(tx: TxContext, conversationId: string, memberId: string): Promise<Attended> {
  const [conversation] = await tx.q
    .select()
    .from(conversations)
    .where(and(eq(conversations.workspaceId, tx.workspaceId), eq(conversations.id, conversationId)))
    .for("key share");
  if (!conversation) throw new NotFound("Conversation", conversationId);
  const [involvement] = await tx.q
    .select()
    .from(involvements)
    .where(
      and(
        eq(involvements.workspaceId, tx.workspaceId),
        eq(involvements.memberId, memberId),
        eq(involvements.conversationId, conversationId),
      ),
    );
  return {
    ...conversation,
    ...(involvement && { following: involvement.following, seenCount: involvement.seenCount }),
  };
}

/** How many messages of the customer come after one. @throws AppError("invalid_input") for one of elsewhere. */
export async function customerMessagesAfter(tx: TxContext, conversationId: string, messageId: string): Promise<number> {
  const ofConversation = and(eq(messages.workspaceId, tx.workspaceId), eq(messages.conversationId, conversationId));
  const [seen] = await tx.q
    .select({ position: messages.position })
    .from(messages)
    .where(and(ofConversation, eq(messages.id, messageId)));
  if (!seen) throw new AppError("invalid_input", "messageId is not a message of this conversation");
  const [later] = await tx.q
    .select({ messages: count() })
    .from(messages)
    .where(and(ofConversation, eq(messages.kind, "customer"), gt(messages.position, seen.position)));
  return later!.messages;
}
