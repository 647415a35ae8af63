import { bigint, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { members } from "../access/tables.ts";
import { conversations } from "../conversations/tables.ts";
import { document, hiddenWithConversation, moment, owned, tenancy, within } from "../workspaces/tables.ts";

/** What a member has written in a conversation and not sent; hers alone. What the AI proposes is another thing. */
export const memberDrafts = pgTable(
  "member_drafts",
  {
    ...owned,
    memberId: uuid().notNull(),
    conversationId: uuid().notNull(),
    kind: text({ enum: ["reply", "note"] }).notNull(),
    body: text().notNull(),
    /** Uploads that go with it; those are kept as long as it is. */
    attachmentIds: document<string[]>().notNull(),
    /**
     * Grows with every change. A draft begins at the milliseconds of its first moment, so that one written after
     * another was sent never has a number the other had.
     */
    version: bigint({ mode: "number" }).notNull(),
    updatedAt: moment().notNull(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithConversation(t),
    unique("member_drafts_place").on(t.workspaceId, t.memberId, t.conversationId, t.kind),
    within(t.workspaceId, t.conversationId, conversations),
    within(t.workspaceId, t.memberId, members),
  ],
);
export type MemberDraft = typeof memberDrafts.$inferSelect;
