import { z } from "zod";
import {
  comparisons,
  findLookupTable,
  type LookupTable,
  listLookupTables,
  lookUpRows,
} from "../../domain/lookup-tables/index.ts";
import { builtIn } from "../../domain/tool-switches/index.ts";
import { AppError } from "../../platform/errors.ts";
import { addSource } from "../evidence.ts";
import { defineTool, type Grant } from "./tool.ts";

/** Rows of one answer, and characters of one cell. */
const mostRows = 20;
const longestCell = 300;

const filter = z.strictObject({ column: z.string(), comparison: z.enum(comparisons), value: z.string() });

export const lookupTable = defineTool({
  ...builtIn("lookup_table"),
  description:
    "Rows of the shop's own tables: sizes, delivery times, prices and whatever else it keeps in lists. With an empty `table` it tells which tables there are and what their columns hold. All filters have to hold; without any, the first rows come. If nothing is exactly so, rows that contain it come, and `note` says so.",
  input: z.strictObject({ table: z.string(), filters: z.array(filter) }),
  async run(grant, { table, filters }) {
    const found = table.trim() === "" ? null : await findLookupTable(grant.ctx, table);
    if (found) return lookUp(grant, found, filters);
    const note = table.trim() === "" ? null : "There is no table of this name";
    return { note, tables: (await listLookupTables(grant.ctx)).map(describe) };
  },
});

type Filter = z.infer<typeof filter>;

async function lookUp(grant: Grant, table: LookupTable, filters: readonly Filter[]): Promise<unknown> {
  try {
    const exactly = await rowsOf(grant, table, filters);
    if (exactly.matching > 0) return exactly;
    const loosely = filters.map((one): Filter => (one.comparison === "is" ? { ...one, comparison: "contains" } : one));
    const contain = await rowsOf(grant, table, loosely);
    return { ...contain, note: contain.matching > 0 ? "Nothing is exactly so; these contain it" : "No row matches" };
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid_input") return { note: error.message, ...describe(table) };
    throw error;
  }
}

async function rowsOf({ ctx, evidence }: Grant, { id: tableId }: LookupTable, filters: readonly Filter[]) {
  const { table, rows, matching } = await lookUpRows(ctx, { tableId, filters, limit: mostRows });
  const named = rows.map((cells) =>
    Object.fromEntries(
      table.columns.map(({ name }, n) => [name, cells[n]?.slice(0, longestCell).toWellFormed() ?? null]),
    ),
  );
  const id = `table-${tableId.slice(-8)}`;
  if (named.length > 0) {
    addSource(evidence, id, { kind: "table", id: tableId, label: table.name });
    evidence.facts.push(JSON.stringify(named));
  }
  return { id, table: table.name, rows: named, matching };
}

function describe({ name, description, columns }: LookupTable) {
  return { table: name, description, columns: columns.map((column) => `${column.name} (${column.type})`) };
}
