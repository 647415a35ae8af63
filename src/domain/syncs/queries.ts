import { and, asc, eq } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type SyncRun, syncRuns } from "./tables.ts";

/** Those of a connection, one a kind. */
export async function listSyncRuns(ctx: Context, connectionId: string): Promise<SyncRun[]> {
  allow(ctx, "connections:read");
  return read(ctx, (q) =>
    q
      .select()
      .from(syncRuns)
      .where(ofConnection(ctx, connectionId))
      .orderBy(asc(syncRuns.createdAt), asc(syncRuns.kind)),
  );
}

/** @throws NotFound */
export async function getSyncRun(ctx: Context, syncRunId: string): Promise<SyncRun> {
  const [row] = await read(ctx, (q) => q.select().from(syncRuns).where(isSyncRun(ctx, syncRunId)));
  if (!row) throw new NotFound("Sync run", syncRunId);
  return row;
}

/** Held until the transaction ends. @throws NotFound */
export async function lockSyncRun(tx: TxContext, syncRunId: string): Promise<SyncRun> {
  const [row] = await tx.q.select().from(syncRuns).where(isSyncRun(tx, syncRunId)).for("update");
  if (!row) throw new NotFound("Sync run", syncRunId);
  return row;
}

/** All of a connection, so that no two of them decide at once. */
export async function lockSyncRuns(tx: TxContext, connectionId: string): Promise<SyncRun[]> {
  return tx.q.select().from(syncRuns).where(ofConnection(tx, connectionId)).orderBy(asc(syncRuns.id)).for("update");
}

export async function findByExport(ctx: Context, connectionId: string, exportId: string): Promise<SyncRun | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(syncRuns)
      .where(and(ofConnection(ctx, connectionId), eq(syncRuns.exportId, exportId))),
  );
  return row ?? null;
}

export function isSyncRun(ctx: Context, syncRunId: string) {
  return and(eq(syncRuns.workspaceId, ctx.workspaceId), eq(syncRuns.id, syncRunId));
}

function ofConnection(ctx: Context, connectionId: string) {
  return and(eq(syncRuns.workspaceId, ctx.workspaceId), eq(syncRuns.connectionId, connectionId));
}
