import { z } from "zod";
import { setStatus as set } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { conversationShape, showConversationById } from "./conversation-shape.ts";

export const setStatus = endpoint({
  method: "put",
  path: "/v1/conversations/:conversationId/status",
  scope: "conversations:write",
  summary: "Give a conversation one of the workspace's statuses",
  description:
    "Opens, closes or sets it aside if the status is of another category; within a category a snooze goes on. 409 with " +
    "`details.reason` = `archived` for a status out of use.",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid(), statusId: z.uuid() }),
  output: conversationShape,
  problems: [409],
  async run(ctx, input) {
    await set(ctx, input);
    return showConversationById(ctx, input.conversationId);
  },
});
