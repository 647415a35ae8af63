import { now } from "../../platform/clock.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isSyncRun, lockSyncRun, lockSyncRuns } from "./queries.ts";
import { isEnded, mostExports, progressOf } from "./rules.ts";
import { type SyncRun, syncRuns } from "./tables.ts";

type Change = Partial<
  Pick<SyncRun, "state" | "via" | "since" | "exportId" | "isPartial" | "position" | "expected" | "totalBytes"> &
    Pick<SyncRun, "failures" | "reason">
>;

/** The job that goes on with a run; ones made for an earlier turn do nothing. */
export function enqueueTurn(tx: TxContext, { id, turn, connectionId }: SyncRun, runAt?: Date): void {
  const payload = { syncRunId: id, turn, connectionId };
  tx.enqueue({ queue: "backfill", name: "advance", payload, orderingKey: id, ...(runAt ? { runAt } : {}) });
}

/**
 * What became of a turn, and when the next one is; none when it ended. Null, and nothing is changed, when the run went
 * on without it meanwhile, or ended.
 */
export async function moveSyncRun(
  ctx: Context,
  run: SyncRun,
  change: Change,
  next: { afterMs?: number } = {},
): Promise<SyncRun | null> {
  return inTransaction(ctx, async (tx) => {
    const before = await lockSyncRun(tx, run.id);
    if (before.turn !== run.turn || isEnded(before)) return null;
    return write(tx, before, change, next);
  });
}

/** Takes one of the few exports a shop prepares at once. Null while they are all taken: another turn will ask. */
export async function claimExport(ctx: Context, run: SyncRun): Promise<SyncRun | null> {
  return inTransaction(ctx, async (tx) => {
    const runs = await lockSyncRuns(tx, run.connectionId);
    const before = runs.find(({ id }) => id === run.id);
    if (before?.turn !== run.turn || isEnded(before)) return null;
    const taken = runs.filter(({ state, via }) => state === "exporting" && via === "file").length;
    if (taken >= mostExports) {
      await write(tx, before, {}, { afterMs: 5000 });
      return null;
    }
    const set = { state: "exporting" as const, exportId: null, position: null, isPartial: false };
    const [row] = await tx.q.update(syncRuns).set(set).where(isSyncRun(tx, run.id)).returning();
    return row!;
  });
}

async function write(tx: TxContext, before: SyncRun, change: Change, next: { afterMs?: number }): Promise<SyncRun> {
  const at = now();
  const ends = change.state !== undefined && isEnded({ state: change.state });
  const moved = change.state !== undefined && change.state !== before.state;
  const set = {
    ...change,
    turn: before.turn + 1,
    ...(ends ? { endedAt: at } : {}),
    ...(moved ? { progressedAt: at } : {}),
  };
  const [row] = await tx.q.update(syncRuns).set(set).where(isSyncRun(tx, before.id)).returning();
  if (!ends) enqueueTurn(tx, row!, next.afterMs ? new Date(at.getTime() + next.afterMs) : undefined);
  if (moved) announce(tx, row!);
  return row!;
}

function announce(tx: TxContext, run: SyncRun): void {
  const data = progressOf(run);
  if (run.state === "done") tx.emit({ name: "sync.finished", data });
  else if (run.state === "failed" || run.state === "stopped") tx.emit({ name: "sync.stopped", data });
  else tx.emit({ name: "sync.progressed", data });
}
