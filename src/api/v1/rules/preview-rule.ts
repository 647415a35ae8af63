import { z } from "zod";
import { mostPreviewed, previewRule as preview } from "../../../domain/rules/index.ts";
import { endpoint } from "../../endpoint.ts";
import { namedConversation } from "../conversations/conversation-shape.ts";
import { filterProblems } from "../filters/filter-shape.ts";
import { ruleInput } from "./rule-shape.ts";

export const previewRule = endpoint({
  method: "post",
  path: "/v1/rules/preview",
  scope: "rules:manage",
  summary: "Show what a rule would do",
  description:
    "Which of the newest conversations that you may see it would fit as they are now. Nothing is changed. Also needs " +
    `\`conversations:read\`. ${filterProblems}`,
  tag: "Rules",
  input: z.object({
    trigger: ruleInput.trigger,
    filter: ruleInput.filter,
    words: ruleInput.words.default([]),
    steps: ruleInput.steps.min(0).default([]),
    limit: z.number().int().min(1).max(mostPreviewed).default(mostPreviewed).describe("Conversations to look at."),
  }),
  output: z
    .object({
      looked: z.number().int().describe("Conversations that were looked at."),
      data: z
        .array(
          z.object({
            conversation: namedConversation.extend({
              customerName: z.string(),
              lastMessageAt: z.iso.datetime(),
            }),
            steps: z.array(z.object({ type: z.string(), changes: z.boolean().describe("False: it is so already.") })),
          }),
        )
        .describe("Those that fit, the newest first."),
    })
    .meta({ id: "RulePreview" }),
  async run(ctx, input) {
    const { looked, fitting } = await preview(ctx, input);
    const data = fitting.map(({ conversation, steps }) => ({
      conversation: { ...conversation, lastMessageAt: conversation.lastMessageAt.toISOString() },
      steps,
    }));
    return { looked, data };
  },
});
