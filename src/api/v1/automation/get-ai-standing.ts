import { z } from "zod";
import { findStanding, handOverReasons } from "../../../domain/automation/index.ts";
import { getConversation } from "../../../domain/conversations/index.ts";
import { isHeldOut } from "../../../domain/hold-outs/index.ts";
import { assurances } from "../../../domain/tool-switches/index.ts";
import { assuranceOf } from "../../../domain/verification/index.ts";
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
      assurance: z
        .enum(assurances)
        .nullable()
        .describe("How sure it is that the customer herself writes; null for who may not read customers."),
      isHeldOut: z
        .boolean()
        .describe("The AI sends nothing by itself there: the draw fell so, to measure what it does in the others."),
    })
    .meta({ id: "AiStanding" }),
  async run(ctx, { conversationId }) {
    const conversation = await getConversation(ctx, conversationId);
    const seesCustomers = ctx.permissions === "all" || ctx.permissions.has("customers:read");
    const [standing, assurance, heldOut] = await Promise.all([
      findStanding(ctx, conversationId),
      seesCustomers ? assuranceOf(ctx, conversation) : null,
      isHeldOut(ctx, conversationId),
    ]);
    if (!standing) return { handedOver: null, assurance, isHeldOut: heldOut };
    const { reason, runId, since } = standing;
    return { handedOver: { reason, runId, since: since.toISOString() }, assurance, isHeldOut: heldOut };
  },
});
