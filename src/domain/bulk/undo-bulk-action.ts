import { sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { findUndo, lockBulkAction } from "./queries.ts";
import { isUndoable } from "./rules.ts";
import { begin } from "./start-bulk-action.ts";
import { cancelBulkAction } from "./stop-bulk-action.ts";
import type { BulkAction } from "./tables.ts";

/**
 * Begins to take back what a bulk action did, as a bulk action of its own: every conversation gets what it had before.
 * One that is still running is cancelled first. What somebody changed since is left, and reported. Safe to repeat: it is
 * undone once.
 *
 * @throws AppError("conflict") with `details.reason` "nothing_to_undo" or "too_late".
 */
export async function undoBulkAction(ctx: Context, { bulkActionId }: { bulkActionId: string }): Promise<BulkAction> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    await lockBulkAction(tx, bulkActionId);
    const before = await cancelBulkAction(tx, { bulkActionId });
    const known = await findUndo(tx, bulkActionId);
    if (known) return known;
    refuseUndo(before);
    const { action, done: total } = before;
    const selection = { by: "conversations" } as const;
    const undo = await begin(tx, { action, selection, state: "running", total, undoOf: bulkActionId });
    await tx.q.execute(sql`
      insert into bulk_slices (workspace_id, bulk_action_id, n, conversation_ids)
      select workspace_id, ${undo.id}::uuid, n, changed_ids from bulk_slices
      where workspace_id = ${tx.workspaceId} and bulk_action_id = ${bulkActionId} and changed_ids is not null`);
    return undo;
  });
}

function refuseUndo(bulkAction: BulkAction): void {
  if (isUndoable(bulkAction, now())) return;
  const isNothing = bulkAction.done === 0 || bulkAction.undoOf !== null;
  const message = isNothing ? "It changed nothing that could be undone" : "It is too long ago to be undone";
  throw new AppError("conflict", message, { details: { reason: isNothing ? "nothing_to_undo" : "too_late" } });
}
