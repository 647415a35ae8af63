import { z } from "zod";
import { sendScheduledNow } from "../../../domain/scheduled-replies/index.ts";
import { endpoint } from "../../endpoint.ts";
import { messageShape, showStored } from "../conversations/message-shape.ts";

export const sendScheduledReply = endpoint({
  method: "post",
  path: "/v1/scheduled-replies/:scheduledReplyId/dispatch",
  scope: "conversations:write",
  summary: "Send a scheduled reply now",
  description:
    "Before its moment, or although it was held back. 409 with `details.reason` = `newer_messages` as for any reply. " +
    "Repeated, it answers with the message that was sent.",
  tag: "Scheduled replies",
  input: z.object({
    scheduledReplyId: z.uuid(),
    lastSeenMessageId: z.uuid().describe("The last message the caller saw."),
    force: z.boolean().optional().describe("Send although something newer came."),
  }),
  output: messageShape,
  problems: [409],
  async run(ctx, { force, ...input }) {
    const message = await sendScheduledNow(ctx, { ...input, ...(force !== undefined && { force }) });
    return showStored(ctx, message);
  },
});
