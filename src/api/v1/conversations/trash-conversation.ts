import { z } from "zod";
import { trashConversation as trash } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const trashConversation = endpoint({
  method: "post",
  path: "/v1/conversations/:conversationId/trash",
  scope: "conversations:write",
  summary: "Put a conversation into the trash",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: conversationShape,
  async run(ctx, { conversationId }) {
    await trash(ctx, { conversationId, trashed: true });
    return showConversationById(ctx, conversationId);
  },
});
