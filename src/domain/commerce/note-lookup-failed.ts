import { inWorkspaces } from "../../platform/db.ts";
import type { Context } from "../workspaces/index.ts";
import { announceLookup, noteLookup } from "./save-lookup.ts";

/**
 * Says beside the customer that a shop could not be asked, and why, in words an agent understands. What the shop said
 * earlier stays. Safe to repeat: the same failure again is silent.
 */
export async function noteLookupFailed(
  ctx: Context,
  { customerId, connectionId, reason }: { customerId: string; connectionId: string; reason: string },
): Promise<void> {
  const { workspaceId } = ctx;
  const isNews = await inWorkspaces(ctx.db.app, [workspaceId], async (tx) => {
    const lookup = { workspaceId, connectionId, customerId, externalId: null, state: "unavailable", reason } as const;
    const news = await noteLookup(tx, lookup);
    if (news) await announceLookup(tx, ctx, customerId);
    return news;
  });
  if (isNews) ctx.db.commits.emit("commit", [workspaceId]);
}
