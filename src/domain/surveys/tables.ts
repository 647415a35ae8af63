import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { conversations } from "../conversations/tables.ts";
import { hiddenWithConversation, moment, owned, tenancy, within, workspaces } from "../workspaces/tables.ts";
import { answeredBy } from "./rules.ts";

/** Whether customers are asked how it was; without a row they are not. */
export const surveySettings = pgTable(
  "survey_settings",
  { ...owned, isOn: boolean().notNull(), delayMinutes: integer().notNull() },
  (t) => [
    ...tenancy(t),
    unique("survey_settings_one").on(t.workspaceId),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type SurveySettings = typeof surveySettings.$inferSelect;

/** A customer was asked how it was, once in a conversation, and what she said. */
export const surveys = pgTable(
  "surveys",
  {
    ...owned,
    conversationId: uuid().notNull(),
    customerId: uuid().notNull(),
    /** The one she was asked with. */
    messageId: uuid().notNull(),
    language: text().notNull(),
    /** Who had written to her since it was closed the time before. */
    answeredBy: text({ enum: answeredBy }).notNull(),
    /** What opens her page, sealed; see platform/seal.ts. */
    keySealed: text().notNull(),
    expiresAt: moment().notNull(),
    /** 1 to 5; null: she has not said. */
    rating: integer(),
    comment: text(),
    ratedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithConversation(t),
    unique("surveys_once").on(t.workspaceId, t.conversationId),
    index("surveys_newest").on(t.workspaceId, t.createdAt.desc()),
    index("surveys_message").on(t.workspaceId, t.messageId),
    check("surveys_rating", sql`rating between 1 and 5`),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type Survey = typeof surveys.$inferSelect;
