import { foreignKey, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import type { Actor } from "../workspaces/index.ts";
import { document, moment, owned, tenancy, workspaces } from "../workspaces/tables.ts";

/** Why a person is erased: words of a closed list, so that nobody writes her name here. */
export const erasureReasons = ["person_asked", "authority_asked", "no_longer_needed", "test_data"] as const;

/** What went, by kind. */
export interface ErasedCounts {
  conversations: number;
  messages: number;
  /** Of others' conversations. */
  messagesElsewhere: number;
  deliveries: number;
  files: number;
}

/** The erasure of one person: what is left of her. It says who wanted it and why, and how far it is. */
export const erasures = pgTable(
  "erasures",
  {
    ...owned,
    /** Points to nobody in the end, so it is no key. */
    customerId: uuid().notNull(),
    reason: text({ enum: erasureReasons }).notNull(),
    by: document<Actor>().notNull(),
    stage: text({ enum: ["settle", "conversations", "elsewhere", "deliveries", "words", "done"] }).notNull(),
    /** The last row looked at in this stage. */
    after: uuid(),
    /** The database's clock when she had no address any more for everybody. */
    settledAt: moment(),
    /** What she is looked for by, a sealed JSON array; null in the end. */
    soughtSealed: text(),
    /** How many conversations she had when it began. */
    conversationCount: integer().notNull(),
    erased: document<ErasedCounts>().notNull(),
    finishedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    unique("erasures_customer").on(t.workspaceId, t.customerId),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type ErasureRow = typeof erasures.$inferSelect;
