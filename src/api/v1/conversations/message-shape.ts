import { z } from "zod";
import type { Message, MessageWithAttachments } from "../../../domain/conversations/index.ts";
import { messageKind } from "./conversation-shape.ts";

export const address = z.object({ address: z.string(), name: z.string() });

export const messageShape = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid(),
    kind: messageKind,
    via: z.string().describe("The mechanism by which it was made: gmail, web, api, ai …"),
    author: z.object({
      type: z.enum(["customer", "member", "app", "ai", "system"]),
      id: z.string().nullable(),
      name: z.string(),
    }),
    from: address.nullable(),
    to: z.array(address),
    cc: z.array(address),
    subject: z.string(),
    text: z.string(),
    hasHtml: z.boolean(),
    attachments: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        contentType: z.string(),
        sizeBytes: z.number().int(),
        inline: z.boolean(),
      }),
    ),
    state: z.enum(["received", "queued", "sending", "sent", "failed"]),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    notice: z.string().nullable().describe("Something to know about how it was imported."),
    at: z.iso.datetime(),
  })
  .meta({ id: "Message" });

export function showMessage(row: MessageWithAttachments): z.input<typeof messageShape> {
  return { ...row, at: row.sentAt.toISOString() };
}

/** A message that was just written here is plain text without attachments. */
export function showWritten(row: Message): z.input<typeof messageShape> {
  return showMessage({ ...row, hasHtml: false, attachments: [] });
}
