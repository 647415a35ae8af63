import { z } from "zod";
import { listRules as list } from "../../../domain/rules/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf } from "../../pages.ts";
import { ruleShape, showRules } from "./rule-shape.ts";

export const listRules = endpoint({
  method: "get",
  path: "/v1/rules",
  scope: "rules:read",
  summary: "List the rules, in the order they go",
  description: "All of them: there are at most 100.",
  tag: "Rules",
  input: z.object({}),
  output: listOf(ruleShape),
  run: async (ctx) => ({ data: await showRules(ctx, await list(ctx)), nextCursor: null }),
});
