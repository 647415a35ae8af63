import { z } from "zod";
import { mergeConversation as merge } from "../../../domain/corrections/index.ts";
import { endpoint } from "../../endpoint.ts";
import { correctionShape, showCorrection } from "./correction-shape.ts";

export const mergeConversation = endpoint({
  method: "post",
  path: "/v1/conversations/:conversationId/merge",
  scope: "conversations:write",
  summary: "Merge a conversation into another",
  description:
    "Its messages stand in the other one from now on, and so does later mail of its thread. It stays readable: its `mergedIntoId` leads on. 409 with `details.reason` `merged` when either was merged before, `hidden` when the other is spam or in the trash. Undo it by `DELETE /v1/corrections/{correctionId}`.",
  tag: "Corrections",
  input: z.object({ conversationId: z.uuid(), intoConversationId: z.uuid() }),
  output: correctionShape,
  status: 201,
  problems: [409],
  run: async (ctx, input) => showCorrection(ctx, await merge(ctx, input)),
});
