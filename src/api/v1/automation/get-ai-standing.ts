import { z } from "zod";
import { findStanding, handOverReasons } from "../../../domain/automation/index.ts";
import { getConversation } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";

const handedOver = z.object({
  reason: z.enum(handOverReasons),
  runId: z.uuid().describe("The turn that did it, with what it knew."),
  since: z.iso.datetime(),
});

export const getAiStanding = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/ai",
  scope: "conversations:read",
  summary: "Read how the AI stands in a conversation",
  tag: "AI",
  input: z.object({ conversationId: z.uuid() }),
  output: z
    .object({
      handedOver: handedOver
        .nullable()
        .describe("People have it: until it is closed the AI sends nothing there by itself. Null: the AI may answer."),
    })
    .meta({ id: "AiStanding" }),
  async run(ctx, { conversationId }) {
    await getConversation(ctx, conversationId);
    const standing = await findStanding(ctx, conversationId);
    if (!standing) return { handedOver: null };
    const { reason, runId, since } = standing;
    return { handedOver: { reason, runId, since: since.toISOString() } };
  },
});
