import { pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { conversations } from "../conversations/tables.ts";
import { hiddenWithConversation, moment, owned, tenancy, within } from "../workspaces/tables.ts";

/** What a person once answered and that held, proposed as an article; without what says whom it was for. */
export const replySuggestions = pgTable(
  "reply_suggestions",
  {
    ...owned,
    conversationId: uuid().notNull(),
    question: text().notNull(),
    answer: text().notNull(),
    /** BCP 47; null: told by its words. */
    language: text(),
    state: text({ enum: ["waiting", "approved", "rejected"] })
      .notNull()
      .default("waiting"),
    /** What became of it. */
    articleId: uuid(),
    /** The member who decided. */
    decidedBy: uuid(),
    decidedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithConversation(t),
    unique("reply_suggestions_conversation").on(t.workspaceId, t.conversationId),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type ReplySuggestion = typeof replySuggestions.$inferSelect;
