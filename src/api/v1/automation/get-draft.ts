import { z } from "zod";
import { type Draft, getDraft as get } from "../../../domain/automation/index.ts";
import { answerModes, confidences } from "../../../domain/guidance/index.ts";
import { endpoint } from "../../endpoint.ts";

export const draftShape = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid(),
    body: z.string(),
    disclosure: z
      .string()
      .nullable()
      .describe("Goes out below it when it is sent by itself, so that she knows who answers; null: nothing."),
    sources: z
      .array(
        z.object({
          kind: z.enum(["order", "message", "customer", "article", "table"]),
          id: z.string(),
          label: z.string(),
        }),
      )
      .describe("What the answer rests on."),
    lastSeenMessageId: z.uuid(),
    runId: z.uuid(),
    mode: z.enum(answerModes),
    sendsAt: z.iso.datetime().nullable().describe("When it is sent by itself; null: a person sends it."),
    heldBecause: z.string().nullable().describe("Why it waits for a person although it was to be sent by itself."),
    intent: z.string().nullable(),
    confidence: z.enum(confidences).nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Draft" });

export const getDraft = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/draft",
  scope: "conversations:read",
  summary: "Read the answer that the AI proposes",
  description: "404 when there is none.",
  tag: "AI",
  input: z.object({ conversationId: z.uuid() }),
  output: draftShape,
  async run(ctx, { conversationId }) {
    return showDraft(await get(ctx, conversationId));
  },
});

export function showDraft(draft: Draft): z.input<typeof draftShape> {
  return { ...draft, sendsAt: draft.sendsAt?.toISOString() ?? null, createdAt: draft.createdAt.toISOString() };
}
