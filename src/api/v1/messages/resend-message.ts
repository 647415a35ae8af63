import { z } from "zod";
import { resendMessage as resend } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { messageShape, showStored } from "../conversations/message-shape.ts";

export const resendMessage = endpoint({
  method: "post",
  path: "/v1/messages/:messageId/resend",
  scope: "conversations:write",
  summary: "Send a failed reply again",
  description:
    "The same message: when it may have got through after all, it is looked for at the provider first, which takes a " +
    "minute. One that did not fail is left alone. 409 with `details.reason` = `newer_messages` as for any reply.",
  tag: "Messages",
  input: z.object({
    messageId: z.uuid(),
    lastSeenMessageId: z.uuid().describe("The last message the caller saw."),
    force: z.boolean().optional().describe("Send although something newer came."),
  }),
  output: messageShape,
  problems: [409],
  async run(ctx, { force, ...input }) {
    return showStored(ctx, await resend(ctx, { ...input, ...(force !== undefined && { force }) }));
  },
});
