import { and, eq } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { getConversation } from "../conversations/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Browsing, browsings } from "./tables.ts";

/** Null: no storefront told anything. @throws NotFound for a conversation of another workspace. */
export async function getBrowsing(ctx: Context, conversationId: string): Promise<Browsing | null> {
  allow(ctx, "conversations:read");
  await getConversation(ctx, conversationId);
  const [row] = await read(ctx, (q) => q.select().from(browsings).where(isBrowsing(ctx, conversationId)));
  return row ?? null;
}

export function isBrowsing(ctx: Context, conversationId: string) {
  return and(eq(browsings.workspaceId, ctx.workspaceId), eq(browsings.conversationId, conversationId));
}
