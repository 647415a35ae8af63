import { sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { cleanFileName } from "../../platform/file-name.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { keepRows } from "./keep-rows.ts";
import { checkText, mostTables, readSheet } from "./rules.ts";
import { type LookupTable, lookupTables } from "./tables.ts";

/**
 * Keeps a CSV or XLSX file as rows that can be looked up at once.
 * @throws AppError("invalid_input") for a file that cannot be kept (`details.line` says where) and for too many tables.
 * @throws AppError("conflict") when another table is called so (`details.reason` "name_taken").
 */
export async function createLookupTable(
  ctx: Context,
  given: { name: string; description: string; fileName: string; content: AsyncIterable<Uint8Array> },
): Promise<LookupTable> {
  allow(ctx, "knowledge:manage");
  const name = checkText("name", given.name);
  const description = checkText("description", given.description);
  const sheet = await readSheet(given.content);
  return inTransaction(ctx, async (tx) => {
    await refuseMore(tx);
    const createdBy = tx.actor.type === "member" ? tx.actor.id : null;
    const about = { name, description, fileName: cleanFileName(given.fileName) || "file", createdBy };
    const [row] = await tx.q
      .insert(lookupTables)
      .values({
        ...{ workspaceId: tx.workspaceId, id: newId(), updatedAt: now(), ...about },
        ...{ columns: sheet.columns, rowCount: sheet.rows.length },
      })
      .onConflictDoNothing()
      .returning();
    if (!row) {
      throw new AppError("conflict", `There is a table called “${name}” already`, {
        details: { reason: "name_taken" },
      });
    }
    await keepRows(tx, row.id, sheet.rows);
    tx.emit({ name: "lookup_table.created", data: { lookupTableId: row.id } });
    return row;
  });
}

async function refuseMore({ q, workspaceId }: TxContext): Promise<void> {
  const [counted] = await q
    .select({ count: sql<number>`count(*)::int` })
    .from(lookupTables)
    .where(sql`${lookupTables.workspaceId} = ${workspaceId}`);
  if (counted && counted.count >= mostTables) {
    throw new AppError("invalid_input", `A workspace has at most ${mostTables} tables`);
  }
}
