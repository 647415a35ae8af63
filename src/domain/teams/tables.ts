import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { members } from "../access/tables.ts";
import {
  document,
  hidden,
  hiddenTeams,
  moment,
  owned,
  tenancy,
  within,
  workspacePolicy,
  workspaces,
} from "../workspaces/tables.ts";

/** Members who answer from one queue. */
export const teams = pgTable(
  "teams",
  {
    ...owned,
    name: text().notNull(),
    /** How new work is handed out; off: people take it themselves. */
    mode: text({ enum: ["off", "round_robin", "least_loaded"] })
      .notNull()
      .default("off"),
    /** Counts what was handed out: who holds the smallest number is next. */
    turns: integer().notNull().default(0),
    /** Nobody outside it, but who may see private teams, sees it or its conversations. */
    isPrivate: boolean().notNull().default(false),
    archivedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    hidden(sql`id = any(${hiddenTeams})`),
    // An archived team gives its name free.
    uniqueIndex("teams_name").on(t.workspaceId, sql`lower(name)`).where(sql`archived_at is null`),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type Team = typeof teams.$inferSelect;

export const teamMembers = pgTable(
  "team_members",
  {
    workspaceId: uuid().notNull(),
    teamId: uuid().notNull(),
    memberId: uuid().notNull(),
    /** The team's turn in which this member last got something. */
    lastTurn: integer().notNull().default(0),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.teamId, t.memberId] }),
    index("team_members_member").on(t.workspaceId, t.memberId),
    workspacePolicy(),
    hidden(sql`team_id = any(${hiddenTeams})`),
    within(t.workspaceId, t.teamId, teams),
    within(t.workspaceId, t.memberId, members),
  ],
);

/** Whether a member takes new work, and how much. The id is the member's; without a row she has never been here. */
export const availabilities = pgTable(
  "availabilities",
  {
    ...owned,
    /** What she says: it holds until she says something else. */
    state: text({ enum: ["online", "away", "away_reassigning"] })
      .notNull()
      .default("online"),
    /** Open conversations at a time, by channel; what is absent is the usual number. */
    capacity: document<Partial<Record<"email" | "sms" | "voice" | "chat", number>>>().notNull(),
    /** When one of her windows was last connected. */
    lastSeenAt: moment(),
    /** When it was noticed that all her windows have been gone for long; null while she is here. */
    goneSince: moment(),
  },
  (t) => [...tenancy(t), within(t.workspaceId, t.id, members)],
);
export type AvailabilityRow = typeof availabilities.$inferSelect;
