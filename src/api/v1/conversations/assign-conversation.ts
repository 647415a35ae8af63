import { z } from "zod";
import { assignConversation as assign } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const assignConversation = endpoint({
  method: "put",
  path: "/v1/conversations/:conversationId/assignee",
  scope: "conversations:write",
  summary: "Give a conversation to a member, or to nobody",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid(), memberId: z.uuid().nullable() }),
  output: conversationShape,
  async run(ctx, input) {
    await assign(ctx, input);
    return showConversationById(ctx, input.conversationId);
  },
});
