import { getConnection, openConnection } from "../domain/connections/index.ts";
import {
  claimExport,
  failSyncRun,
  getSyncRun,
  isEnded,
  mostFailures,
  moveSyncRun,
  nextLookMs,
  type SyncRun,
  startSync,
  stopSync,
  takeInBatch,
  takeInWhole,
} from "../domain/syncs/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type { Connection, RecordKind, Records } from "../integrations/contract.ts";
import { integrationById } from "../integrations/index.ts";
import { now } from "../platform/clock.ts";
import { ConnectionBroken, ProviderRejected } from "../platform/errors.ts";

/** A turn reads for so long, then queues up again: a large shop holds up no other. */
const turnMs = 20_000;

/** Begins to copy all that a shop has; nothing for an integration that has no records. */
export async function beginBackfill(
  ctx: Context,
  { connectionId, anew = false }: { connectionId: string; anew?: boolean },
): Promise<void> {
  const { integrationId } = await getConnection(ctx, connectionId);
  const kinds = integrationById(integrationId).records?.kinds ?? [];
  if (kinds.length > 0) await startSync(ctx, { connectionId, kinds, anew });
}

interface Turn {
  ctx: Context;
  run: SyncRun;
  kind: RecordKind;
  connection: Connection;
  records: Records;
}

/**
 * Goes one step further: asks for the file, looks whether it is ready, or takes it in for a while. Killed at any
 * moment, the next attempt goes on behind the last batch that was committed.
 *
 * @throws ProviderUnavailable to be tried again; ConnectionBroken to wait for a reconnect.
 */
export async function advanceBackfill(ctx: Context, input: { syncRunId: string; turn: number }): Promise<void> {
  const run = await getSyncRun(ctx, input.syncRunId);
  if (run.turn !== input.turn || isEnded(run)) return;
  const { integrationId, state } = await getConnection(ctx, run.connectionId);
  const { records } = integrationById(integrationId);
  const { connectionId } = run;
  if (!records || state === "disconnected") return stopSync(ctx, { connectionId, reason: disconnected });
  const kind = records.kinds.find((one) => one === run.kind);
  if (!kind) return failSyncRun(ctx, { syncRunId: run.id, reason: "The shop no longer offers this" });
  const turn = { ctx, run, kind, records, connection: await openConnection(ctx, connectionId) };
  if (run.state === "reading") return readOn(turn);
  if (run.state === "exporting" && run.exportId !== null) return look(turn, run.exportId);
  return begin(turn);
}

/** Why what was being copied of a connection ended. */
export const disconnected = "The shop was disconnected before everything was copied";

/** A batch was not taken in: somebody else goes on with it, or the shop was taken away meanwhile. */
async function stopIfGone(ctx: Context, { connectionId }: SyncRun): Promise<null> {
  const { state } = await getConnection(ctx, connectionId);
  if (state === "disconnected") await stopSync(ctx, { connectionId, reason: disconnected });
  return null;
}

/** Asks for a file; for pages where the shop refuses to write one. */
async function begin({ ctx, run, kind, records, connection }: Turn): Promise<void> {
  const claimed = await claimExport(ctx, run);
  if (!claimed) return;
  try {
    if (!records.beginExport) throw new ProviderRejected("There are no files of this");
    const { exportId } = await records.beginExport(connection, kind, { since: run.since });
    await moveSyncRun(ctx, claimed, { exportId }, { afterMs: 1000 });
  } catch (error) {
    if (!(error instanceof ProviderRejected) || error instanceof ConnectionBroken) throw error;
    await moveSyncRun(ctx, claimed, { state: "reading", via: "pages", position: null });
  }
}

async function look({ ctx, run, records, connection }: Turn, exportId: string): Promise<void> {
  const found = await records.exportState!(connection, exportId);
  const expected = run.records + found.rootCount;
  if (found.state === "running") {
    await moveSyncRun(ctx, run, { expected }, { afterMs: nextLookMs(run, now()) });
    return;
  }
  if (found.url !== null) {
    const isPartial = found.state === "failed";
    await moveSyncRun(ctx, run, { state: "reading", isPartial, expected, totalBytes: found.bytes });
    return;
  }
  if (found.state === "completed") return void (await moveSyncRun(ctx, run, { state: "done", expected }));
  await again({ ctx, run, reason: found.reason });
}

/** Another file, for what is missing still. A file that brought nothing new is a failure, some in a row are the end. */
async function again({ ctx, run, reason }: { ctx: Context; run: SyncRun; reason: string }): Promise<void> {
  const { reachedAt, since } = run;
  const isFurther = reachedAt !== null && (since === null || reachedAt > since);
  const failures = isFurther ? 0 : run.failures + 1;
  if (failures >= mostFailures) return failSyncRun(ctx, { syncRunId: run.id, reason });
  const change = { state: "waiting", exportId: null, position: null, since: reachedAt ?? since } as const;
  await moveSyncRun(ctx, run, { ...change, failures }, { afterMs: 1000 * 2 ** failures });
}

async function readOn(turn: Turn): Promise<void> {
  return turn.run.via === "pages" ? readPages(turn) : readFile(turn);
}

async function readFile(turn: Turn): Promise<void> {
  const { ctx, run, records, connection } = turn;
  const found = await records.exportState!(connection, run.exportId!);
  const url = found.state === "running" ? null : found.url;
  if (url === null) return again({ ctx, run, reason: "The shop no longer has the file it wrote" });
  const at = await takeInFile(turn, url);
  if (!at) return;
  if (at.isPartial) return again({ ctx, run: at, reason: "The shop stopped writing the file" });
  await moveSyncRun(ctx, at, { state: "done" });
}

/** @returns the run at the end of the file; null when it ended or goes on elsewhere. */
async function takeInFile({ ctx, run, kind, records, connection }: Turn, url: string): Promise<SyncRun | null> {
  const endsAt = now().getTime() + turnMs;
  let at = run;
  try {
    const batches = records.readExport!(connection, kind, { url, resumeAfter: run.position });
    for await (const batch of oneAhead(batches)) {
      const after = await takeInBatch(ctx, at, batch);
      if (!after) return stopIfGone(ctx, at);
      at = after;
      if (now().getTime() > endsAt) return next(ctx, at);
    }
    return at;
  } catch (error) {
    if (!(error instanceof ProviderRejected) || error instanceof ConnectionBroken) throw error;
    await again({ ctx, run: at, reason: error.message });
    return null;
  }
}

/** The next one is read while this one is written. */
async function* oneAhead<T>(all: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = all[Symbol.asyncIterator]();
  try {
    for (let next = iterator.next(); ; ) {
      const { done, value } = await next;
      if (done) return;
      next = iterator.next();
      // Whoever takes this one sees the failure when it asks for the next.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Another turn goes on. */
async function next(ctx: Context, run: SyncRun): Promise<null> {
  await moveSyncRun(ctx, run, {});
  return null;
}

async function readPages({ ctx, run, kind, records, connection }: Turn): Promise<void> {
  const endsAt = now().getTime() + turnMs;
  for (let at = run; ; ) {
    const page = await records.changedSince(connection, kind, at.since ?? new Date(0), at.position);
    const ids = page.changed.map(({ externalId }) => externalId);
    const found = await records.fetch(connection, kind, ids);
    const none = { skipped: 0, incomplete: [], reachedAt: null, bytes: null };
    const after = await takeInBatch(ctx, at, { ...none, records: found.records, position: page.next });
    if (!after) return void (await stopIfGone(ctx, at));
    at = after;
    if (page.next === null) return void (await moveSyncRun(ctx, at, { state: "done" }));
    if (now().getTime() > endsAt) return void (await next(ctx, at));
  }
}

/** Asks for records that came without all their parts. */
export async function completeBackfill(
  ctx: Context,
  { syncRunId, externalIds }: { syncRunId: string; externalIds: readonly string[] },
): Promise<void> {
  const { connectionId, kind: wanted } = await getSyncRun(ctx, syncRunId);
  const { integrationId, state } = await getConnection(ctx, connectionId);
  const { records } = integrationById(integrationId);
  const kind = records?.kinds.find((one) => one === wanted);
  if (!records || !kind || state === "disconnected") return;
  const found = await records.fetch(await openConnection(ctx, connectionId), kind, externalIds);
  await takeInWhole(ctx, { syncRunId, records: found.records, missing: found.missing.length });
}
