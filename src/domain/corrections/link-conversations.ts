import { and, eq } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { authorOf } from "../access/index.ts";
import { type Author, type Conversation, getConversation } from "../conversations/index.ts";
import type { TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { correcting } from "./correcting.ts";
import { refuseSelf } from "./merge-conversation.ts";
import { linksOf } from "./queries.ts";
import { conversationLinks } from "./tables.ts";

const mostLinks = 50;

export interface Pair {
  conversationId: string;
  relatedConversationId: string;
}

/**
 * Says that two conversations are about one matter; both stay as they are. Safe to repeat.
 * @throws AppError("conflict") when one has 50 links (`details.reason` "too_many_links"); NotFound.
 */
export async function linkConversations(ctx: Context, pair: Pair): Promise<void> {
  refuseSelf(pair.conversationId, pair.relatedConversationId);
  await correcting(ctx, Object.values(pair), async (tx) => {
    for (const id of [pair.conversationId, pair.relatedConversationId]) await refuseFull(tx, id, pair);
    const [row] = await tx.q
      .insert(conversationLinks)
      .values({ workspaceId: tx.workspaceId, id: newId(), ...inOrder(pair), by: await authorOf(tx) })
      .onConflictDoNothing()
      .returning();
    if (row) tx.emit({ name: "conversation.linked", data: pair });
  });
}

/** Safe to repeat. @throws NotFound */
export async function unlinkConversations(ctx: Context, pair: Pair): Promise<void> {
  await correcting(ctx, Object.values(pair), async (tx) => {
    const { conversationId, relatedConversationId } = inOrder(pair);
    const [row] = await tx.q
      .delete(conversationLinks)
      .where(
        and(
          eq(conversationLinks.workspaceId, tx.workspaceId),
          eq(conversationLinks.conversationId, conversationId),
          eq(conversationLinks.relatedConversationId, relatedConversationId),
        ),
      )
      .returning();
    if (row) tx.emit({ name: "conversation.unlinked", data: pair });
  });
}

export interface LinkedConversation {
  conversation: Conversation;
  by: Author;
  at: Date;
}

/** At most 50, the newest link first. @throws NotFound */
export async function listLinks(ctx: Context, conversationId: string): Promise<LinkedConversation[]> {
  await getConversation(ctx, conversationId);
  const links = await linksOf(ctx, conversationId);
  return Promise.all(
    links.map(async (link) => {
      const other = link.conversationId === conversationId ? link.relatedConversationId : link.conversationId;
      return { conversation: await getConversation(ctx, other), by: link.by, at: link.createdAt };
    }),
  );
}

async function refuseFull(tx: TxContext, conversationId: string, pair: Pair): Promise<void> {
  const links = await linksOf(tx, conversationId);
  const { conversationId: one, relatedConversationId: other } = inOrder(pair);
  const isThere = links.some((link) => link.conversationId === one && link.relatedConversationId === other);
  if (isThere || links.length < mostLinks) return;
  throw new AppError("conflict", `A conversation has at most ${mostLinks} links: take one off first`, {
    details: { reason: "too_many_links", limit: mostLinks },
  });
}

function inOrder({ conversationId, relatedConversationId }: Pair): Pair {
  return conversationId < relatedConversationId
    ? { conversationId, relatedConversationId }
    : { conversationId: relatedConversationId, relatedConversationId: conversationId };
}
