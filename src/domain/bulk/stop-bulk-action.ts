import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isBulkAction, lockBulkAction } from "./queries.ts";
import { isEnded } from "./rules.ts";
import { type BulkAction, bulkActions } from "./tables.ts";

/**
 * Ends a bulk action after the slice that is being worked. What is done stays done, and can be undone. Safe to repeat:
 * one that has ended stays as it is.
 * @throws NotFound also for somebody else's, unless the actor may manage jobs.
 */
export async function cancelBulkAction(ctx: Context, { bulkActionId }: { bulkActionId: string }): Promise<BulkAction> {
  allow(ctx, "conversations:write");
  return end(ctx, bulkActionId, null);
}

/** Ends one that cannot go on, and says why. */
export async function stopBulkAction(
  ctx: Context,
  { bulkActionId, reason, message }: { bulkActionId: string; reason: string; message: string },
): Promise<void> {
  await end(ctx, bulkActionId, { reason, message });
}

async function end(ctx: Context, bulkActionId: string, stopped: BulkAction["stopped"]): Promise<BulkAction> {
  return inTransaction(ctx, async (tx) => {
    const before = await lockBulkAction(tx, bulkActionId);
    if (isEnded(before)) return before;
    const state = stopped ? "stopped" : "cancelled";
    const [row] = await tx.q
      .update(bulkActions)
      .set({ state, stopped, endedAt: now() })
      .where(isBulkAction(tx, bulkActionId))
      .returning();
    const { total, done, skipped, failed } = row!;
    const data = { bulkActionId, total, done, skipped, failed };
    if (stopped) tx.emit({ name: "bulk_action.stopped", data: { ...data, reason: stopped.reason } });
    else tx.emit({ name: "bulk_action.cancelled", data });
    return row!;
  });
}
