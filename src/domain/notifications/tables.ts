import { sql } from "drizzle-orm";
import { index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { members } from "../access/tables.ts";
import { conversations } from "../conversations/tables.ts";
import { hiddenWithItsConversation, moment, owned, tenancy, within } from "../workspaces/tables.ts";

/** Something a member should know of, and whether she has looked. */
export const notifications = pgTable(
  "notifications",
  {
    ...owned,
    memberId: uuid().notNull(),
    kind: text({ enum: ["mention", "reply_held", "approval_requested"] }).notNull(),
    /** Null: it is about no conversation. */
    conversationId: uuid(),
    /** The note she is named in, the reply that was held back, or the question whether an action may be done. */
    subjectId: uuid().notNull(),
    readAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithItsConversation(t),
    unique("notifications_once").on(t.workspaceId, t.memberId, t.kind, t.subjectId),
    index("notifications_member").on(t.workspaceId, t.memberId, t.id.desc()),
    index("notifications_unread").on(t.workspaceId, t.memberId, t.conversationId).where(sql`read_at is null`),
    within(t.workspaceId, t.memberId, members),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type Notification = typeof notifications.$inferSelect;
