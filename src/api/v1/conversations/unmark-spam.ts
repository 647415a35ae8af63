import { z } from "zod";
import { markSpam as mark } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const unmarkSpam = endpoint({
  method: "delete",
  path: "/v1/conversations/:conversationId/spam",
  scope: "conversations:write",
  summary: "Take a conversation out of spam, as it was",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: conversationShape,
  async run(ctx, { conversationId }) {
    await mark(ctx, { conversationId, spam: false });
    return showConversationById(ctx, conversationId);
  },
});
