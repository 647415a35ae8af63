import { z } from "zod";
import { enableRule as enable } from "../../../domain/rules/index.ts";
import { endpoint } from "../../endpoint.ts";
import { ruleProblems, ruleShape, showRule } from "./rule-shape.ts";

export const enableRule = endpoint({
  method: "post",
  path: "/v1/rules/:ruleId/enablement",
  scope: "rules:manage",
  summary: "Switch a rule on",
  description: `It acts with your permissions from now on. ${ruleProblems}`,
  tag: "Rules",
  input: z.object({ ruleId: z.uuid() }),
  output: ruleShape,
  problems: [409],
  run: async (ctx, input) => showRule(ctx, await enable(ctx, input)),
});
