// csv-parse and read-excel-file (MIT, both maintained, without native code) read what people upload; fflate, which the
// second one unpacks with, tells how large a file is before it is unpacked.
import { parentPort, workerData } from "node:worker_threads";
import { CsvError, parse } from "csv-parse/sync";
import { unzipSync } from "fflate";
import readExcelFile from "read-excel-file/universal";
import { decodeText } from "../decode-text.ts";
import type { Answer, Cell, Line } from "./read-spreadsheet.ts";

/** Bytes of all that is packed into one file. */
const maxUnpacked = 60_000_000;

class Refused extends Error {
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

parentPort?.postMessage(await answerTo(workerData));

async function answerTo({ bytes, maxRows }: { bytes: Uint8Array; maxRows: number }): Promise<Answer> {
  try {
    const isPacked = bytes[0] === 0x50 && bytes[1] === 0x4b;
    const lines = isPacked ? await readWorkbook(bytes) : readCsv(textOf(bytes), maxRows);
    return { lines: lines.filter(({ cells }) => cells.some((cell) => cell !== null && cell !== "")) };
  } catch (error) {
    if (error instanceof Refused) return { trouble: error.message, ...(error.line && { line: error.line }) };
    return { trouble: "This is neither a CSV nor an XLSX file we can read" };
  }
}

/** The first sheet. */
async function readWorkbook(bytes: Uint8Array): Promise<Line[]> {
  let unpacked = 0;
  let isWorkbook = false;
  unzipSync(bytes, {
    filter({ name, originalSize }) {
      unpacked += originalSize;
      isWorkbook ||= name === "xl/workbook.xml";
      return false;
    },
  });
  if (!isWorkbook) throw new Refused("This file is not an XLSX workbook");
  // Unpacking stops at the size a part says it has, so what is said here is what it takes.
  if (unpacked > maxUnpacked) throw new Refused("Unpacked, this workbook is too large");
  const [sheet] = await readExcelFile(Uint8Array.from(bytes).buffer);
  return (sheet?.data ?? []).map((cells, n) => ({ line: n + 1, cells: cells.map(known) }));
}

function known(value: unknown): Cell {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return null;
  // Dates without a time are the rule in sheets.
  return value.toISOString().replace(/T00:00:00\.000Z$/, "");
}

function readCsv(text: string, maxRows: number): Line[] {
  const lines: Line[] = [];
  let ended = 0;
  try {
    parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      to: maxRows + 1,
      max_record_size: 200_000,
      on_record(cells: string[], { lines: last }) {
        // It counts to the last line of a record, and cells may hold line breaks.
        lines.push({ line: last - breaksIn(cells), cells });
        ended = last;
        return null;
      },
    });
  } catch (error) {
    // It says where it gave up; a quote that is never closed stands where the row begins.
    if (error instanceof CsvError) throw new Refused(said(error), ended + 1);
    throw error;
  }
  return lines;
}

function textOf(bytes: Uint8Array): string {
  const text = decodeText(bytes);
  if (text === null) throw new Refused("This is neither a CSV nor an XLSX file");
  return text;
}

function breaksIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

/** What the first line has most of, outside of quotes. */
function delimiterOf(text: string): string {
  const first = (/^(?:[^"\r\n]|"(?:[^"]|"")*")*/.exec(text.slice(0, 20_000))?.[0] ?? "").replace(/"(?:[^"]|"")*"/g, "");
  const counts = [",", ";", "\t", "|"].map((sign) => ({ sign, count: first.split(sign).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}

function said({ code }: CsvError): string {
  if (code === "CSV_QUOTE_NOT_CLOSED") return "A quote is opened and never closed";
  if (code === "CSV_MAX_RECORD_SIZE") return "A row is too long; a quote may be missing";
  return "A quote stands where none belongs";
}
