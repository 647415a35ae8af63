import { z } from "zod";
import { disableRule as disable } from "../../../domain/rules/index.ts";
import { endpoint } from "../../endpoint.ts";
import { ruleShape, showRule } from "./rule-shape.ts";

export const disableRule = endpoint({
  method: "delete",
  path: "/v1/rules/:ruleId/enablement",
  scope: "rules:manage",
  summary: "Switch a rule off",
  tag: "Rules",
  input: z.object({ ruleId: z.uuid() }),
  output: ruleShape,
  run: async (ctx, input) => showRule(ctx, await disable(ctx, input)),
});
