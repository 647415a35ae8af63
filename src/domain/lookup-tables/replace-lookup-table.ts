import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { cleanFileName } from "../../platform/file-name.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { diffOf, type SheetDiff } from "./diff.ts";
import { keepRows } from "./keep-rows.ts";
import { getLookupTable, isLookupTable, lockLookupTable, readRows } from "./queries.ts";
import { readSheet } from "./rules.ts";
import { type LookupTable, lookupRows, lookupTables } from "./tables.ts";

export interface Replacement {
  table: LookupTable;
  diff: SheetDiff;
}

/**
 * Puts the rows of another file in place of those of a table, all at once: who looks there sees the old rows or the new.
 * @param input.isPreview say what would change, and change nothing.
 * @param input.version the one the person has seen.
 * @throws NotFound
 * @throws AppError("invalid_input") for a file that cannot be kept; `details.line` says where.
 * @throws AppError("conflict") when somebody replaced it meanwhile (`details.reason` "changed_meanwhile").
 */
export async function replaceLookupTable(
  ctx: Context,
  given: {
    tableId: string;
    fileName: string;
    content: AsyncIterable<Uint8Array>;
    isPreview: boolean;
    version?: number | undefined;
  },
): Promise<Replacement> {
  allow(ctx, "knowledge:manage");
  const { tableId } = given;
  const seen = await getLookupTable(ctx, tableId);
  const sheet = await readSheet(given.content);
  if (given.isPreview) {
    const rows = await readRows(ctx, tableId);
    return { table: seen, diff: diffOf({ columns: seen.columns, rows }, sheet) };
  }
  return inTransaction(ctx, async (tx) => {
    const before = await lockLookupTable(tx, tableId);
    if (given.version !== undefined && given.version !== before.version) {
      throw new AppError("conflict", "Somebody replaced this table meanwhile", {
        details: { reason: "changed_meanwhile", version: before.version },
      });
    }
    const diff = diffOf({ columns: before.columns, rows: await readRows(tx, tableId) }, sheet);
    await tx.q
      .delete(lookupRows)
      .where(and(eq(lookupRows.workspaceId, tx.workspaceId), eq(lookupRows.tableId, tableId)));
    await keepRows(tx, tableId, sheet.rows);
    const fileName = cleanFileName(given.fileName) || "file";
    const set = { fileName, columns: sheet.columns, rowCount: sheet.rows.length, version: before.version + 1 };
    const [table] = await tx.q
      .update(lookupTables)
      .set({ ...set, updatedAt: now() })
      .where(isLookupTable(tx, tableId))
      .returning();
    tx.emit({ name: "lookup_table.replaced", data: { lookupTableId: tableId } });
    return { table: table!, diff };
  });
}
