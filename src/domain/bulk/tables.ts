import { sql } from "drizzle-orm";
import { foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { conversations } from "../conversations/tables.ts";
import type { FieldValue } from "../fields/index.ts";
import type { Filter } from "../filters/index.ts";
import type { Actor } from "../workspaces/index.ts";
import {
  document,
  hiddenWithConversation,
  moment,
  owned,
  tenancy,
  within,
  workspacePolicy,
  workspaces,
} from "../workspaces/tables.ts";
import type { Action, Problems, PutBacks } from "./rules.ts";

/** Which conversations: named one by one, or by what they had in common at `at`. */
export type Selection =
  | { by: "conversations" }
  | { by: "filter"; filter: Filter; viewId: string | null; me: string | null; at: string };

/** One action on many conversations, in somebody's name. */
export const bulkActions = pgTable(
  "bulk_actions",
  {
    ...owned,
    /** Who started it: everything it does is done in this name. */
    actor: document<Actor>().notNull(),
    /** What she was allowed then; null for the product itself. */
    granted: document<string[]>(),
    action: document<Action>().notNull(),
    /** The bulk action that this one takes back. */
    undoOf: uuid(),
    selection: document<Selection>().notNull(),
    /** selecting: its conversations are being chosen; stopped: it could not go on, `stopped` says why. */
    state: text({ enum: ["selecting", "running", "done", "cancelled", "stopped"] }).notNull(),
    stopped: document<{ reason: string; message: string }>(),
    /** Conversations chosen; null while they are being chosen. */
    total: integer(),
    done: integer().notNull().default(0),
    /** Left as they were: there was nothing to do, or somebody was quicker. */
    skipped: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    /** The next slice to be worked. */
    nextSlice: integer().notNull().default(0),
    /** The starter's own key for it: asking twice starts one. */
    clientId: text(),
    /** When its progress was last announced. */
    progressedAt: moment(),
    endedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    within(t.workspaceId, t.undoOf, t),
    index("bulk_actions_newest").on(t.workspaceId, t.createdAt.desc(), t.id.desc()),
    index("bulk_actions_running").on(t.workspaceId).where(sql`state in ('selecting', 'running')`),
    uniqueIndex("bulk_actions_client_id").on(t.workspaceId, t.clientId).where(sql`client_id is not null`),
    uniqueIndex("bulk_actions_undone_once")
      .on(t.workspaceId, t.undoOf)
      .where(sql`undo_of is not null and state in ('selecting', 'running', 'done')`),
  ],
);
export type BulkAction = typeof bulkActions.$inferSelect;

/**
 * Up to a thousand of its conversations, worked in one transaction. A slice keeps what came of it, so that a row stands for
 * hundreds: per conversation they would cost more than the action itself.
 */
export const bulkSlices = pgTable(
  "bulk_slices",
  {
    workspaceId: uuid().notNull(),
    bulkActionId: uuid().notNull(),
    /** 0, 1, 2 … */
    n: integer().notNull(),
    conversationIds: uuid().array().notNull(),
    /** Those it changed; null until it was worked. */
    changedIds: uuid().array(),
    /** What brings them back, unless their ids are enough for that. */
    putBacks: document<PutBacks>(),
    /** Those it did not change, and why; null when there are none. */
    problems: document<Problems>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.bulkActionId, t.n] }),
    workspacePolicy(),
    within(t.workspaceId, t.bulkActionId, bulkActions),
  ],
);
export type BulkSlice = typeof bulkSlices.$inferSelect;

/** What conversations held in a field before: what people wrote, so it goes when the conversation goes. */
export const bulkFormerValues = pgTable(
  "bulk_former_values",
  {
    workspaceId: uuid().notNull(),
    bulkActionId: uuid().notNull(),
    conversationId: uuid().notNull(),
    former: document<FieldValue>(),
    wrote: document<FieldValue>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.bulkActionId, t.conversationId] }),
    workspacePolicy(),
    hiddenWithConversation(t),
    index("bulk_former_values_conversation").on(t.workspaceId, t.conversationId),
    within(t.workspaceId, t.bulkActionId, bulkActions),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
