import { z } from "zod";
import { cancelReply } from "../../../domain/scheduled-replies/index.ts";
import { endpoint } from "../../endpoint.ts";
import { messageShape } from "../conversations/message-shape.ts";
import { showScheduled } from "./show-scheduled.ts";

export const cancelScheduledReply = endpoint({
  method: "delete",
  path: "/v1/scheduled-replies/:scheduledReplyId",
  scope: "conversations:write",
  summary: "Call a reply back before it is sent",
  description:
    "Its text and files go back into its author's draft. 409 with `details.reason` = `already_sent` when it is too late.",
  tag: "Scheduled replies",
  input: z.object({ scheduledReplyId: z.uuid() }),
  output: messageShape,
  problems: [409],
  run: async (ctx, input) => showScheduled(await cancelReply(ctx, input)),
});
