import { z } from "zod";
import { handOverReasons, type Run } from "../../../domain/automation/index.ts";
import { answerModes, confidences } from "../../../domain/guidance/index.ts";

export const runShape = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid(),
    status: z
      .enum([
        ...(["waiting", "running", "drafted", "sent", "no_reply", "handed_over"] as const),
        ...(["spoken", "superseded", "skipped", "failed"] as const),
      ])
      .describe("`drafted`: for a person, or to be sent by itself later; `sent`: by itself."),
    reason: z.string().nullable().describe("Why there is no draft."),
    handOverReason: z.enum(handOverReasons).nullable().describe("Why it was handed over to people."),
    because: z
      .object({ kind: z.enum(["action", "silence", "cart", "back_in_stock"]), id: z.uuid() })
      .nullable()
      .describe(
        "What it was begun for, if for no message: an action that ended, a message she has not answered, the checkout she left, her request to be told.",
      ),
    intent: z.string().nullable().describe("What the customer wants."),
    confidence: z.enum(confidences).nullable().describe("Counted by us, never the model's own word."),
    mode: z.enum(answerModes).nullable(),
    guidanceVersionId: z.uuid().nullable().describe("The published guidance it went by."),
    firstMessageId: z.uuid().nullable().describe("The oldest message it was shown; what came before was resolved."),
    model: z.string().nullable(),
    inputTokens: z.number().int(),
    outputTokens: z.number().int(),
    costMicros: z.number().int().describe("Millionths of a US dollar."),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Run" });

export function showRun(run: Run): z.input<typeof runShape> {
  return {
    ...run,
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    createdAt: run.createdAt.toISOString(),
  };
}
