import { bigint, date, foreignKey, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { document, moment, owned, tenancy, within, workspacePolicy, workspaces } from "../workspaces/tables.ts";
import { periods, providers, purposes } from "./rules.ts";

/** What a provider names to whoever has the key. */
export interface OfferedModel {
  id: string;
  /** A day; null: no end is announced. */
  endsOn: string | null;
}

/** US dollars per million tokens, which is millionths of a dollar for each. */
export interface Prices {
  input: number;
  cachedInput: number;
  output: number;
}

/** A merchant's own access to a provider of language models. */
export const modelKeys = pgTable(
  "model_keys",
  {
    ...owned,
    provider: text({ enum: providers }).notNull(),
    name: text().notNull(),
    /** Null: the provider's own. */
    baseUrl: text(),
    /** See platform/seal.ts. */
    keySealed: text().notNull(),
    /** Its last characters, to tell it from others. */
    keyHint: text().notNull(),
    state: text({ enum: ["unchecked", "working", "refused"] }).notNull(),
    /** Why it is refused, in words a merchant understands. */
    stateReason: text(),
    checkedAt: moment(),
    /** Null: not asked yet, or the provider has no list. */
    offered: document<OfferedModel[]>(),
  },
  (t) => [...tenancy(t), foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade")],
);
export type ModelKeyRow = typeof modelKeys.$inferSelect;

/** Which models are asked for what, in their order; where none is chosen, those of the installation. */
export const modelChoices = pgTable(
  "model_choices",
  {
    ...owned,
    purpose: text({ enum: purposes }).notNull(),
    /** 0 is asked first. */
    position: integer().notNull(),
    modelKeyId: uuid().notNull(),
    model: text().notNull(),
    prices: document<Prices>().notNull(),
    /** The day it ends, as the provider announced it or somebody wrote it down. */
    endsOn: date({ mode: "string" }),
    /** Days before the end that were warned of last; null: nothing was said yet. */
    warnedDays: integer(),
  },
  (t) => [
    ...tenancy(t),
    unique("model_choices_position").on(t.workspaceId, t.purpose, t.position),
    within(t.workspaceId, t.modelKeyId, modelKeys, "restrict"),
  ],
);
export type ModelChoice = typeof modelChoices.$inferSelect;

/** How much models may cost a workspace. */
export const modelBudgets = pgTable(
  "model_budgets",
  {
    ...owned,
    period: text({ enum: periods }).notNull(),
    limitMicros: bigint({ mode: "number" }).notNull(),
    /** The day or month of which was last said that it is nearly used up, and that it is. */
    warnedFor: text(),
    reachedFor: text(),
  },
  (t) => [
    ...tenancy(t),
    unique("model_budgets_period").on(t.workspaceId, t.period),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type ModelBudget = typeof modelBudgets.$inferSelect;

/** What models did cost, by day (UTC): kept as it grows, never counted. */
export const modelSpending = pgTable(
  "model_spending",
  {
    workspaceId: uuid().notNull(),
    day: date({ mode: "string" }).notNull(),
    questions: integer().notNull(),
    inputTokens: bigint({ mode: "number" }).notNull(),
    outputTokens: bigint({ mode: "number" }).notNull(),
    costMicros: bigint({ mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.day] }),
    workspacePolicy(),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
