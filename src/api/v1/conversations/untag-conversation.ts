import { z } from "zod";
import { untagConversation as untag } from "../../../domain/tags/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const untagConversation = endpoint({
  method: "delete",
  path: "/v1/conversations/:conversationId/tags/:tagId",
  scope: "conversations:write",
  summary: "Take a tag off a conversation",
  description: "Safe to repeat.",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid(), tagId: z.uuid() }),
  output: conversationShape,
  async run(ctx, input) {
    await untag(ctx, input);
    return showConversationById(ctx, input.conversationId);
  },
});
