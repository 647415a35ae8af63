import { and, eq } from "drizzle-orm";
import type { Database } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import type { TxContext } from "../events/index.ts";
import { type DirectoryKind, directory } from "./tables.ts";

export interface DirectoryEntry {
  workspaceId: string;
  rowId: string;
}

/** Makes a row findable from outside. @throws AppError("conflict") when another workspace has this key. */
export async function registerInDirectory(
  tx: TxContext,
  { kind, key, rowId }: { kind: DirectoryKind; key: string; rowId: string },
): Promise<void> {
  const entry = { kind, key, workspaceId: tx.workspaceId, rowId };
  // Another workspace's entry is invisible here: it shows only as a conflict that leaves nothing of ours behind.
  await tx.q.insert(directory).values(entry).onConflictDoNothing();
  const [mine] = await tx.q
    .select()
    .from(directory)
    .where(and(eq(directory.kind, kind), eq(directory.key, key), eq(directory.workspaceId, tx.workspaceId)));
  if (!mine) throw new AppError("conflict", "This account is already connected to another workspace");
}

export async function removeFromDirectory(tx: TxContext, kind: DirectoryKind, key: string): Promise<void> {
  await tx.q
    .delete(directory)
    .where(and(eq(directory.kind, kind), eq(directory.key, key), eq(directory.workspaceId, tx.workspaceId)));
}

/** Everything known under a key: one entry, or one for each workspace a person belongs to. Runs with every request. */
export async function findInDirectory(db: Database, kind: DirectoryKind, key: string): Promise<DirectoryEntry[]> {
  return db.system.sql<DirectoryEntry[]>`
    select workspace_id as "workspaceId", row_id as "rowId" from directory
    where kind = ${kind} and key = ${key} order by workspace_id`;
}

/** The same for many keys at once; those that nothing is known under are absent. */
export async function findAllInDirectory(
  db: Database,
  kind: DirectoryKind,
  keys: readonly string[],
): Promise<Map<string, DirectoryEntry[]>> {
  const rows = await db.system.sql<(DirectoryEntry & { key: string })[]>`
    select d.* from unnest(${[...keys]}::text[]) as wanted(key) cross join lateral (
      select key, workspace_id as "workspaceId", row_id as "rowId" from directory
      where kind = ${kind} and key = wanted.key order by workspace_id offset 0) d`;
  return Map.groupBy(rows, ({ key }) => key);
}

/** Every entry of a kind, in all workspaces: for what happens by the clock. */
export async function listDirectory(db: Database, kind: DirectoryKind): Promise<DirectoryEntry[]> {
  return db.system.orm
    .select({ workspaceId: directory.workspaceId, rowId: directory.rowId })
    .from(directory)
    .where(eq(directory.kind, kind));
}
