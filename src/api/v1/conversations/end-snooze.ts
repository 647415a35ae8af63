import { z } from "zod";
import { reopenConversation } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const endSnooze = endpoint({
  method: "delete",
  path: "/v1/conversations/:conversationId/snooze",
  scope: "conversations:write",
  summary: "Open a conversation that was set aside",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: conversationShape,
  async run(ctx, { conversationId }) {
    await reopenConversation(ctx, { conversationId });
    return showConversationById(ctx, conversationId);
  },
});
