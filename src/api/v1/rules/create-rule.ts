import { z } from "zod";
import { createRule as create } from "../../../domain/rules/index.ts";
import { endpoint } from "../../endpoint.ts";
import { ruleInput, ruleProblems, ruleShape, showRule } from "./rule-shape.ts";

export const createRule = endpoint({
  method: "post",
  path: "/v1/rules",
  scope: "rules:manage",
  summary: "Have something done by itself",
  description: `It comes behind the others. ${ruleProblems} 409 with \`too_many_rules\` when there are 100.`,
  tag: "Rules",
  input: z.object({
    ...ruleInput,
    words: ruleInput.words.default([]),
    enabled: z.boolean().default(true),
  }),
  output: ruleShape,
  status: 201,
  problems: [409],
  run: async (ctx, input) => showRule(ctx, await create(ctx, input)),
});
