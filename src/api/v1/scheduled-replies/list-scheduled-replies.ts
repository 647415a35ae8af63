import { z } from "zod";
import { listScheduledReplies as list } from "../../../domain/scheduled-replies/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { messageShape } from "../conversations/message-shape.ts";
import { showScheduled } from "./show-scheduled.ts";

export const listScheduledReplies = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/scheduled-replies",
  scope: "conversations:read",
  summary: "List replies that are written and not sent yet",
  description:
    "Those that wait for their moment (`scheduled`) and those held back (`held`; `failure` says why). Sent, a reply is " +
    "a message with the same id.",
  tag: "Scheduled replies",
  input: z.object({ conversationId: z.uuid() }),
  output: listOf(messageShape),
  run: async (ctx, { conversationId }) => wholeList(await list(ctx, conversationId), showScheduled),
});
