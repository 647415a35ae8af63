import { now } from "../../platform/clock.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isSyncRun, lockSyncRun, lockSyncRuns } from "./queries.ts";
import { isEnded, progressOf } from "./rules.ts";
import { type SyncRun, syncRuns } from "./tables.ts";

/** Ends what is being copied of a connection that is no longer there. What was copied stays. Safe to repeat. */
export async function stopSync(
  ctx: Context,
  { connectionId, reason }: { connectionId: string; reason: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    for (const run of await lockSyncRuns(tx, connectionId)) await end(tx, run, "stopped", reason);
  });
}

/** Gives one kind up, after many attempts. Safe to repeat. */
export async function failSyncRun(
  ctx: Context,
  { syncRunId, reason }: { syncRunId: string; reason: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => end(tx, await lockSyncRun(tx, syncRunId), "failed", reason));
}

async function end(tx: TxContext, run: SyncRun, state: "stopped" | "failed", reason: string): Promise<void> {
  if (isEnded(run)) return;
  const set = { state, reason, endedAt: now(), turn: run.turn + 1 };
  const [row] = await tx.q.update(syncRuns).set(set).where(isSyncRun(tx, run.id)).returning();
  tx.emit({ name: "sync.stopped", data: progressOf(row!) });
}
