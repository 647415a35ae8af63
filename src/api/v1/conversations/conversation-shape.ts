import { z } from "zod";
import { getInboxRow, type InboxRow } from "../../../domain/conversations/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";

export const messageKind = z.enum(["customer", "reply", "note"]);

export const conversationFolder = z.enum(["open", "waiting", "closed", "spam", "trash", "merged"]);
export const channelShape = z.enum(["email", "sms", "voice", "chat"]);
/** Another conversation, as far as it is needed to name it: texts and calls may have no subject. */
export const namedConversation = z.object({ id: z.uuid(), subject: z.string(), channel: channelShape });
export const priority = z.enum(["low", "normal", "high", "urgent"]);

export const conversationShape = z
  .object({
    id: z.uuid(),
    subject: z.string(),
    channel: channelShape,
    status: z.enum(["open", "waiting", "closed", "merged"]),
    mergedIntoId: z
      .uuid()
      .nullable()
      .describe("Where the messages of a merged conversation are read, at the end of a chain of merges; else null."),
    ownStatus: z
      .object({ id: z.uuid(), name: z.string() })
      .nullable()
      .describe("What the workspace calls it, if that is not the default of `status`; see `GET /v1/statuses`."),
    snoozedUntil: z.iso
      .datetime()
      .nullable()
      .describe("When a waiting conversation opens by itself; null: when the customer writes."),
    priority,
    folder: conversationFolder.describe("The list it stands in: its status, unless it is marked as spam or trashed."),
    customer: z.object({ id: z.uuid(), name: z.string(), email: z.string().nullable() }),
    assignee: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    team: z
      .object({ id: z.uuid(), name: z.string() })
      .nullable()
      .describe("While nobody has it, it waits in this team's queue."),
    lastMessage: z.object({ id: z.uuid(), kind: messageKind, preview: z.string(), at: z.iso.datetime() }),
    waitingSince: z.iso.datetime().nullable().describe("Since when the customer has been waiting for an answer."),
    firstReplyAt: z.iso
      .datetime()
      .nullable()
      .describe("When the first answer to the customer was written, by a person or the AI; counted once it is sent."),
    lastInboundAt: z.iso.datetime().nullable().describe("When the customer last wrote; machines' mail does not count."),
    lastOutboundAt: z.iso.datetime().nullable().describe("When the last answer that was sent was written."),
    continuesId: z
      .uuid()
      .nullable()
      .describe("The conversation the same thread was in before, closed and quiet for too long to be reopened."),
    continuedById: z.uuid().nullable().describe("Of a closed conversation: the one that continues it."),
    messageCount: z.number().int(),
    hasDraft: z.boolean(),
    tagIds: z.array(z.uuid()).describe("What they are called stands in `GET /v1/tags`."),
    unread: z
      .boolean()
      .describe("The customer wrote since the caller last looked, and it is hers, nobody's or one she follows."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Conversation" });

/** What every endpoint that changes a conversation answers. */
export async function showConversationById(ctx: Context, conversationId: string) {
  return showConversation(await getInboxRow(ctx, conversationId));
}

export function showConversation(row: InboxRow): z.input<typeof conversationShape> {
  const { id, subject, channel, status, messageCount, hasDraft, tagIds, unread, assigneeId, assigneeName } = row;
  return {
    id,
    subject,
    channel,
    status,
    ownStatus: row.statusId !== null && row.statusName !== null ? { id: row.statusId, name: row.statusName } : null,
    mergedIntoId: row.mergedIntoId,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    priority: row.priority,
    folder: row.folder,
    customer: { id: row.customerId, name: row.customerName, email: row.customerEmail },
    assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName ?? "" },
    team: row.teamId === null ? null : { id: row.teamId, name: row.teamName ?? "" },
    lastMessage: {
      id: row.lastMessageId,
      kind: row.lastMessageKind,
      preview: row.lastMessagePreview,
      at: row.lastMessageAt.toISOString(),
    },
    waitingSince: row.waitingSince?.toISOString() ?? null,
    firstReplyAt: row.firstReplyAt?.toISOString() ?? null,
    lastInboundAt: row.lastInboundAt?.toISOString() ?? null,
    lastOutboundAt: row.lastOutboundAt?.toISOString() ?? null,
    continuesId: row.continuesId,
    continuedById: row.continuedById,
    messageCount,
    hasDraft,
    tagIds,
    unread,
    createdAt: row.createdAt.toISOString(),
  };
}
