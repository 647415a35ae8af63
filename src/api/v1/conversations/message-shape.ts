import { z } from "zod";
import { listAttachments, type Message, type MessageWithAttachments } from "../../../domain/conversations/index.ts";
import { explainPlaces, type Why } from "../../../domain/corrections/index.ts";
import { maxFiles } from "../../../domain/uploads/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { correctionBy, correctionKind } from "../corrections/correction-shape.ts";
import { conversationStepShape } from "../steps/step-shape.ts";
import { messageKind } from "./conversation-shape.ts";

export const address = z.object({ address: z.string(), name: z.string() });

export const messageShape = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid(),
    kind: messageKind,
    via: z.string().describe("The mechanism by which it was made: gmail, web, api, ai …"),
    author: z.object({
      type: z.enum(["customer", "member", "app", "ai", "rule", "system"]),
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
    delivery: z
      .enum(["accepted", "queued", "sending", "sent", "delivered", "undelivered", "failed", "read"])
      .nullable()
      .describe("How far the carrier says it came, on channels that tell."),
    promotional: z.boolean().describe("A reply that is to sell something."),
    sendAt: z.iso.datetime().nullable().describe("When a scheduled reply goes out."),
    canUndo: z.boolean().describe("It was sent, and waits only so that it can be called back."),
    steps: z
      .array(conversationStepShape)
      .optional()
      .describe("Of a reply that is not sent yet: what is done with the conversation as it goes out."),
    notice: z.string().nullable().describe("Something to know about how it was imported."),
    at: z.iso.datetime(),
    why: z
      .object({
        text: z.string().describe("All of it, as a person says it."),
        by: z
          .enum(["in-reply-to", "references", "thread", "answer", "opened", "stranger", "written", "unknown"])
          .describe("What decided when it came."),
        as: z
          .enum(["customer", "participant", "report"])
          .nullable()
          .describe("By what its writer had a right to stand there."),
        messageId: z.uuid().nullable().describe("The message it cites or answers."),
        conversationId: z.uuid().nullable().describe("The conversation it was kept out of."),
        corrected: z
          .object({
            correctionId: z.uuid(),
            kind: correctionKind,
            by: correctionBy,
            at: z.iso.datetime(),
            from: z.object({ id: z.uuid(), subject: z.string() }),
          })
          .nullable()
          .describe("What a person decided later, which counts."),
      })
      .describe("Why it stands in this conversation."),
  })
  .meta({ id: "Message" });

/** @returns how to show each of these messages. */
export async function showMessages(
  ctx: Context,
  rows: readonly Parameters<typeof explainPlaces>[1][number][],
): Promise<(row: MessageWithAttachments) => z.input<typeof messageShape>> {
  const reasons = await explainPlaces(ctx, rows);
  return (row) => ({
    ...row,
    mentions: row.mentions ?? [],
    bcc: row.bcc ?? [],
    promotional: row.promotional === true,
    sendAt: null,
    canUndo: false,
    at: row.sentAt.toISOString(),
    why: showWhy(reasons.get(row.id)!),
  });
}

function showWhy({ corrected, ...why }: Why): z.input<typeof messageShape>["why"] {
  if (!corrected) return { ...why, corrected };
  const { fromConversationId, fromSubject, at, ...decision } = corrected;
  const from = { id: fromConversationId, subject: fromSubject };
  return { ...why, corrected: { ...decision, at: at.toISOString(), from } };
}

/** A message that was just written here is plain text; `attachmentIds` are those it was written with. */
export async function showWritten(
  ctx: Context,
  row: Message,
  attachmentIds: readonly string[] = [],
): Promise<z.input<typeof messageShape>> {
  const attachments = attachmentIds.length > 0 ? await listAttachments(ctx, [row.id]) : [];
  return (await showMessages(ctx, [row]))({ ...row, hasHtml: false, attachments });
}

/** A reply as it stands, with its files. */
export async function showStored(ctx: Context, row: Message): Promise<z.input<typeof messageShape>> {
  const attachments = await listAttachments(ctx, [row.id]);
  return (await showMessages(ctx, [row]))({ ...row, hasHtml: row.html !== null, attachments });
}

/** Files of a reply or a note. */
export const attachmentIds = z
  .array(z.uuid())
  .max(maxFiles)
  .optional()
  .describe("Files uploaded before (`POST /v1/uploads`).");
