import { z } from "zod";
import { moveMessage as move } from "../../../domain/corrections/index.ts";
import { endpoint } from "../../endpoint.ts";
import { correctionShape, showCorrection } from "./correction-shape.ts";

export const moveMessage = endpoint({
  method: "post",
  path: "/v1/messages/:messageId/move",
  scope: "conversations:write",
  summary: "Move a message to another conversation",
  description:
    "Answers to it come there. 409 with `details.reason` `left_empty` for the only message of a conversation: merge that instead. Undo it by `DELETE /v1/corrections/{correctionId}`.",
  tag: "Corrections",
  input: z.object({ messageId: z.uuid(), toConversationId: z.uuid() }),
  output: correctionShape,
  status: 201,
  problems: [409],
  run: async (ctx, { messageId, toConversationId: conversationId }) =>
    showCorrection(ctx, await move(ctx, { messageId, conversationId })),
});
