import { z } from "zod";
import { snoozeConversation as snooze } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const snoozeConversation = endpoint({
  method: "put",
  path: "/v1/conversations/:conversationId/snooze",
  scope: "conversations:write",
  summary: "Set a conversation aside until a moment, or until the customer writes",
  tag: "Conversations",
  input: z.object({
    conversationId: z.uuid(),
    until: z.iso.datetime({ offset: true }).nullable().describe("Null: until the customer writes."),
  }),
  output: conversationShape,
  async run(ctx, { conversationId, until }) {
    await snooze(ctx, { conversationId, until: until === null ? null : new Date(until) });
    return showConversationById(ctx, conversationId);
  },
});
