import { z } from "zod";
import { reopenConversation as reopen } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const reopenConversation = endpoint({
  method: "delete",
  path: "/v1/conversations/:conversationId/closure",
  scope: "conversations:write",
  summary: "Reopen a conversation",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: conversationShape,
  async run(ctx, { conversationId }) {
    await reopen(ctx, { conversationId });
    return showConversationById(ctx, conversationId);
  },
});
