import { z } from "zod";
import { takeConversation as take } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const takeConversation = endpoint({
  method: "post",
  path: "/v1/conversations/:conversationId/claim",
  scope: "conversations:write",
  summary: "Take a conversation that nobody has",
  description:
    "Of several who take it at once, one gets it. The others: 409 with `details.reason` = `taken`, and " +
    "`details.assignee` says who has it. For a person who is logged in.",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: conversationShape,
  problems: [409],
  async run(ctx, input) {
    await take(ctx, input);
    return showConversationById(ctx, input.conversationId);
  },
});
