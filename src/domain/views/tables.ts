import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { members } from "../access/tables.ts";
import type { Filter } from "../filters/index.ts";
import { teams } from "../teams/tables.ts";
import {
  document,
  hidden,
  hiddenTeams,
  hiddenWithConversation,
  moment,
  owned,
  systemPolicy,
  tenancy,
  within,
  workspacePolicy,
  workspaces,
} from "../workspaces/tables.ts";

/** Questions that people keep: the conversations that fit a filter, in an order. */
export const views = pgTable(
  "views",
  {
    ...owned,
    name: text().notNull(),
    /** private: seen by its owner only; team: by those in a team; shared: by everybody who may see views. */
    visibility: text({ enum: ["private", "team", "shared"] }).notNull(),
    /** Whose a private view is. */
    ownerId: uuid(),
    /** Whose a team's view is. */
    teamId: uuid(),
    filter: document<Filter>().notNull(),
    sort: text({ enum: ["last_activity", "waiting_longest", "created"] }).notNull(),
    /** Where it stands among the others. */
    position: integer().notNull(),
    /** Counts changes, so that nobody overwrites what she has not seen. */
    version: integer().notNull().default(1),
    /** The count that belongs to this filter and sort: with another filter, another count begins. */
    countId: uuid().notNull(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (t) => [
    ...tenancy(t),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    unique("views_count").on(t.workspaceId, t.countId),
    within(t.workspaceId, t.ownerId, members),
    within(t.workspaceId, t.teamId, teams, "restrict"),
  ],
);
export type View = typeof views.$inferSelect;

/** What stands for no team where a key needs one. */
export const noTeam = "00000000-0000-0000-0000-000000000000";

/**
 * How many conversations of each team a view has: kept, never counted. What a member reads is the sum, and the policy
 * leaves out the private teams she is not in.
 */
export const viewTallies = pgTable(
  "view_tallies",
  {
    workspaceId: uuid().notNull(),
    countId: uuid().notNull(),
    teamId: uuid().notNull(),
    conversations: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.countId, t.teamId] }),
    workspacePolicy(),
    hidden(sql`team_id = any(${hiddenTeams})`),
  ],
);

/** How far the count of a view has come. The id is the view's `countId`. */
export const viewCounts = pgTable(
  "view_counts",
  {
    ...owned,
    /** The last conversation looked at while the count begins, in order of id; null when it is whole. */
    begunUpTo: uuid(),
  },
  (t) => [...tenancy(t)],
);
export type ViewCount = typeof viewCounts.$inferSelect;

/**
 * Which conversations are in which count, and in what order. Written by `keepCounts` alone. It does not point to
 * conversations: one that is gone is still to be taken off the count.
 */
export const viewMemberships = pgTable(
  "view_memberships",
  {
    workspaceId: uuid().notNull(),
    conversationId: uuid().notNull(),
    countId: uuid().notNull(),
    /** The conversation's team, by which it is tallied. */
    teamId: uuid().notNull().default(noTeam),
    /** False: only waited for, until `changesAt`. */
    fits: boolean().notNull(),
    /** The larger, the further up. Made by `sortKeyOf`. */
    sortKey: bigint({ mode: "number" }).notNull(),
    /** When time alone may change whether it fits. */
    changesAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.conversationId, t.countId] }),
    workspacePolicy(),
    hiddenWithConversation(t),
    index("view_memberships_in_order").on(t.workspaceId, t.countId, t.fits, t.sortKey.desc(), t.conversationId.desc()),
    index("view_memberships_by_time").on(t.workspaceId, t.changesAt).where(sql`changes_at is not null`),
  ],
);

/** How far the counts of a workspace have followed its log. Workspaces without views have no row. */
export const viewFeeds = pgTable(
  "view_feeds",
  {
    workspaceId: uuid().primaryKey(),
    followedSeq: bigint({ mode: "number" }).notNull(),
    /** When the next conversation enters or leaves a view by time alone. */
    nextChangeAt: moment(),
    /** A count begins or ends: there is work besides the log. */
    hasUnfinished: boolean().notNull().default(false),
  },
  () => [workspacePolicy(), systemPolicy()],
);
