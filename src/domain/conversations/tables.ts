import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { members } from "../access/tables.ts";
import { connections } from "../connections/tables.ts";
import { customers } from "../customers/tables.ts";
import { statuses } from "../statuses/tables.ts";
import { teams } from "../teams/tables.ts";
import {
  document,
  hidden,
  hiddenTeams,
  hiddenWithConversation,
  hiddenWithMessage,
  moment,
  owned,
  tenancy,
  within,
} from "../workspaces/tables.ts";

export interface MailAddress {
  address: string;
  name: string;
}
export interface Author {
  type: "customer" | "member" | "app" | "ai" | "rule" | "system";
  id: string | null;
  name: string;
}

/** A member or a team, under the name she had when she was named. */
export interface Mention {
  type: "member" | "team";
  id: string;
  name: string;
}

/** Why a message stands in its conversation: what decided when it was filed. */
export interface Placement {
  /**
   * in-reply-to, references: it cites `messageId`. thread: the provider's thread. answer: it was written here as an
   * answer to `messageId`. opened: nothing led to a conversation. stranger: `conversationId` has its thread or is
   * cited, and its writer has no part in that.
   */
  by: "in-reply-to" | "references" | "thread" | "answer" | "opened" | "stranger";
  messageId?: string;
  conversationId?: string;
  /** By what its writer may enter: she is its customer, she wrote or was written to in it, a report about our mail. */
  as?: "customer" | "participant" | "report";
  /** The provider's thread, where it is another than that of the conversation it belongs to. */
  threadKey?: string;
}

export const conversations = pgTable(
  "conversations",
  {
    ...owned,
    customerId: uuid().notNull(),
    connectionId: uuid().notNull(),
    channel: text({ enum: ["email", "sms", "voice", "chat"] }).notNull(),
    /**
     * The provider's thread: Gmail threadId, phone-number pair, chat session. For a stranger who came into somebody
     * else's: that and "#" and the stranger's customer id (see `providerThreadOf`). For one that continues another: that
     * and "#" and the other's id.
     */
    threadKey: text().notNull(),
    subject: text().notNull(),
    /**
     * open: somebody should look at it; waiting: nobody needs to until something happens; closed: done; merged: its
     * messages stand in another (see `mergedIntoId`).
     */
    status: text({ enum: ["open", "waiting", "closed", "merged"] })
      .notNull()
      .default("open"),
    /** What the workspace calls it, if that is not the default of `status`; of no account when it is of another category. */
    statusId: uuid(),
    /** When a waiting conversation opens by itself; null: when the customer writes. */
    snoozedUntil: moment(),
    priority: text({ enum: ["low", "normal", "high", "urgent"] })
      .notNull()
      .default("normal"),
    /** Marks that hide a conversation from the inbox and leave its status as it was. */
    spamAt: moment(),
    trashedAt: moment(),
    /** The list it stands in. */
    folder: text({ enum: ["open", "waiting", "closed", "spam", "trash", "merged"] })
      .notNull()
      .generatedAlwaysAs(
        sql`case when trashed_at is not null then 'trash' when spam_at is not null then 'spam' else status end`,
      ),
    assigneeId: uuid(),
    /** The team whose queue it is in while nobody has it. */
    teamId: uuid(),
    messageCount: integer().notNull(),
    /** Of all messages, those of the customer: what each member has read of them is counted too. */
    customerMessageCount: integer().notNull().default(0),
    lastMessageAt: moment().notNull(),
    lastMessageId: uuid().notNull(),
    lastMessageKind: text({ enum: ["customer", "reply", "note"] }).notNull(),
    lastMessagePreview: text().notNull(),
    /** The provider's time of the newest message that came from there: what is older comes late. */
    lastArrivedAt: moment(),
    /** When the customer began to wait for an answer; null when nobody waits. */
    waitingSince: moment(),
    closedAt: moment(),
    /** When it was last closed; it stays when the conversation opens again. */
    resolvedAt: moment(),
    /** When the first answer to the customer went out: by a person or the AI, and really sent. */
    firstReplyAt: moment(),
    /** When the customer last wrote, and the shop last answered; machines' mail does not count. */
    lastInboundAt: moment(),
    lastOutboundAt: moment(),
    /** The closed conversation that the same thread was in before, quiet for too long to be reopened. */
    continuesId: uuid(),
    /** Where its messages are read now: the end of a chain of merges. */
    mergedIntoId: uuid(),
    /** Goes up whenever people rearrange messages in it: who chose it for a message before has to choose again. */
    arrangement: integer().notNull().default(0),
  },
  (t) => [
    ...tenancy(t),
    hidden(sql`team_id = any(${hiddenTeams})`),
    unique("conversations_thread").on(t.workspaceId, t.connectionId, t.threadKey),
    index("conversations_inbox").on(t.workspaceId, t.folder, t.lastMessageAt.desc(), t.id.desc()),
    index("conversations_assigned").on(t.workspaceId, t.assigneeId, t.folder, t.lastMessageAt.desc(), t.id.desc()),
    index("conversations_customer").on(t.workspaceId, t.customerId),
    within(t.workspaceId, t.customerId, customers, "restrict"),
    within(t.workspaceId, t.connectionId, connections, "restrict"),
    within(t.workspaceId, t.assigneeId, members, "restrict"),
    within(t.workspaceId, t.teamId, teams, "restrict"),
    // Rows of shops without teams are in neither of these.
    index("conversations_team")
      .on(t.workspaceId, t.teamId, t.folder, t.lastMessageAt.desc(), t.id.desc())
      .where(sql`team_id is not null`),
    index("conversations_queue")
      .on(t.workspaceId, t.teamId, t.waitingSince, t.id)
      .where(sql`team_id is not null and assignee_id is null and folder = 'open'`),
    // Ordinary rows are in neither of these.
    index("conversations_status").on(t.workspaceId, t.statusId).where(sql`status_id is not null`),
    within(t.workspaceId, t.statusId, statuses, "restrict"),
    uniqueIndex("conversations_continues").on(t.workspaceId, t.continuesId).where(sql`continues_id is not null`),
    foreignKey({ columns: [t.workspaceId, t.continuesId], foreignColumns: [t.workspaceId, t.id] }),
    index("conversations_merged").on(t.workspaceId, t.mergedIntoId).where(sql`merged_into_id is not null`),
    foreignKey({ columns: [t.workspaceId, t.mergedIntoId], foreignColumns: [t.workspaceId, t.id] }),
  ],
);
export type Conversation = typeof conversations.$inferSelect;

export const messages = pgTable(
  "messages",
  {
    ...owned,
    conversationId: uuid().notNull(),
    connectionId: uuid().notNull(),
    /**
     * 1, 2, 3 … in the conversation, in order of arrival; what the provider brings late is put between what it brought
     * before. A deleted or lost race may leave a gap.
     */
    position: integer().notNull(),
    kind: text({ enum: ["customer", "reply", "note"] }).notNull(),
    /** The mechanism by which it was made: gmail, web, api, ai … */
    via: text().notNull(),
    author: document<Author>().notNull(),
    state: text({ enum: ["received", "queued", "sending", "sent", "failed"] }).notNull(),
    /** Why it could not be sent, in words a person can act on. */
    failure: document<{ code: string; message: string }>(),
    /** After an attempt with an unknown outcome: when the provider was first asked for it and did not have it. */
    missingSince: moment(),
    from: document<MailAddress>(),
    /** Where answers should go when it is not `from`. */
    replyTo: document<MailAddress>(),
    to: document<MailAddress[]>().notNull(),
    cc: document<MailAddress[]>().notNull(),
    /** Of a note: whom it names. */
    mentions: document<Mention[]>(),
    /** Of a reply: who else gets it, unknown to the others. */
    bcc: document<MailAddress[]>(),
    subject: text().notNull(),
    text: text().notNull(),
    /** As it came; sanitised on the way out. */
    html: text(),
    /** The provider's id; null until a reply was accepted. */
    externalId: text(),
    rfcMessageId: text(),
    inReplyTo: text(),
    /** The chain of Message-IDs before it, oldest first. */
    references: document<string[]>().notNull(),
    /** The author's own key for this message: pressing "send" twice makes one message. */
    clientMessageId: text(),
    /**
     * Whether the provider found that it comes from its sender's domain; null: unknown, which is enough for a draft a
     * person reads, and not for anything that is sent without one.
     */
    senderVerified: boolean(),
    /** Why no machine may answer it (auto-reply, bounce, bulk …), or null. */
    automatic: text(),
    notice: text(),
    /** Of a reply: whether it is to sell something; null is no. */
    promotional: boolean(),
    /** How far the provider says it came, on channels that tell; see `deliveryRank`. */
    delivery: text({ enum: ["accepted", "queued", "sending", "sent", "delivered", "undelivered", "failed", "read"] }),
    /** What the provider called earlier attempts that failed: what it still says of them is not about this one. */
    formerExternalIds: text().array(),
    /** The provider's time, or when it was written here. */
    sentAt: moment().notNull(),
    placement: document<Placement>(),
    /** The conversation it belongs to by its own thread, when merging or moving has put it into another. */
    homeConversationId: uuid(),
    /** Its position there before anything was rearranged; null: it came since. */
    homePosition: integer(),
    /** The splits and moves it went through, by itself or with the message it answers; the last one holds. */
    movedBy: uuid().array(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithConversation(t),
    unique("messages_position").on(t.workspaceId, t.conversationId, t.position),
    unique("messages_once").on(t.workspaceId, t.connectionId, t.externalId),
    uniqueIndex("messages_client_id")
      .on(t.workspaceId, t.conversationId, t.clientMessageId)
      .where(sql`client_message_id is not null`),
    index("messages_rfc_id").on(t.workspaceId, t.rfcMessageId),
    index("messages_home").on(t.workspaceId, t.homeConversationId).where(sql`home_conversation_id is not null`),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type Message = typeof messages.$inferSelect;

export const attachments = pgTable(
  "attachments",
  {
    ...owned,
    messageId: uuid().notNull(),
    name: text().notNull(),
    /** What the sender said; of a file brought here what was found in it. */
    contentType: text().notNull(),
    sizeBytes: bigint({ mode: "number" }).notNull(),
    contentId: text(),
    inline: boolean().notNull(),
    /** The type found in its bytes, once the file store has them; null: they are in the mail as it came. */
    storedType: text(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithMessage(t),
    index("attachments_message").on(t.workspaceId, t.messageId),
    within(t.workspaceId, t.messageId, messages),
  ],
);
export type Attachment = typeof attachments.$inferSelect;
