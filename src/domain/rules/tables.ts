import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { conversations } from "../conversations/tables.ts";
import type { Filter } from "../filters/index.ts";
import type { Actor } from "../workspaces/index.ts";
import { document, hiddenWithConversation, moment, owned, tenancy, within, workspaces } from "../workspaces/tables.ts";
import { type StepResult, triggers } from "./decisions.ts";
import type { RuleStep } from "./steps.ts";

/** What a shop wants done by itself: when something happens, and the conditions hold, these steps. */
export const rules = pgTable(
  "rules",
  {
    ...owned,
    name: text().notNull(),
    enabled: boolean().notNull(),
    /** They are held against an event in this order. */
    position: integer().notNull(),
    trigger: text({ enum: triggers }).notNull(),
    /** Asked of the conversation as it is when the rule's turn comes. */
    filter: document<Filter>().notNull(),
    /** Of the message that set it off, any of these; empty: whatever it says. */
    words: document<string[]>().notNull(),
    steps: document<RuleStep[]>().notNull(),
    /** Counts changes, so that nobody overwrites what she has not seen, and a run says which one it was. */
    version: integer().notNull().default(1),
    /** Who saved it last: it acts with what she was allowed then. */
    savedBy: document<Actor>().notNull(),
    /** Null: made by the product itself. */
    granted: document<string[]>(),
    failuresInARow: integer().notNull().default(0),
    /** Since when, and why, somebody has to look at it; it goes on trying. */
    attention: document<{ reason: string; message: string; at: string }>(),
    updatedAt: moment().notNull().defaultNow(),
    archivedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    index("rules_in_use").on(t.workspaceId, t.trigger, t.position, t.id).where(sql`enabled and archived_at is null`),
  ],
);
export type Rule = typeof rules.$inferSelect;

/** A rule that fitted, once for each event and conversation, and what came of it. */
export const ruleRuns = pgTable(
  "rule_runs",
  {
    ...owned,
    ruleId: uuid().notNull(),
    ruleVersion: integer().notNull(),
    conversationId: uuid().notNull(),
    /** What set it off. */
    eventId: uuid().notNull(),
    messageId: uuid(),
    /** skipped: nothing to do, or something spoke against it; failed: `results` say which step, and what was done before. */
    outcome: text({ enum: ["applied", "skipped", "failed"] }).notNull(),
    /** A word of a closed list, unless it was applied. */
    reason: text(),
    results: document<StepResult[]>().notNull(),
    /** Rules behind it were not asked any more. */
    stopped: boolean().notNull(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithConversation(t),
    unique("rule_runs_once").on(t.workspaceId, t.eventId, t.conversationId, t.ruleId),
    index("rule_runs_of_rule").on(t.workspaceId, t.ruleId, t.id.desc()),
    index("rule_runs_of_conversation").on(t.workspaceId, t.conversationId, t.id.desc()),
    within(t.workspaceId, t.ruleId, rules),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type RuleRun = typeof ruleRuns.$inferSelect;
