import { z } from "zod";
import { getDraft as get } from "../../../domain/automation/index.ts";
import { endpoint } from "../../endpoint.ts";

const draftShape = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid(),
    body: z.string(),
    sources: z
      .array(z.object({ kind: z.enum(["order", "message", "customer", "article"]), id: z.string(), label: z.string() }))
      .describe("What the answer rests on."),
    lastSeenMessageId: z.uuid(),
    runId: z.uuid(),
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
    const draft = await get(ctx, conversationId);
    return { ...draft, createdAt: draft.createdAt.toISOString() };
  },
});
