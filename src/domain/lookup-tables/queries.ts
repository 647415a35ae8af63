import { and, asc, eq, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Cells, type LookupTable, lookupRows, lookupTables } from "./tables.ts";

/** @throws NotFound also when it is another workspace's. */
export async function getLookupTable(ctx: Context, tableId: string): Promise<LookupTable> {
  allow(ctx, "knowledge:read");
  const [row] = await read(ctx, (q) => q.select().from(lookupTables).where(isLookupTable(ctx, tableId)));
  if (!row) throw new NotFound("Table", tableId);
  return row;
}

/** By its name, however its letters are written; null: none. */
export async function findLookupTable(ctx: Context, name: string): Promise<LookupTable | null> {
  allow(ctx, "knowledge:read");
  const isCalled = sql`lower(${lookupTables.name}) = lower(${name.trim()})`;
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(lookupTables)
      .where(and(eq(lookupTables.workspaceId, ctx.workspaceId), isCalled)),
  );
  return row ?? null;
}

/** By name; all of them, there are never many. */
export async function listLookupTables(ctx: Context): Promise<LookupTable[]> {
  allow(ctx, "knowledge:read");
  const { workspaceId, name } = lookupTables;
  return read(ctx, (q) =>
    q
      .select()
      .from(lookupTables)
      .where(eq(workspaceId, ctx.workspaceId))
      .orderBy(asc(sql`lower(${name})`)),
  );
}

/** Takes the row's lock: two files come one after the other. @throws NotFound */
export async function lockLookupTable(tx: TxContext, tableId: string): Promise<LookupTable> {
  const [row] = await tx.q.select().from(lookupTables).where(isLookupTable(tx, tableId)).for("update");
  if (!row) throw new NotFound("Table", tableId);
  return row;
}

/** The driver reads an empty cell of an array as the word NULL. */
export const cellsOf = sql<Cells>`to_json(${lookupRows.cells})`;

/** All of them, as they stand in the file. */
export async function readRows(ctx: Context, tableId: string): Promise<Cells[]> {
  const { workspaceId, place } = lookupRows;
  const rows = await read(ctx, (q) =>
    q
      .select({ cells: cellsOf })
      .from(lookupRows)
      .where(and(eq(workspaceId, ctx.workspaceId), eq(lookupRows.tableId, tableId)))
      .orderBy(asc(place)),
  );
  return rows.map((row) => row.cells);
}

export function isLookupTable(ctx: Context, tableId: string) {
  return and(eq(lookupTables.workspaceId, ctx.workspaceId), eq(lookupTables.id, tableId));
}
