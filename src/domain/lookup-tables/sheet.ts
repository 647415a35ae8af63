import { AppError } from "../../platform/errors.ts";
import type { Cell, Line } from "../../platform/spreadsheets/read-spreadsheet.ts";
import type { Cells, Column, ColumnType } from "./tables.ts";

export const most = { bytes: 5_000_000, rows: 20_000, columns: 60, cell: 1000, columnName: 100 } as const;

/** What a file says, ready to be kept. */
export interface Sheet {
  columns: Column[];
  rows: Cells[];
}

/**
 * Names the columns by the first line and finds what each holds. A column is of a type if all its filled cells are; what
 * begins with a zero is a number for nobody but a machine, so article and postal codes stay text.
 * @throws AppError("invalid_input") with `details.line`, as a person counts lines in the file.
 */
export function sheetOf(lines: readonly Line[]): Sheet {
  const [header, ...rest] = lines;
  if (!header || rest.length === 0) throw refused(1, "There has to be a first line with names of columns, and a row");
  const names = namesOf(header);
  if (rest.length > most.rows) {
    throw refused(rest[most.rows]!.line, `A table has at most ${most.rows} rows; split it`);
  }
  const cells = rest.map((line) => rowOf(line, names));
  const kinds = names.map((_, n) => kindOf(cells.map((row) => row[n] ?? null)));
  return {
    columns: names.map((name, n) => ({ name, type: kinds[n]!.type })),
    rows: cells.map((row) => row.map((cell, n) => (cell === null ? null : kinds[n]!.read(cell)))),
  };
}

function namesOf({ line, cells }: Line): string[] {
  const names = cells.map((cell) => textOf(cell, line) ?? "");
  while (names.at(-1) === "") names.pop();
  if (names.length > most.columns) throw refused(line, `A table has at most ${most.columns} columns`);
  const seen = new Set<string>();
  for (const [n, name] of names.entries()) {
    if (name === "") throw refused(line, `Column ${n + 1} has no name`);
    if (name.length > most.columnName)
      throw refused(line, `A name of a column has at most ${most.columnName} characters`);
    if (seen.has(name.toLowerCase())) throw refused(line, `Two columns are called “${name}”`);
    seen.add(name.toLowerCase());
  }
  return names;
}

function rowOf({ line, cells }: Line, names: readonly string[]): Cells {
  const texts = cells.map((cell) => textOf(cell, line));
  if (texts.slice(names.length).some((text) => text !== null)) {
    throw refused(line, `There are more cells than the ${names.length} names of columns`);
  }
  return names.map((_, n) => texts[n] ?? null);
}

/** Empty: null. */
function textOf(cell: Cell, line: number): string | null {
  if (cell === null) return null;
  const text = String(cell).replace(/\s+/g, " ").trim();
  if (text.length > most.cell) throw refused(line, `A cell has at most ${most.cell} characters`);
  if (text.includes("\0") || !text.isWellFormed()) throw refused(line, "A cell may not hold NUL or broken Unicode");
  return text === "" ? null : text;
}

interface Kind {
  type: ColumnType;
  /** The cell in the form it is kept in. */
  read(cell: string): string;
}

const asItIs = (cell: string) => cell;
const kinds: readonly (Kind & { form: RegExp })[] = [
  { type: "number", form: /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/, read: asItIs },
  // 12,50 as most of Europe writes it; 1,250 could be either, and stays text.
  { type: "number", form: /^-?(0|[1-9]\d{0,14})(,\d{1,2})?$/, read: (cell) => cell.replace(",", ".") },
  { type: "date", form: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T\d\d:\d\d:\d\d(\.\d+)?Z)?$/, read: asItIs },
  { type: "boolean", form: /^(true|false)$/i, read: (cell) => cell.toLowerCase() },
];

function kindOf(cells: Cells): Kind {
  const filled = cells.filter((cell) => cell !== null);
  const kind = kinds.find(({ form }) => filled.every((cell) => form.test(cell)));
  return filled.length > 0 && kind ? kind : { type: "text", read: asItIs };
}

function refused(line: number, message: string): AppError {
  return new AppError("invalid_input", `Line ${line}: ${message}`, { details: { reason: "unreadable_file", line } });
}
