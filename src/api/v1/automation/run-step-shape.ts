import { z } from "zod";
import type { RunStep } from "../../../domain/automation/index.ts";

const call = z.object({
  name: z.string(),
  arguments: z.string().describe("JSON as the model wrote it, which need not be valid."),
});

export const runStepShape = z
  .object({
    n: z.number().int(),
    kind: z
      .enum(["model", "tool", "reading", "judgement"])
      .describe(
        "`reading`: a model without tools read what strangers wrote. `judgement`: one said what of an answer nothing supports.",
      ),
    name: z.string().describe("The model's name, or the tool's."),
    told: z
      .array(z.string())
      .describe("What a model was told since its last answer, besides what tools said: why that could not be used."),
    said: z.string().nullable().describe("What a model answered."),
    calls: z.array(call).describe("What a model wanted to look up or do."),
    asked: z.string().nullable().describe("What a tool was called with."),
    result: z.unknown().describe("What a tool told."),
    error: z.string().nullable(),
    inputTokens: z.number().int(),
    outputTokens: z.number().int(),
    costMicros: z.number().int().describe("Millionths of a US dollar."),
    durationMs: z.number().int(),
    at: z.iso.datetime(),
  })
  .meta({ id: "RunStep" });

const requestOfModel = z.object({ items: z.array(z.object({ type: z.string(), text: z.string().optional() })) });
const answerOfModel = z.object({ text: z.string(), toolCalls: z.array(call) });

/** As it was written down: with the turn's own instructions left out, and nobody's card numbers in it. */
export function showRunStep(step: RunStep, { seesOrders }: { seesOrders: boolean }): z.input<typeof runStepShape> {
  const { n, kind, name, error, inputTokens, outputTokens, costMicros, durationMs } = step;
  const isModel = kind !== "tool";
  // What was asked apart is what a tool told.
  const isShown = kind === "model" || (isModel && seesOrders);
  const request = requestOfModel.safeParse(step.request).data;
  const answer = answerOfModel.safeParse(step.response).data;
  const told = request?.items.flatMap(({ type, text }) => (type === "text" && text ? [text] : []));
  return {
    ...{ n, kind, name, error, inputTokens, outputTokens, costMicros, durationMs },
    told: (isShown && told) || [],
    said: (isShown && answer?.text) || null,
    calls: (isModel && answer?.toolCalls) || [],
    asked: isModel || typeof step.request !== "string" ? null : step.request,
    result: isModel || !seesOrders ? null : step.response,
    at: step.createdAt.toISOString(),
  };
}
