import type { Sheet } from "./sheet.ts";
import type { Cells, Column } from "./tables.ts";

/** What a new file changes. Rows are the same if their first cell is, where that names each row once; else if all are. */
export interface SheetDiff {
  columnsAdded: string[];
  columnsRemoved: string[];
  added: number;
  removed: number;
  changed: number;
  /** The first of them, as they are in each file; null: not there. */
  examples: { before: Cells | null; after: Cells | null }[];
}

const mostExamples = 20;

export function diffOf(before: Sheet, after: Sheet): SheetDiff {
  const [old, current] = [before.columns.map(nameOf), after.columns.map(nameOf)];
  const isKeyed = old[0] === current[0] && isUnique(before.rows) && isUnique(after.rows);
  const keyOf = isKeyed ? (row: Cells) => row[0]! : (row: Cells, columns: readonly string[]) => named(row, columns);
  const left = Map.groupBy(before.rows, (row) => keyOf(row, old));
  const changes: SheetDiff["examples"] = [];
  for (const row of after.rows) {
    const match = left.get(keyOf(row, current))?.shift() ?? null;
    if (match === null || named(match, old) !== named(row, current)) changes.push({ before: match, after: row });
  }
  for (const row of [...left.values()].flat()) changes.push({ before: row, after: null });
  return {
    columnsAdded: current.filter((name) => !old.includes(name)),
    columnsRemoved: old.filter((name) => !current.includes(name)),
    added: changes.filter((one) => one.before === null).length,
    removed: changes.filter((one) => one.after === null).length,
    changed: changes.filter((one) => one.before !== null && one.after !== null).length,
    examples: changes.slice(0, mostExamples),
  };
}

function nameOf({ name }: Column): string {
  return name;
}

function isUnique(rows: readonly Cells[]): boolean {
  return rows.every(([first]) => first != null) && new Set(rows.map(([first]) => first)).size === rows.length;
}

/** The row by names of columns: their order is nobody’s business. */
function named(row: Cells, columns: readonly string[]): string {
  return JSON.stringify(columns.map((name, n) => [name, row[n] ?? null]).toSorted(([a], [b]) => (a! < b! ? -1 : 1)));
}
