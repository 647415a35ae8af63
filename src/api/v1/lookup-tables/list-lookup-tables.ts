import { z } from "zod";
import { listLookupTables as list } from "../../../domain/lookup-tables/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { lookupTableShape, showLookupTable } from "./lookup-table-shape.ts";

export const listLookupTables = endpoint({
  method: "get",
  path: "/v1/knowledge/tables",
  scope: "knowledge:read",
  summary: "List the tables that can be looked up, by name",
  tag: "Knowledge",
  input: z.object({}),
  output: listOf(lookupTableShape),
  run: async (ctx) => wholeList(await list(ctx), showLookupTable),
});
