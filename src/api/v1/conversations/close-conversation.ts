import { z } from "zod";
import { closeConversation as close } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const closeConversation = endpoint({
  method: "post",
  path: "/v1/conversations/:conversationId/closure",
  scope: "conversations:write",
  summary: "Close a conversation",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: conversationShape,
  async run(ctx, { conversationId }) {
    await close(ctx, { conversationId });
    return showConversationById(ctx, conversationId);
  },
});
