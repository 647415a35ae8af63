import { z } from "zod";
import type { RunWithNames } from "../../../domain/rules/index.ts";
import { namedConversation } from "../conversations/conversation-shape.ts";

export const ruleRunShape = z
  .object({
    id: z.uuid(),
    rule: z.object({ id: z.uuid(), name: z.string(), version: z.number().int() }).describe("With its name of today."),
    conversation: namedConversation,
    eventId: z.uuid().describe("What set it off."),
    messageId: z.uuid().nullable(),
    outcome: z.enum(["applied", "skipped", "failed"]),
    reason: z
      .string()
      .nullable()
      .describe(
        "A stable word, unless it was applied: `already_so`, `own_cascade` (it would have set itself off), " +
          "`cascade_too_long`, `too_often`, `replied_lately`, `automatic_message`, `missing_values`, `archived` …",
      ),
    results: z
      .array(
        z.object({
          type: z.string(),
          outcome: z
            .enum(["done", "unchanged", "held", "failed", "not_reached"])
            .describe("`held`: something spoke against it, and the next steps went on."),
          reason: z.string().optional(),
          message: z.string().optional(),
          actionId: z.uuid().optional().describe("What was asked of the shop."),
          actionState: z.string().optional().describe("How far that is: policy and people decide about it later."),
          messageId: z.uuid().optional(),
        }),
      )
      .describe("One for each step."),
    stopped: z.boolean().describe("Rules behind it were not asked any more."),
    at: z.iso.datetime(),
  })
  .meta({ id: "RuleRun" });

export function showRuleRun({ run, ruleName, title, actionStates }: RunWithNames): z.input<typeof ruleRunShape> {
  const { id, ruleId, ruleVersion, conversationId, eventId, messageId, outcome, reason, results, stopped } = run;
  return {
    ...{ id, eventId, messageId, outcome, reason, stopped },
    rule: { id: ruleId, name: ruleName, version: ruleVersion },
    conversation: { id: conversationId, ...title },
    results: results.map((one) => {
      const actionState = one.actionId === undefined ? undefined : actionStates.get(one.actionId);
      return { ...one, ...(actionState !== undefined && { actionState }) };
    }),
    at: run.createdAt.toISOString(),
  };
}
