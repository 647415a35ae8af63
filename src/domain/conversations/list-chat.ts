import { and, desc, eq, gte, inArray, lt, or, sql } from "drizzle-orm";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { conversations, type Message, messages } from "./tables.ts";

export type ChatMessage = Pick<Message, "id" | "kind" | "author" | "from" | "text" | "sentAt">;

const mostShown = 100;

/**
 * What one shopper and the shop wrote to each other in a chat: of whatever it was merged with, nothing else, and no note.
 * An answer stands where it was written, which may be before what she has seen: it counts when it is sent.
 * @returns the newest, oldest first.
 */
export async function listChat(
  ctx: Context,
  { connectionId, address }: { connectionId: string; address: string },
): Promise<ChatMessage[]> {
  const { id, kind, author, from, text, sentAt } = messages;
  const newest = await read(ctx, (q) => {
    // Her thread, and those that continue it (see `threadKey`): "$" comes after "#".
    const hers = q
      .select({ id: conversations.id })
      .from(conversations)
      .where(
        and(
          eq(conversations.workspaceId, ctx.workspaceId),
          eq(conversations.connectionId, connectionId),
          or(
            eq(conversations.threadKey, address),
            and(gte(conversations.threadKey, `${address}#`), lt(conversations.threadKey, `${address}$`)),
          ),
        ),
      );
    return q
      .select({ id, kind, author, from, text, sentAt })
      .from(messages)
      .where(
        and(
          eq(messages.workspaceId, ctx.workspaceId),
          eq(messages.connectionId, connectionId),
          or(inArray(messages.conversationId, hers), inArray(messages.homeConversationId, hers)),
          or(
            and(eq(kind, "customer"), sql`${from} ->> 'address' = ${address}`),
            and(eq(kind, "reply"), eq(messages.state, "sent"), sql`${messages.to} -> 0 ->> 'address' = ${address}`),
          ),
        ),
      )
      .orderBy(desc(sentAt), desc(id))
      .limit(mostShown);
  });
  return newest.reverse();
}
