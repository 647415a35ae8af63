import { z } from "zod";
import { getRule as get } from "../../../domain/rules/index.ts";
import { endpoint } from "../../endpoint.ts";
import { ruleShape, showRule } from "./rule-shape.ts";

export const getRule = endpoint({
  method: "get",
  path: "/v1/rules/:ruleId",
  scope: "rules:read",
  summary: "Show a rule",
  tag: "Rules",
  input: z.object({ ruleId: z.uuid() }),
  output: ruleShape,
  run: async (ctx, { ruleId }) => showRule(ctx, await get(ctx, ruleId)),
});
