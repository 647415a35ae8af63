import { z } from "zod";
import { markConversationUnread } from "../../../domain/involvement/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const markUnread = endpoint({
  method: "delete",
  path: "/v1/conversations/:conversationId/reading",
  scope: "conversations:read",
  summary: "Make a conversation unread for oneself",
  description: "For the person who is logged in; 403 for a program. It is unread until it is read again.",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: conversationShape,
  async run(ctx, input) {
    await markConversationUnread(ctx, input);
    return showConversationById(ctx, input.conversationId);
  },
});
