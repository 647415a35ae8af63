import { z } from "zod";
import { tagConversation as tag } from "../../../domain/tags/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const tagConversation = endpoint({
  method: "put",
  path: "/v1/conversations/:conversationId/tags/:tagId",
  scope: "conversations:write",
  summary: "Put a tag on a conversation",
  description:
    "Safe to repeat. 409 with `details.reason` = `archived` for a tag out of use, `too_many_tags` when the " +
    "conversation has 50.",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid(), tagId: z.uuid() }),
  output: conversationShape,
  problems: [409],
  async run(ctx, input) {
    await tag(ctx, input);
    return showConversationById(ctx, input.conversationId);
  },
});
