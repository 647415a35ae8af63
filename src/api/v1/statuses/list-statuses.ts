import { z } from "zod";
import { listStatuses as list } from "../../../domain/statuses/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { showStatus, statusShape } from "./status-shape.ts";

export const listStatuses = endpoint({
  method: "get",
  path: "/v1/statuses",
  scope: "statuses:read",
  summary: "List the statuses, by category and place",
  description: "All in one page: a workspace has at most 100.",
  tag: "Statuses",
  input: z.object({
    archived: z.enum(["true", "false"]).default("false").describe("Those out of use, instead of those in use."),
  }),
  output: listOf(statusShape),
  run: async (ctx, { archived }) => wholeList(await list(ctx, { archived: archived === "true" }), showStatus),
});
