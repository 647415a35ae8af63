import { z } from "zod";
import { fieldEntities, listFields as list } from "../../../domain/fields/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { fieldShape, showField } from "./field-shape.ts";

export const listFields = endpoint({
  method: "get",
  path: "/v1/fields",
  scope: "fields:read",
  summary: "List the custom fields, by label",
  description: "All in one page: there are at most 100 of conversations and 100 of customers.",
  tag: "Fields",
  input: z.object({
    entity: z.enum(fieldEntities).optional().describe("Absent: of both."),
    archived: z.enum(["true", "false"]).default("false").describe("Those out of use, instead of those in use."),
  }),
  output: listOf(fieldShape),
  async run(ctx, { entity, archived }) {
    const rows = await list(ctx, { archived: archived === "true", ...(entity !== undefined && { entity }) });
    return wholeList(rows, showField);
  },
});
