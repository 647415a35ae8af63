import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { members } from "../access/tables.ts";
import { conversations } from "../conversations/tables.ts";
import { hiddenWithConversation, within, workspacePolicy } from "../workspaces/tables.ts";

/** What a member has to do with a conversation. Most have nothing to do with most: then there is no row. */
export const involvements = pgTable(
  "involvements",
  {
    workspaceId: uuid().notNull(),
    memberId: uuid().notNull(),
    conversationId: uuid().notNull(),
    /** Wants to know what happens in it. */
    following: boolean().notNull(),
    /**
     * How many messages of the customer she has seen. A count and no position: mail that comes late is put in front of
     * what was read, and is news all the same. -1: marked as unread; null: never opened.
     */
    seenCount: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.memberId, t.conversationId] }),
    workspacePolicy(),
    hiddenWithConversation(t),
    index("involvements_conversation").on(t.workspaceId, t.conversationId, t.memberId),
    index("involvements_followed").on(t.workspaceId, t.memberId, t.conversationId).where(sql`following`),
    within(t.workspaceId, t.memberId, members),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
