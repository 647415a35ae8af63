import { z } from "zod";
import { setPriority as set } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, priority, showConversationById } from "./conversation-shape.ts";

export const setPriority = endpoint({
  method: "put",
  path: "/v1/conversations/:conversationId/priority",
  scope: "conversations:write",
  summary: "Set the priority of a conversation",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid(), priority }),
  output: conversationShape,
  async run(ctx, input) {
    await set(ctx, input);
    return showConversationById(ctx, input.conversationId);
  },
});
