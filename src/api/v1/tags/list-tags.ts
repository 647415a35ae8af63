import { z } from "zod";
import { listTags as list } from "../../../domain/tags/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { showTag, tagShape } from "./tag-shape.ts";

export const listTags = endpoint({
  method: "get",
  path: "/v1/tags",
  scope: "tags:read",
  summary: "List the tags, by name",
  description: "All in one page: a workspace has at most 2,000.",
  tag: "Tags",
  input: z.object({
    archived: z.enum(["true", "false"]).default("false").describe("Those out of use, instead of those in use."),
  }),
  output: listOf(tagShape),
  run: async (ctx, { archived }) => wholeList(await list(ctx, { archived: archived === "true" }), showTag),
});
