import { z } from "zod";
import { createLookupTable as create } from "../../../domain/lookup-tables/index.ts";
import { endpoint } from "../../endpoint.ts";
import { aboutInput, fileInput, fileRefusals, lookupTableShape, showLookupTable } from "./lookup-table-shape.ts";

export const createLookupTable = endpoint({
  method: "post",
  path: "/v1/knowledge/tables",
  scope: "knowledge:manage",
  summary: "Upload a table whose rows can be looked up",
  description:
    "The body is the file: CSV, or XLSX of which the first sheet is read. Its first line names the columns; what each " +
    "holds (text, number, date, boolean) is found in its cells. Formulas are not evaluated: kept is what they came to " +
    `when the file was saved. ${fileRefusals} 409 with \`details.reason\` = \`name_taken\`.`,
  tag: "Knowledge",
  takes: "file",
  input: z.object({ ...aboutInput, ...fileInput }),
  output: lookupTableShape,
  status: 201,
  problems: [409],
  run: async (ctx, input, { body }) => showLookupTable(await create(ctx, { ...input, content: body.content })),
});
