import { foreignKey, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { connections } from "../connections/tables.ts";
import type { Actor } from "../workspaces/index.ts";
import { document, moment, owned, tenancy, within, workspaces } from "../workspaces/tables.ts";

/** What somebody asked for through a provider, or a member by herself, who has a right to it. */
export const privacyRequests = pgTable(
  "privacy_requests",
  {
    ...owned,
    connectionId: uuid().notNull(),
    /** The provider's id of the request, or a hash of it. */
    externalId: text().notNull(),
    kind: text({ enum: ["data", "erase_person", "erase_account"] }).notNull(),
    /** Who of ours it is about; one may have been erased since. */
    customerIds: document<string[]>().notNull(),
    /** What else she is found by, sealed; null: nothing. */
    soughtSealed: text(),
    state: text({ enum: ["open", "done", "refused"] })
      .notNull()
      .default("open"),
    dueAt: moment().notNull(),
    answeredAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    unique("privacy_requests_once").on(t.workspaceId, t.connectionId, t.kind, t.externalId),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type PrivacyRequest = typeof privacyRequests.$inferSelect;

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
