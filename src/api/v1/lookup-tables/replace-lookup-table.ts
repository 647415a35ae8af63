import { z } from "zod";
import { replaceLookupTable as replace } from "../../../domain/lookup-tables/index.ts";
import { endpoint } from "../../endpoint.ts";
import { cellsShape, fileInput, fileRefusals, lookupTableShape, showLookupTable } from "./lookup-table-shape.ts";

const diffShape = z.object({
  columnsAdded: z.array(z.string()),
  columnsRemoved: z.array(z.string()),
  added: z.number().int(),
  removed: z.number().int(),
  changed: z.number().int(),
  examples: z
    .array(z.object({ before: cellsShape.nullable(), after: cellsShape.nullable() }))
    .describe("The first of them, as they are in each file; null: the row is not there."),
});

export const replaceLookupTable = endpoint({
  method: "put",
  path: "/v1/knowledge/tables/:tableId/file",
  scope: "knowledge:manage",
  summary: "Put another file in place of a table’s, or see what that would change",
  description:
    "Rows are the same if their first cell is, where that names each row once; else if all cells are. All rows change " +
    `at once. ${fileRefusals} 409 with \`details.reason\` = \`changed_meanwhile\`.`,
  tag: "Knowledge",
  takes: "file",
  input: z.object({
    tableId: z.uuid(),
    ...fileInput,
    preview: z.enum(["true", "false"]).default("false").describe("Only say what would change."),
    version: z.coerce.number().int().optional().describe("The one you have seen: another is not overwritten."),
  }),
  output: z.object({ table: lookupTableShape, diff: diffShape }),
  problems: [409],
  async run(ctx, { preview, ...input }, { body }) {
    const { table, diff } = await replace(ctx, { ...input, content: body.content, isPreview: preview === "true" });
    return { table: showLookupTable(table), diff };
  },
});
