import { Worker } from "node:worker_threads";
import { AppError } from "../errors.ts";

/** What a cell holds, a date as 2026-11-22; a formula’s is what it came to when the file was saved. */
export type Cell = string | number | boolean | null;

export interface Line {
  /** As a person counts them in the file, from 1. */
  line: number;
  cells: Cell[];
}

/** What the thread makes of a file. */
export type Answer = { lines: Line[] } | { trouble: string; line?: number };

const timeoutMs = 20_000;
/** Of the thread alone. */
const memoryMb = 400;

/**
 * The lines of a CSV file or of the first sheet of an XLSX workbook that hold anything. Files of strangers are read in a
 * thread of their own, with an end to its time and memory; formulas are not evaluated.
 * @throws AppError("invalid_input") for a file that cannot be read, with `details.line` where one is to blame.
 */
export async function readSpreadsheet(bytes: Uint8Array, { maxRows }: { maxRows: number }): Promise<Line[]> {
  const answer = await inThread({ bytes, maxRows });
  if ("lines" in answer) return answer.lines;
  const { trouble, line } = answer;
  throw new AppError("invalid_input", line === undefined ? trouble : `Line ${line}: ${trouble}`, {
    details: { reason: "unreadable_file", ...(line !== undefined && { line }) },
  });
}

function inThread(workerData: { bytes: Uint8Array; maxRows: number }): Promise<Answer> {
  const worker = new Worker(new URL("./spreadsheet-thread.ts", import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  return new Promise<Answer>((resolve, reject) => {
    const timer = setTimeout(() => resolve({ trouble: "Reading this file takes too long" }), timeoutMs);
    worker.once("message", resolve);
    worker.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ERR_WORKER_OUT_OF_MEMORY") reject(error);
      resolve({ trouble: "Reading this file takes too much memory" });
    });
    worker.once("message", () => clearTimeout(timer));
    worker.once("exit", () => clearTimeout(timer));
  }).finally(() => void worker.terminate());
}
