import { z } from "zod";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const getConversation = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId",
  scope: "conversations:read",
  summary: "Read a conversation",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: conversationShape,
  run: (ctx, { conversationId }) => showConversationById(ctx, conversationId),
});
