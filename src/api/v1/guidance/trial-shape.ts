import { z } from "zod";
import { answerModes, confidences } from "../../../domain/guidance/index.ts";
import type { ShownCase, Trial, TrialProgress } from "../../../domain/trials/index.ts";

const count = z.number().int();

export const trialShape = z
  .object({
    id: z.uuid(),
    number: count.nullable().describe("Of the published version that is tried; null: the working copy."),
    version: count.nullable().describe("Of the working copy as it was tried; null: a published version was."),
    total: count,
    done: count.describe("Those of them that were tried."),
    outcomes: z.object({
      reply: count.describe("Would be answered by the AI."),
      handOver: count.describe("Would be given to people."),
      noReply: count.describe("Would need no answer."),
      failed: count.describe("Came to no end: the budget, a model, the checks."),
    }),
    differing: count.describe("Those that came to something else than they did then."),
    costMicros: count.describe("Millionths of a US dollar, so far."),
    createdBy: z.uuid().nullable().describe("A member; null when a program did."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "GuidanceTrial" });

export function showTrial(row: Trial & TrialProgress): z.input<typeof trialShape> {
  const { id, number, version, total, done, differing, costMicros, createdBy, createdAt } = row;
  const { reply, handOver, noReply, failed } = row;
  const far = { total, done, outcomes: { reply, handOver, noReply, failed }, differing, costMicros };
  return { id, number, version, ...far, createdBy, createdAt: createdAt.toISOString() };
}

const words = { text: z.string(), sentAt: z.iso.datetime() };

export const trialCaseShape = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid(),
    subject: z.string(),
    customerName: z.string(),
    messageId: z.uuid().describe("The customer's message that is answered again."),
    asked: z.object(words).nullable().describe("What she wrote; null: it is gone."),
    saidMessageId: z.uuid().nullable().describe("What was really said."),
    said: z
      .object({ ...words, by: z.enum(["customer", "member", "app", "ai", "rule", "system"]) })
      .nullable()
      .describe("What she was answered; null: nothing."),
    saidOutcome: z
      .enum(["reply", "hand_over", "no_reply"])
      .describe("What it came to then: what the AI's turn ended in; where there was none, whether she was answered."),
    outcome: z.enum(["waiting", "reply", "hand_over", "no_reply", "failed"]),
    reply: z.string().nullable().describe("What the AI would have said."),
    sources: z.array(
      z.object({
        kind: z.enum(["order", "message", "customer", "article", "table"]),
        id: z.string(),
        label: z.string(),
      }),
    ),
    refused: z.array(z.string()).describe("Why answers before it did not pass the checks."),
    reason: z.string().nullable(),
    handOverReason: z.string().nullable(),
    intent: z.string().nullable(),
    confidence: z.enum(confidences).nullable(),
    mode: z.enum(answerModes).nullable().describe("How it would have reached the customer."),
    costMicros: count,
  })
  .meta({ id: "GuidanceTrialCase" });

export function showCase(row: ShownCase): z.input<typeof trialCaseShape> {
  const { workspaceId: _workspace, createdAt: _made, finishedAt: _finished, trialId: _trial, ...shown } = row;
  const { asked, said } = row;
  return {
    ...shown,
    asked: asked && { text: asked.text, sentAt: asked.sentAt.toISOString() },
    said: said && { ...said, sentAt: said.sentAt.toISOString() },
  };
}
