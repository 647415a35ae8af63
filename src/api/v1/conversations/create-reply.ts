import { z } from "zod";
import { reply } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { attachmentIds, messageShape, showWritten } from "./message-shape.ts";

export const createReply = endpoint({
  method: "post",
  path: "/v1/conversations/:conversationId/replies",
  scope: "conversations:write",
  summary: "Reply to the customer on the conversation's own channel",
  description:
    "409 with `details.reason` = `newer_messages` when something was written that the author has not seen; " +
    "`details.messages` says what. Send again with the newest id, or with `force`. 409 with `draft_changed` when the " +
    "draft named is no longer the conversation's, `client_message_id_taken` when the key is another author's. Whom " +
    "the reply goes to is decided here; `GET …/recipients` says it beforehand.",
  tag: "Conversations",
  input: z.object({
    conversationId: z.uuid(),
    body: z.string().trim().min(1).max(50_000).describe("Plain text; characters, not bytes."),
    lastSeenMessageId: z.uuid().describe("The last message the author saw."),
    force: z.boolean().optional().describe("Send although something newer came."),
    clientMessageId: z.string().min(1).max(100).optional().describe("The author's own key: sending twice sends once."),
    attachmentIds,
    draftId: z
      .uuid()
      .optional()
      .describe("The draft this reply was made from: refused if it was replaced, used or discarded meanwhile."),
  }),
  output: messageShape,
  status: 201,
  problems: [409],
  async run(ctx, { force, clientMessageId, draftId, attachmentIds, ...input }) {
    const message = await reply(ctx, {
      ...input,
      ...(force !== undefined && { force }),
      ...(clientMessageId !== undefined && { clientMessageId }),
      ...(draftId !== undefined && { draftId }),
      ...(attachmentIds !== undefined && { attachmentIds }),
    });
    return showWritten(ctx, message, attachmentIds);
  },
});
