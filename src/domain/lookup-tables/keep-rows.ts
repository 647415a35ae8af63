import { sql } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import type { Cells } from "./tables.ts";

const atOnce = 2000;

/** The rows of a table that has none. */
export async function keepRows(tx: TxContext, tableId: string, rows: readonly Cells[]): Promise<void> {
  for (let from = 0; from < rows.length; from += atOnce) {
    const part = rows.slice(from, from + atOnce).map((cells, n) => ({ place: from + n, cells }));
    await tx.q.execute(sql`
      insert into lookup_rows (workspace_id, table_id, place, cells)
      select ${tx.workspaceId}, ${tableId}, place, cells
      from json_to_recordset(${JSON.stringify(part)}::text::json) as r(place int, cells text[])`);
  }
}
