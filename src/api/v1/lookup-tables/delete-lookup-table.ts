import { z } from "zod";
import { deleteLookupTable as remove } from "../../../domain/lookup-tables/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const deleteLookupTable = endpoint({
  method: "delete",
  path: "/v1/knowledge/tables/:tableId",
  scope: "knowledge:manage",
  summary: "Delete a table with its rows",
  description: "There is no way back but the file.",
  tag: "Knowledge",
  input: z.object({ tableId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => remove(ctx, input),
});
