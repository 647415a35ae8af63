import { z } from "zod";
import { readConversation } from "../../../domain/involvement/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const markRead = endpoint({
  method: "put",
  path: "/v1/conversations/:conversationId/reading",
  scope: "conversations:read",
  summary: "Note that one has read a conversation up to a message",
  description: "For the person who is logged in; 403 for a program. It only moves forward.",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid(), messageId: z.uuid().describe("The newest message she has seen.") }),
  output: conversationShape,
  async run(ctx, input) {
    await readConversation(ctx, input);
    return showConversationById(ctx, input.conversationId);
  },
});
