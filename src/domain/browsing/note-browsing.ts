import { lt, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { lockConversation } from "../conversations/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isBrowsing } from "./queries.ts";
import { most } from "./rules.ts";
import { type Browsing, browsings } from "./tables.ts";

interface Told {
  conversationId: string;
  /** When it was so; a clock that runs ahead counts as now. */
  seenAt: Date;
  /** Null: it is empty. */
  cart: Browsing["cart"];
  /** Newest first; the newest are kept. */
  pages: Browsing["pages"];
}

/**
 * What the storefront tells of the customer of a conversation, whole each time. Safe to repeat, and in any order: what
 * is older than what is known changes nothing.
 *
 * @returns what is known now. @throws NotFound for a conversation of another workspace.
 */
export async function noteBrowsing(ctx: Context, { conversationId, ...told }: Told): Promise<Browsing> {
  allow(ctx, "conversations:write");
  const seenAt = new Date(Math.min(told.seenAt.getTime(), now().getTime()));
  const known = { seenAt, cart: told.cart, pages: told.pages.slice(0, most.pages) };
  return inTransaction(ctx, async (tx) => {
    await lockConversation(tx, conversationId);
    const [row] = await tx.q
      .insert(browsings)
      .values({ workspaceId: tx.workspaceId, conversationId, ...known })
      .onConflictDoUpdate({
        target: [browsings.workspaceId, browsings.conversationId],
        set: known,
        setWhere: lt(browsings.seenAt, sql`excluded.seen_at`),
      })
      .returning();
    if (row) {
      tx.emit({ name: "conversation.browsed", data: { conversationId } });
      return row;
    }
    const [newer] = await tx.q.select().from(browsings).where(isBrowsing(tx, conversationId));
    return newer!;
  });
}
