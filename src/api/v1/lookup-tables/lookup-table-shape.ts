import { z } from "zod";
import { type LookupTable, longest } from "../../../domain/lookup-tables/index.ts";

/** The file is the body, so everything that is said of it stands in the query. */
export const fileInput = {
  fileName: z.string().min(1).max(1000).describe("As it is called on the author's computer."),
};

export const aboutInput = {
  name: z.string().trim().min(1).max(longest.name).describe("Unique, however its letters are written."),
  description: z
    .string()
    .trim()
    .max(longest.description)
    .default("")
    .describe("What it tells, and when to look there: the AI chooses by this."),
};

export const cellsShape = z
  .array(z.string().nullable())
  .describe("In the order of the columns: `12.5`, `2026-11-22`, `true`; null: empty.");

export const lookupTableShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    fileName: z.string(),
    columns: z.array(z.object({ name: z.string(), type: z.enum(["text", "number", "date", "boolean"]) })),
    rowCount: z.number().int(),
    version: z.number().int().describe("Counts files."),
    createdBy: z.uuid().nullable().describe("The member who brought it; null when a program did."),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "LookupTable" });

export function showLookupTable(row: LookupTable): z.input<typeof lookupTableShape> {
  return { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}

/** What is said of a file that cannot be kept. */
export const fileRefusals =
  "422 with `details.reason` = `unreadable_file` and `details.line` says which line of the file is to blame, " +
  "`file_too_large` that it has more than 5 MB. At most 20,000 rows and 60 columns.";
