import { sql } from "drizzle-orm";
import { check, index, integer, type PgColumn, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { Author } from "../conversations/index.ts";
import { conversations } from "../conversations/tables.ts";
import type { CarriedDrafts } from "../drafts/index.ts";
import { document, hidden, hiddenTeams, moment, owned, tenancy, within } from "../workspaces/tables.ts";
import type { KeptChange } from "./kept.ts";

/** What is about two conversations is hidden with either of them. */
const hiddenWithBoth = (workspaceId: PgColumn, one: PgColumn, other: PgColumn) =>
  hidden(sql`cardinality(${hiddenTeams}) > 0 and 2 > (
    select count(*) from conversations c where c.workspace_id = ${workspaceId} and c.id in (${one}, ${other}))`);

/** A decision of a person about what belongs together, and what it takes to undo it. */
export const corrections = pgTable(
  "corrections",
  {
    ...owned,
    /** 1, 2, 3 … in the workspace, in the order they were made. */
    number: integer().notNull(),
    kind: text({ enum: ["merge", "split", "move"] }).notNull(),
    fromConversationId: uuid().notNull(),
    toConversationId: uuid().notNull(),
    /** The messages split off or moved; those of a merge are all of `fromConversationId`. */
    messageIds: uuid().array().notNull(),
    /** How many messages went. */
    messageCount: integer().notNull(),
    /** Replies that waited for their moment and were taken along. */
    scheduledReplyIds: uuid().array().notNull(),
    /** What members were writing and was taken along. */
    drafts: document<CarriedDrafts>().notNull(),
    /** What it did to the conversations themselves. */
    changes: document<KeptChange[]>().notNull(),
    /** Keys of authors (`clientMessageId`) that the other conversation had too: set aside for as long as it holds. */
    clientIds: document<Record<string, string>>().notNull(),
    by: document<Author>().notNull(),
    undoneAt: moment(),
    undoneBy: document<Author>(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithBoth(t.workspaceId, t.fromConversationId, t.toConversationId),
    unique("corrections_number").on(t.workspaceId, t.number),
    uniqueIndex("corrections_one_merge")
      .on(t.workspaceId, t.fromConversationId)
      .where(sql`kind = 'merge' and undone_at is null`),
    index("corrections_from").on(t.workspaceId, t.fromConversationId),
    index("corrections_to").on(t.workspaceId, t.toConversationId),
    check("corrections_two", sql`from_conversation_id <> to_conversation_id`),
    within(t.workspaceId, t.fromConversationId, conversations),
    within(t.workspaceId, t.toConversationId, conversations),
  ],
);
export type Correction = typeof corrections.$inferSelect;

/** Two conversations about one matter that stay apart. Each pair once. */
export const conversationLinks = pgTable(
  "conversation_links",
  {
    ...owned,
    conversationId: uuid().notNull(),
    relatedConversationId: uuid().notNull(),
    by: document<Author>().notNull(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithBoth(t.workspaceId, t.conversationId, t.relatedConversationId),
    uniqueIndex("conversation_links_pair").on(
      t.workspaceId,
      sql`least(conversation_id, related_conversation_id)`,
      sql`greatest(conversation_id, related_conversation_id)`,
    ),
    index("conversation_links_conversation").on(t.workspaceId, t.conversationId),
    index("conversation_links_related").on(t.workspaceId, t.relatedConversationId),
    within(t.workspaceId, t.conversationId, conversations),
    within(t.workspaceId, t.relatedConversationId, conversations),
  ],
);
export type ConversationLink = typeof conversationLinks.$inferSelect;
