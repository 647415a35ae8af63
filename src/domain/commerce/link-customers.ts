import { inWorkspaces } from "../../platform/db.ts";
import type { Context } from "../workspaces/index.ts";
import { linkByIdentity } from "./link-queries.ts";
import { announceOrders } from "./save-records.ts";

/**
 * What shops said of people before they wrote to us becomes theirs: of these customers, or of all whose addresses are
 * new since an id. Announces each who got something. Safe to repeat.
 */
export async function linkCustomers(
  ctx: Context,
  of: { customerIds: readonly string[] } | { since: string },
): Promise<void> {
  const linked = await inWorkspaces(ctx.db.app, [ctx.workspaceId], async (tx) => {
    const customerIds = await linkByIdentity(tx, ctx.workspaceId, of);
    await announceOrders(tx, ctx, customerIds);
    return customerIds.length;
  });
  if (linked > 0) ctx.db.commits.emit("commit", [ctx.workspaceId]);
}
