import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, integer, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { type Author, conversations, type MailAddress } from "../conversations/tables.ts";
import type { ConversationStep } from "../steps/index.ts";
import { document, hiddenWithConversation, moment, owned, tenancy, within, workspaces } from "../workspaces/tables.ts";

/**
 * A reply that is written and not sent yet. It is no message of the conversation before its moment: the customer goes
 * on waiting, and nobody is shown an answer that was not given. The message it becomes has its id.
 */
export const scheduledReplies = pgTable(
  "scheduled_replies",
  {
    ...owned,
    conversationId: uuid().notNull(),
    /** held: its moment came, and something spoke against sending it. Sent ones are messages, and no longer here. */
    state: text({ enum: ["scheduled", "held", "canceled"] }).notNull(),
    /** undo: sent, and can be called back for some seconds; later: for a moment its author chose. */
    purpose: text({ enum: ["undo", "later"] }).notNull(),
    sendAt: moment().notNull(),
    heldBecause: document<{ code: string; message: string }>(),
    author: document<Author>().notNull(),
    via: text().notNull(),
    body: text().notNull(),
    to: document<MailAddress[]>().notNull(),
    cc: document<MailAddress[]>().notNull(),
    bcc: document<MailAddress[]>().notNull(),
    attachmentIds: document<string[]>().notNull(),
    /** Done with the conversation as it goes out. */
    steps: document<ConversationStep[]>().notNull().default(sql`'[]'`),
    clientMessageId: text(),
    promotional: boolean().notNull().default(false),
    /** The newest message when it was written: what came after it its author cannot have known. */
    writtenAfterId: uuid().notNull(),
    updatedAt: moment().notNull(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithConversation(t),
    index("scheduled_replies_open").on(t.workspaceId, t.conversationId, t.id).where(sql`state <> 'canceled'`),
    index("scheduled_replies_canceled").on(t.workspaceId, t.updatedAt).where(sql`state = 'canceled'`),
    uniqueIndex("scheduled_replies_client_id")
      .on(t.workspaceId, t.conversationId, t.clientMessageId)
      .where(sql`client_message_id is not null`),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type ScheduledReply = typeof scheduledReplies.$inferSelect;

/** How long people's replies can be called back, by channel; without a row they go out at once. */
export const undoDelays = pgTable(
  "undo_delays",
  { ...owned, channel: text({ enum: ["email", "sms"] }).notNull(), seconds: integer().notNull() },
  (t) => [
    ...tenancy(t),
    unique("undo_delays_channel").on(t.workspaceId, t.channel),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
