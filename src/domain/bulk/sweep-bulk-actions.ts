import { and, eq, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { keptForMs, undoableForMs } from "./rules.ts";
import { bulkActions, bulkFormerValues, bulkSlices } from "./tables.ts";

/** Forgets what bulk actions did to each conversation when it can no longer be undone, and in the end the rest. */
export async function sweepBulkActions(ctx: Context): Promise<void> {
  const at = now().getTime();
  const before = (ms: number) => new Date(at - ms).toISOString();
  await inTransaction(ctx, async (tx) => {
    const { workspaceId } = tx;
    const old = sql`(select id from bulk_actions where workspace_id = ${workspaceId}
      and ended_at < ${before(undoableForMs)}::timestamptz and not exists (
        select 1 from bulk_actions u where u.workspace_id = ${workspaceId} and u.undo_of = bulk_actions.id
          and u.state in ('selecting', 'running')))`;
    for (const table of [bulkSlices, bulkFormerValues]) {
      await tx.q.delete(table).where(and(eq(table.workspaceId, workspaceId), sql`${table.bulkActionId} in ${old}`));
    }
    const tooOld = sql`${bulkActions.endedAt} < ${before(keptForMs)}::timestamptz`;
    await tx.q.delete(bulkActions).where(and(eq(bulkActions.workspaceId, workspaceId), tooOld));
  });
}
