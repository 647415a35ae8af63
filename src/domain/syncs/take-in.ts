import { now } from "../../platform/clock.ts";
import { type ShopRecord, saveRecords } from "../commerce/index.ts";
import { getConnection } from "../connections/index.ts";
import { noteShopConsents } from "../consent/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getSyncRun, isSyncRun, lockSyncRun } from "./queries.ts";
import { announceEveryMs, mostAskedAtOnce, progressOf } from "./rules.ts";
import { type SyncRun, syncRuns } from "./tables.ts";

export interface Batch {
  records: readonly ShopRecord[];
  /** Where to go on behind it. */
  position: string | null;
  skipped: number;
  /** Ids of records that are not whole. */
  incomplete: readonly string[];
  reachedAt: Date | null;
  /** How far into the file it reaches; null: there is no file. */
  bytes: number | null;
}

/**
 * Keeps a batch, then how far the run is with it: whoever is killed in between takes it in again, which changes
 * nothing. Null when the run went on without this worker, or ended.
 */
export async function takeInBatch(ctx: Context, run: SyncRun, batch: Batch): Promise<SyncRun | null> {
  const before = await getSyncRun(ctx, run.id);
  if (!isOurs(before, run) || !(await isThere(ctx, run))) return null;
  const { connectionId } = run;
  await saveRecords(ctx, { connectionId, records: batch.records });
  if (run.kind === "customer") {
    await noteShopConsents(ctx, { connectionId, externalIds: batch.records.map(({ externalId }) => externalId) });
  }
  return inTransaction(ctx, (tx) => count(tx, run, batch));
}

function isOurs(now: SyncRun, run: SyncRun): boolean {
  return now.turn === run.turn && now.position === run.position && now.state === "reading";
}

async function count(tx: TxContext, run: SyncRun, batch: Batch): Promise<SyncRun | null> {
  const before = await lockSyncRun(tx, run.id);
  if (!isOurs(before, run)) return null;
  const at = now();
  const due = !before.progressedAt || at.getTime() - before.progressedAt.getTime() >= announceEveryMs;
  const set = {
    position: batch.position,
    ...(batch.reachedAt && { reachedAt: batch.reachedAt }),
    ...(batch.bytes !== null && { bytes: batch.bytes }),
    records: before.records + batch.records.length,
    skipped: before.skipped + batch.skipped,
    incomplete: before.incomplete + batch.incomplete.length,
    ...(due && { progressedAt: at }),
  };
  const [after] = await tx.q.update(syncRuns).set(set).where(isSyncRun(tx, run.id)).returning();
  askForWhole(tx, run, batch.incomplete);
  if (due) tx.emit({ name: "sync.progressed", data: progressOf(after!) });
  return after!;
}

/** Nothing of a shop is taken in that was taken away meanwhile. */
async function isThere(ctx: Context, { connectionId }: SyncRun): Promise<boolean> {
  return (await getConnection(ctx, connectionId)).state !== "disconnected";
}

/** One after another, behind the reading: agents' questions go before them anyway. */
function askForWhole(tx: TxContext, { id, connectionId, kind }: SyncRun, externalIds: readonly string[]): void {
  for (let from = 0; from < externalIds.length; from += mostAskedAtOnce) {
    const payload = { syncRunId: id, connectionId, kind, externalIds: externalIds.slice(from, from + mostAskedAtOnce) };
    tx.enqueue({ queue: "backfill", name: "complete", payload, orderingKey: `${id}:complete` });
  }
}

/** Records that came without all their parts, now whole; `missing` are those the shop has no more. */
export async function takeInWhole(
  ctx: Context,
  { syncRunId, records, missing }: { syncRunId: string; records: readonly ShopRecord[]; missing: number },
): Promise<void> {
  const known = await getSyncRun(ctx, syncRunId);
  if (!(await isThere(ctx, known))) return;
  await saveRecords(ctx, { connectionId: known.connectionId, records });
  await inTransaction(ctx, async (tx) => {
    const run = await lockSyncRun(tx, syncRunId);
    const set = { completed: run.completed + records.length + missing, missing: run.missing + missing };
    await tx.q.update(syncRuns).set(set).where(isSyncRun(tx, syncRunId));
  });
}
