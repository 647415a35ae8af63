import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { getConnection } from "../connections/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { enqueueTurn } from "./move-sync-run.ts";
import { isSyncRun, lockSyncRuns } from "./queries.ts";
import { isEnded } from "./rules.ts";
import { type SyncRun, syncRuns } from "./tables.ts";

/** A file is kept for seven days: what was stopped less long ago goes on where it was. */
const resumableForMs = 6 * 24 * 3_600_000;

export interface SyncWanted {
  connectionId: string;
  kinds: readonly string[];
  /** True: also what is copied already is copied again. What is on its way goes on. */
  anew?: boolean;
}

/**
 * Begins to copy all that a shop has, goes on with what was stopped, or leaves it where all of it is there. Safe to
 * repeat. @throws NotFound for a connection.
 */
export async function startSync(ctx: Context, { connectionId, kinds, anew = false }: SyncWanted): Promise<void> {
  allow(ctx, "connections:manage");
  await inTransaction(ctx, async (tx) => {
    await getConnection(tx, connectionId);
    await addMissing(tx, connectionId, kinds);
    const runs = await lockSyncRuns(tx, connectionId);
    const begun = [];
    for (const run of runs) {
      if (kinds.includes(run.kind) && (await begin(tx, run, anew))) begun.push(run);
    }
    if (begun.length > 0) tx.emit({ name: "sync.started", data: { connectionId } });
  });
}

/** What was copied of a connection is gone: all of it is copied again, should it ever be connected again. */
export async function forgetSyncs(tx: TxContext, { connectionId }: { connectionId: string }): Promise<void> {
  for (const { id, turn } of await lockSyncRuns(tx, connectionId)) {
    const set = { ...atStart(), state: "stopped", reason: null, endedAt: null, turn: turn + 1 } as const;
    await tx.q.update(syncRuns).set(set).where(isSyncRun(tx, id));
  }
}

/** A new one is like one that was done away with: it is begun like the others. */
async function addMissing(tx: TxContext, connectionId: string, kinds: readonly string[]): Promise<void> {
  if (kinds.length === 0) return;
  const { workspaceId } = tx;
  const rows = kinds.map((kind) => ({
    ...{ workspaceId, id: newId(), connectionId, kind },
    ...{ state: "stopped" as const, startedAt: now() },
  }));
  await tx.q
    .insert(syncRuns)
    .values(rows)
    .onConflictDoNothing({ target: [syncRuns.workspaceId, syncRuns.connectionId, syncRuns.kind] });
}

async function begin(tx: TxContext, run: SyncRun, anew: boolean): Promise<boolean> {
  if (!isEnded(run) || (run.state === "done" && !anew)) return false;
  const goesOn = run.state === "stopped" && isResumable(run);
  const resumed = { state: goesOn && run.exportId ? "exporting" : "waiting", reason: null, endedAt: null } as const;
  const set = { ...(goesOn ? {} : atStart()), ...resumed, failures: 0, turn: run.turn + 1 };
  await tx.q.update(syncRuns).set(set).where(isSyncRun(tx, run.id));
  enqueueTurn(tx, { ...run, turn: set.turn });
  return true;
}

function isResumable({ endedAt }: SyncRun): boolean {
  return endedAt !== null && now().getTime() - endedAt.getTime() < resumableForMs;
}

function atStart() {
  const counts = { records: 0, bytes: 0, skipped: 0, incomplete: 0, completed: 0, missing: 0 };
  const unknown = { since: null, exportId: null, position: null, reachedAt: null, expected: null, totalBytes: null };
  return { ...counts, ...unknown, isPartial: false, via: "file", startedAt: now(), progressedAt: null } as const;
}
