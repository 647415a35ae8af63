import { AppError } from "../../platform/errors.ts";
import { readSpreadsheet } from "../../platform/spreadsheets/read-spreadsheet.ts";
import { most, type Sheet, sheetOf } from "./sheet.ts";

export const longest = { name: 100, description: 500 } as const;
/** Tables of one workspace. */
export const mostTables = 100;

/** @throws AppError("invalid_input") with `details.field`. */
export function checkText(field: keyof typeof longest, given: string): string {
  const text = given.replace(/\s+/g, " ").trim();
  const least = field === "name" ? 1 : 0;
  if (text.length < least || text.length > longest[field] || text.includes("\0") || !text.isWellFormed()) {
    throw new AppError("invalid_input", `The ${field} has ${least} to ${longest[field]} characters`, {
      details: { field },
    });
  }
  return text;
}

/** @throws AppError("invalid_input") for a file that is empty, too large or unreadable; `details.line` says where. */
export async function readSheet(content: AsyncIterable<Uint8Array>): Promise<Sheet> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of content) {
    size += part.byteLength;
    if (size > most.bytes) {
      throw new AppError("invalid_input", `A table has at most ${most.bytes / 1_000_000} MB`, {
        details: { reason: "file_too_large", maxBytes: most.bytes },
      });
    }
    parts.push(part);
  }
  if (size === 0) throw new AppError("invalid_input", "The file is empty");
  return sheetOf(await readSpreadsheet(Buffer.concat(parts), { maxRows: most.rows + 1 }));
}
