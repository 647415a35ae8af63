import { AppError } from "../errors.ts";
import { inThread } from "../thread.ts";

/** What a cell holds, a date as 2026-11-22; a formula’s is what it came to when the file was saved. */
export type Cell = string | number | boolean | null;

export interface Line {
  /** As a person counts them in the file, from 1. */
  line: number;
  cells: Cell[];
}

/** What the thread makes of a file. */
export type Answer = { lines: Line[] } | { trouble: string; line?: number };

const limits = { timeoutMs: 20_000, memoryMb: 400 };

/**
 * The lines of a CSV file or of the first sheet of an XLSX workbook that hold anything. Files of strangers are read in a
 * thread of their own, with an end to its time and memory; formulas are not evaluated.
 * @throws AppError("invalid_input") for a file that cannot be read, with `details.line` where one is to blame.
 */
export async function readSpreadsheet(bytes: Uint8Array, { maxRows }: { maxRows: number }): Promise<Line[]> {
  const module = new URL("./spreadsheet-thread.ts", import.meta.url);
  const answer = await inThread<Answer>(module, { bytes, maxRows }, limits);
  if (answer === "time") throw refused("Reading this file takes too long");
  if (answer === "memory") throw refused("Reading this file takes too much memory");
  if ("lines" in answer) return answer.lines;
  throw refused(answer.trouble, answer.line);
}

function refused(trouble: string, line?: number): AppError {
  return new AppError("invalid_input", line === undefined ? trouble : `Line ${line}: ${trouble}`, {
    details: { reason: "unreadable_file", ...(line !== undefined && { line }) },
  });
}
