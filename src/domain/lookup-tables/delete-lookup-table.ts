import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isLookupTable, lockLookupTable } from "./queries.ts";
import { lookupTables } from "./tables.ts";

/** Removes a table with its rows; there is no way back but the file. @throws NotFound */
export async function deleteLookupTable(ctx: Context, { tableId }: { tableId: string }): Promise<void> {
  allow(ctx, "knowledge:manage");
  await inTransaction(ctx, async (tx) => {
    await lockLookupTable(tx, tableId);
    await tx.q.delete(lookupTables).where(isLookupTable(tx, tableId));
    tx.emit({ name: "lookup_table.deleted", data: { lookupTableId: tableId } });
  });
}
