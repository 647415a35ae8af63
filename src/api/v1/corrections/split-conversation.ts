import { z } from "zod";
import { mostSplitOff, splitConversation as split } from "../../../domain/corrections/index.ts";
import { endpoint } from "../../endpoint.ts";
import { correctionShape, showCorrection } from "./correction-shape.ts";

export const splitConversation = endpoint({
  method: "post",
  path: "/v1/conversations/:conversationId/split",
  scope: "conversations:write",
  summary: "Split messages off into a new conversation",
  description:
    "`to` is the new one: it belongs to the customer who wrote the first of the messages, and answers to them come there. Undo it by `DELETE /v1/corrections/{correctionId}`.",
  tag: "Corrections",
  input: z.object({
    conversationId: z.uuid(),
    messageIds: z.array(z.uuid()).min(1).max(mostSplitOff).describe("Some of its messages, not all."),
  }),
  output: correctionShape,
  status: 201,
  problems: [409],
  run: async (ctx, input) => showCorrection(ctx, await split(ctx, input)),
});
