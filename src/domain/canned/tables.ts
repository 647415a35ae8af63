import { sql } from "drizzle-orm";
import { foreignKey, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { members } from "../access/tables.ts";
import type { Step } from "../steps/index.ts";
import { teams } from "../teams/tables.ts";
import { document, hidden, hiddenTeams, moment, owned, tenancy, within, workspaces } from "../workspaces/tables.ts";

/**
 * What the team answers with again and again: a text, `{{customer.first_name|there}}` filled in for each conversation,
 * and what is done with it.
 */
export const cannedReplies = pgTable(
  "canned_replies",
  {
    ...owned,
    name: text().notNull(),
    /** What is typed after a slash: lower-case words joined by hyphens. */
    shortcut: text().notNull(),
    /** Empty only where there are steps. */
    body: text().notNull(),
    /** Done with the conversation, and asked of the shop, as the text is sent. */
    steps: document<Step[]>().notNull().default(sql`'[]'`),
    /** BCP 47, canonical; null serves every language. */
    language: text(),
    /** Whose it is; null is everybody's. */
    teamId: uuid(),
    /** Counts changes of the text and its names, so that nobody overwrites what she has not seen. */
    version: integer().notNull().default(1),
    usageCount: integer().notNull().default(0),
    lastUsedAt: moment(),
    updatedAt: moment().notNull().defaultNow(),
    archivedAt: moment(),
    /** Null: made by a program, or by the product itself. */
    createdBy: uuid(),
  },
  (t) => [
    ...tenancy(t),
    hidden(sql`team_id = any(${hiddenTeams})`),
    // Each team may have a reply of its own for a shortcut. An archived reply gives its shortcut free.
    uniqueIndex("canned_replies_shortcut")
      .on(t.workspaceId, t.shortcut, sql`coalesce(team_id, '00000000-0000-0000-0000-000000000000'::uuid)`)
      .where(sql`archived_at is null`),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    within(t.workspaceId, t.createdBy, members, "restrict"),
    within(t.workspaceId, t.teamId, teams, "restrict"),
  ],
);
export type CannedReply = typeof cannedReplies.$inferSelect;
