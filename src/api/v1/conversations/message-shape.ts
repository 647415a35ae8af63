import { z } from "zod";
import { listAttachments, type Message, type MessageWithAttachments } from "../../../domain/conversations/index.ts";
import { maxFiles } from "../../../domain/uploads/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
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
    mentions: z
      .array(z.object({ type: z.enum(["member", "team"]), id: z.uuid(), name: z.string() }))
      .describe('Of a note: whom it names, as "@name" in its text.'),
    bcc: z.array(address).describe("Of a reply: who else gets it, unknown to the others."),
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
    state: z
      .enum(["received", "scheduled", "held", "canceled", "queued", "sending", "sent", "failed"])
      .describe("scheduled, held and canceled are replies that are no messages of the conversation yet."),
    failure: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .describe("Why it was not sent, or is held back."),
    sendAt: z.iso.datetime().nullable().describe("When a scheduled reply goes out."),
    canUndo: z.boolean().describe("It was sent, and waits only so that it can be called back."),
    notice: z.string().nullable().describe("Something to know about how it was imported."),
    at: z.iso.datetime(),
  })
  .meta({ id: "Message" });

export function showMessage(row: MessageWithAttachments): z.input<typeof messageShape> {
  return {
    ...row,
    mentions: row.mentions ?? [],
    bcc: row.bcc ?? [],
    sendAt: null,
    canUndo: false,
    at: row.sentAt.toISOString(),
  };
}

/** A message that was just written here is plain text; `attachmentIds` are those it was written with. */
export async function showWritten(
  ctx: Context,
  row: Message,
  attachmentIds: readonly string[] = [],
): Promise<z.input<typeof messageShape>> {
  const attachments = attachmentIds.length > 0 ? await listAttachments(ctx, [row.id]) : [];
  return showMessage({ ...row, hasHtml: false, attachments });
}

/** A reply as it stands, with its files. */
export async function showStored(ctx: Context, row: Message): Promise<z.input<typeof messageShape>> {
  return showMessage({ ...row, hasHtml: row.html !== null, attachments: await listAttachments(ctx, [row.id]) });
}

/** Files of a reply or a note. */
export const attachmentIds = z
  .array(z.uuid())
  .max(maxFiles)
  .optional()
  .describe("Files uploaded before (`POST /v1/uploads`).");
