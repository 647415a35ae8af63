import { sql } from "drizzle-orm";
import { bigint, foreignKey, index, integer, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { connections } from "../connections/tables.ts";
import { conversations } from "../conversations/tables.ts";
import type { Actor, Cause } from "../workspaces/index.ts";
import {
  document,
  hiddenWithItsConversation,
  moment,
  owned,
  tenancy,
  within,
  workspaces,
} from "../workspaces/tables.ts";
import type { ActionKind, Instruction } from "./instruction.ts";
import type { PolicyRule, Verdict } from "./policy.ts";
import type { Settlement, StoredPreview } from "./preview.ts";

/** Why it ended without being done, or why its outcome is not known: a stable word, and what a person can read. */
export interface Trouble {
  by: "shop" | "policy" | "parley";
  code: string;
  message: string;
}

/**
 * The ledger: everything that was asked of a shop, who asked, what was decided and what came of it. The id is the key
 * under which a shop does it once. A row outlives the erasure of whom it is about, without what says who she was.
 */
export const actions = pgTable(
  "actions",
  {
    ...owned,
    connectionId: uuid().notNull(),
    conversationId: uuid(),
    /** Without a key: the ledger outlives both. */
    customerId: uuid(),
    orderId: uuid(),
    kind: text().$type<ActionKind>().notNull(),
    /** Null after an erasure. */
    instruction: document<Instruction>(),
    /** SHA-256 of the shop, whom and what it is about, and the instruction. */
    argumentsHash: text().notNull(),
    requestedBy: document<Actor>().notNull(),
    /** "member:…", "app:…", "ai", "system": whose budget it counts against. */
    actorKey: text().notNull(),
    cause: document<Cause>(),
    preview: document<StoredPreview>(),
    verdict: document<Verdict>(),
    state: text({
      enum: [
        ...(["planned", "awaiting_approval", "approved", "executing", "unknown"] as const),
        ...(["done", "undone", "refused", "failed", "declined", "called_off", "expired"] as const),
      ],
    })
      .notNull()
      .default("planned"),
    trouble: document<Trouble>(),
    /** Who ended it after it had been let through. */
    calledOffBy: document<Actor>(),
    /** What the shop gives away by it, in the shop's currency: as previewed, and once it is done, really. */
    costMinor: bigint({ mode: "number" }),
    currency: text(),
    result: document<Settlement>(),
    /** What takes it back, where there is such a thing. */
    undo: document<Instruction>(),
    /** The action that this one takes back. */
    undoOf: uuid(),
    /** The asker's own key for it: planned twice with the same, it is planned once. */
    clientId: text(),
    /** The shop works on it: asks what came of it. */
    handle: text(),
    attempts: integer().notNull().default(0),
    /** How often the shop was asked what came of it without an answer. */
    looks: integer().notNull().default(0),
    /** Since when a look in the shop has not found it, after an attempt whose outcome is unknown. */
    missingSince: moment(),
    requestedAt: moment(),
    /** Since when its cost counts against budgets; null: it does not. */
    reservedAt: moment(),
    startedAt: moment(),
    endedAt: moment(),
    /** When a plan or a question to approvers is too old to go on from. */
    expiresAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithItsConversation(t),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    within(t.workspaceId, t.connectionId, connections),
    within(t.workspaceId, t.conversationId, conversations),
    within(t.workspaceId, t.undoOf, t),
    uniqueIndex("actions_client_id").on(t.workspaceId, t.actorKey, t.clientId).where(sql`client_id is not null`),
    uniqueIndex("actions_undone_once")
      .on(t.workspaceId, t.undoOf)
      .where(sql`undo_of is not null and state not in ('refused', 'failed', 'declined', 'called_off', 'expired')`),
    index("actions_newest").on(t.workspaceId, t.id.desc()),
    index("actions_conversation")
      .on(t.workspaceId, t.conversationId, t.id.desc())
      .where(sql`conversation_id is not null`),
    index("actions_order").on(t.workspaceId, t.orderId, t.id.desc()).where(sql`order_id is not null`),
    index("actions_customer").on(t.workspaceId, t.customerId, t.id.desc()).where(sql`customer_id is not null`),
    index("actions_open").on(t.workspaceId, t.state, t.id).where(sql`ended_at is null`),
    index("actions_spent").on(t.workspaceId, t.reservedAt).where(sql`reserved_at is not null`),
    index("actions_spent_by").on(t.workspaceId, t.actorKey, t.reservedAt).where(sql`reserved_at is not null`),
    index("actions_same").on(t.workspaceId, t.argumentsHash).where(sql`reserved_at is not null`),
  ],
);
export type Action = typeof actions.$inferSelect;

/** A question to those who may approve, bound to exactly what was asked and what the shop said of it then. */
export const approvals = pgTable(
  "approvals",
  {
    ...owned,
    actionId: uuid().notNull(),
    argumentsHash: text().notNull(),
    fingerprint: text().notNull(),
    role: text({ enum: ["lead", "admin"] }).notNull(),
    /** outdated: the order changed, and it was asked again. */
    state: text({ enum: ["open", "approved", "declined", "outdated", "expired"] })
      .notNull()
      .default("open"),
    decidedBy: document<Actor>(),
    note: text(),
    decidedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    within(t.workspaceId, t.actionId, actions),
    uniqueIndex("approvals_one_open").on(t.workspaceId, t.actionId).where(sql`state = 'open'`),
    index("approvals_action").on(t.workspaceId, t.actionId, t.id.desc()),
  ],
);
export type Approval = typeof approvals.$inferSelect;

/** What a workspace lets whom do in its shops; the newest version counts. */
export const actionPolicies = pgTable(
  "action_policies",
  {
    ...owned,
    /** 1, 2, 3 … */
    version: integer().notNull(),
    rules: document<PolicyRule[]>().notNull(),
    createdBy: document<Actor>().notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("action_policies_version").on(t.workspaceId, t.version),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type ActionPolicy = typeof actionPolicies.$inferSelect;
