import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { cellsOf, getLookupTable } from "./queries.ts";
import { type Cells, type Column, type LookupTable, lookupRows } from "./tables.ts";

export const comparisons = ["is", "contains", "at_least", "at_most"] as const;
export type Comparison = (typeof comparisons)[number];

/** What a cell of the row has to be; of several filters all have to hold. */
export interface Filter {
  column: string;
  comparison: Comparison;
  value: string;
}

export interface LookedUpRows {
  table: LookupTable;
  rows: Cells[];
  /** Rows that match, shown or not. */
  matching: number;
}

/**
 * The rows of a table that match, in the order of its file. Words are compared without regard to case and blanks.
 * @throws NotFound
 * @throws AppError("invalid_input") for a column that is not there and a value that its type cannot be compared with
 * (`details.columns`: those there are).
 */
export async function lookUpRows(
  ctx: Context,
  {
    tableId,
    filters,
    limit,
    offset = 0,
  }: { tableId: string; filters: readonly Filter[]; limit: number; offset?: number },
): Promise<LookedUpRows> {
  const table = await getLookupTable(ctx, tableId);
  const { workspaceId, place } = lookupRows;
  const conditions = filters.map((filter) => conditionOf(table.columns, filter));
  const found = await read(ctx, (q) =>
    q
      .select({ cells: cellsOf, matching: sql<number>`count(*) over ()::int` })
      .from(lookupRows)
      .where(and(eq(workspaceId, ctx.workspaceId), eq(lookupRows.tableId, tableId), ...conditions))
      .orderBy(asc(place))
      .offset(offset)
      .limit(limit),
  );
  return { table, rows: found.map((row) => row.cells), matching: found[0]?.matching ?? 0 };
}

function conditionOf(columns: readonly Column[], { column, comparison, value }: Filter): SQL {
  const n = columns.findIndex(({ name }) => folded(name) === folded(column));
  const at = columns[n];
  if (!at) throw refused(`There is no column “${column.slice(0, 100)}”`, columns);
  // Subscripts of arrays begin at 1.
  const cell = sql`${lookupRows.cells}[${n + 1}::int]`;
  const text = folded(value);
  if (comparison === "contains") return sql`position(${text} in lower(${cell})) > 0`;
  const [left, right] = at.type === "number" ? numbers(cell, value, at, columns) : [sql`lower(${cell})`, sql`${text}`];
  if (comparison === "is") return sql`${left} = ${right}`;
  // Bytes: dates are written so that they stand in order.
  const [one, other] = at.type === "number" ? [left, right] : [sql`${left} collate "C"`, sql`${right} collate "C"`];
  return comparison === "at_least" ? sql`${one} >= ${other}` : sql`${one} <= ${other}`;
}

/** Every filled cell of such a column is a number: it was looked at when the file came. */
function numbers(cell: SQL, value: string, { name }: Column, columns: readonly Column[]): [SQL, SQL] {
  const plain = value.trim().replace(/^(-?\d+),(\d+)$/, "$1.$2");
  if (!/^-?\d{1,15}(\.\d{1,10})?$/.test(plain)) {
    throw refused(`“${name}” holds numbers; “${value.slice(0, 100)}” is none`, columns);
  }
  return [sql`${cell}::numeric`, sql`${plain}::numeric`];
}

function folded(text: string): string {
  return text.replace(/\s+/g, " ").trim().toLowerCase();
}

function refused(message: string, columns: readonly Column[]): AppError {
  return new AppError("invalid_input", message, { details: { field: "filters", columns: columns.map((c) => c.name) } });
}
