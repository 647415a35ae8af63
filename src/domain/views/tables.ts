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
import {
  document,
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
    /** private: seen by its owner only; shared: by everybody who may see views. */
    visibility: text({ enum: ["private", "shared"] }).notNull(),
    /** Whose a private view is. */
    ownerId: uuid(),
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
  ],
);
export type View = typeof views.$inferSelect;

/** How many conversations a view has: kept, never counted. The id is the view's `countId`. */
export const viewCounts = pgTable(
  "view_counts",
  {
    ...owned,
    conversations: integer().notNull().default(0),
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
    index("view_memberships_by_time").on(t.workspaceId, t.changesAt),
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
