import { z } from "zod";
import { answerModes, confidences } from "../../../domain/guidance/index.ts";
import type { Trial, TrialCase, TrialProgress } from "../../../domain/trials/index.ts";

export const trialShape = z
  .object({
    id: z.uuid(),
    number: z.number().int().nullable().describe("Of the published version that is tried; null: the working copy."),
    total: z.number().int(),
    done: z.number().int().describe("Those of them that were tried."),
    costMicros: z.number().int().describe("Millionths of a US dollar, so far."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "GuidanceTrial" });

export function showTrial({ id, number, total, done, costMicros, createdAt }: Trial & TrialProgress) {
  return { id, number, total, done, costMicros, createdAt: createdAt.toISOString() };
}

export const trialCaseShape = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid(),
    messageId: z.uuid().describe("The customer's message that is answered again."),
    saidMessageId: z.uuid().nullable().describe("What was really said."),
    outcome: z.enum(["waiting", "reply", "hand_over", "no_reply", "failed"]),
    reply: z.string().nullable().describe("What the AI would have said."),
    reason: z.string().nullable(),
    handOverReason: z.string().nullable(),
    intent: z.string().nullable(),
    confidence: z.enum(confidences).nullable(),
    mode: z.enum(answerModes).nullable().describe("How it would have reached the customer."),
    costMicros: z.number().int(),
  })
  .meta({ id: "GuidanceTrialCase" });

export function showCase(row: TrialCase): z.input<typeof trialCaseShape> {
  const { id, conversationId, messageId, saidMessageId, outcome, reply, reason, handOverReason } = row;
  const { intent, confidence, mode, costMicros } = row;
  const what = { id, conversationId, messageId, saidMessageId, outcome, reply, reason, handOverReason };
  return { ...what, intent, confidence, mode, costMicros };
}
