import { z } from "zod";
import { getAttachment as get } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";

export const getAttachment = endpoint({
  method: "get",
  path: "/v1/attachments/:attachmentId",
  scope: "conversations:read",
  summary: "Get the address of a file",
  description:
    "`url` opens the file for some minutes, without login, to whoever has it. It is always saved, never shown: anybody " +
    "may have sent it.",
  tag: "Files",
  input: z.object({ attachmentId: z.uuid() }),
  output: z
    .object({
      id: z.uuid(),
      conversationId: z.uuid(),
      messageId: z.uuid(),
      name: z.string(),
      contentType: z.string().describe("What the sender said; of an uploaded file what was found in it."),
      sizeBytes: z.number().int(),
      inline: z.boolean(),
      url: z.url(),
      urlExpiresAt: z.iso.datetime(),
    })
    .meta({ id: "Attachment" }),
  async run(ctx, { attachmentId }, { fileLinks }) {
    const attachment = await get(ctx, attachmentId);
    return { ...attachment, ...fileLinks.make({ workspaceId: ctx.workspaceId, attachmentId }) };
  },
});
