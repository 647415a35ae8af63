import { z } from "zod";
import { updateRule as update } from "../../../domain/rules/index.ts";
import { endpoint } from "../../endpoint.ts";
import { ruleInput, ruleProblems, ruleShape, showRule } from "./rule-shape.ts";

export const updateRule = endpoint({
  method: "patch",
  path: "/v1/rules/:ruleId",
  scope: "rules:manage",
  summary: "Change a rule",
  description:
    "What is absent stays. It acts with your permissions from now on, and `attention` is over. With `version`: 409 with " +
    `\`details.reason\` = \`changed_meanwhile\` when there is a newer one. ${ruleProblems}`,
  tag: "Rules",
  input: z.object({
    ruleId: z.uuid(),
    ...z.object(ruleInput).partial().shape,
    version: z.number().int().min(1).max(2_147_483_647).optional().describe("The version the author has seen."),
  }),
  output: ruleShape,
  problems: [409],
  async run(ctx, { ruleId, name, trigger, filter, words, steps, version }) {
    const row = await update(ctx, {
      ruleId,
      ...(name !== undefined && { name }),
      ...(trigger !== undefined && { trigger }),
      ...(filter !== undefined && { filter }),
      ...(words !== undefined && { words }),
      ...(steps !== undefined && { steps }),
      ...(version !== undefined && { version }),
    });
    return showRule(ctx, row);
  },
});
