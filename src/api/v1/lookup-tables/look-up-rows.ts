import { z } from "zod";
import { comparisons, lookUpRows as lookUp } from "../../../domain/lookup-tables/index.ts";
import { endpoint } from "../../endpoint.ts";
import { cellsShape } from "./lookup-table-shape.ts";

export const lookUpRows = endpoint({
  method: "get",
  path: "/v1/knowledge/tables/:tableId/rows",
  scope: "knowledge:read",
  summary: "Look up rows of a table",
  description:
    "In the order of the file. With `column` and `value`, only those that match. 422 for a column that is not there " +
    "(`details.columns` names them) and for what is no number where the column holds numbers.",
  tag: "Knowledge",
  input: z.object({
    tableId: z.uuid(),
    column: z.string().max(100).optional(),
    comparison: z.enum(comparisons).default("contains"),
    value: z.string().max(200).optional(),
    offset: z.coerce.number().int().min(0).max(20_000).default(0).describe("Matching rows to leave out."),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({ rows: z.array(cellsShape), matching: z.number().int() }),
  async run(ctx, { tableId, column, comparison, value, offset, limit }) {
    const filters = column === undefined || value === undefined ? [] : [{ column, comparison, value }];
    const { rows, matching } = await lookUp(ctx, { tableId, filters, offset, limit });
    return { rows, matching };
  },
});
