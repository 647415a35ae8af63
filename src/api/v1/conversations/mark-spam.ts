import { z } from "zod";
import { markSpam as mark } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const markSpam = endpoint({
  method: "post",
  path: "/v1/conversations/:conversationId/spam",
  scope: "conversations:write",
  summary: "Mark a conversation as spam",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: conversationShape,
  async run(ctx, { conversationId }) {
    await mark(ctx, { conversationId, spam: true });
    return showConversationById(ctx, conversationId);
  },
});
