import { z } from "zod";
import { trashConversation as trash } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const restoreConversation = endpoint({
  method: "delete",
  path: "/v1/conversations/:conversationId/trash",
  scope: "conversations:write",
  summary: "Take a conversation out of the trash, as it was",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: conversationShape,
  async run(ctx, { conversationId }) {
    await trash(ctx, { conversationId, trashed: false });
    return showConversationById(ctx, conversationId);
  },
});
