import { sql } from "drizzle-orm";
import { bigint, foreignKey, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { DraftSource } from "../automation/tables.ts";
import { conversations } from "../conversations/tables.ts";
import type { GuidanceContent } from "../guidance/tables.ts";
import { document, hiddenWithConversation, moment, owned, tenancy, within, workspaces } from "../workspaces/tables.ts";

/** Guidance tried on past conversations: what the AI would have said, without any effect. */
export const trials = pgTable(
  "trials",
  {
    ...owned,
    /** As it was when the trial was begun. */
    content: document<GuidanceContent>().notNull(),
    /** Of the published version; null: the working copy. */
    number: integer(),
    /** Of the working copy; null: a published version was tried. */
    version: integer(),
    createdBy: uuid(),
  },
  (t) => [...tenancy(t), foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade")],
);
export type Trial = typeof trials.$inferSelect;

/** One conversation of a trial: goes with the conversation. */
export const trialCases = pgTable(
  "trial_cases",
  {
    ...owned,
    trialId: uuid().notNull(),
    conversationId: uuid().notNull(),
    /** The customer's message that is answered again. */
    messageId: uuid().notNull(),
    /** What was really said; null: nothing was. */
    saidMessageId: uuid(),
    /** What it came to then: what the AI's turn ended in; where there was none, whether she was answered. */
    saidOutcome: text({ enum: ["reply", "hand_over", "no_reply"] }).notNull(),
    /** failed: it would have ended without an answer, `reason` says why. */
    outcome: text({ enum: ["waiting", "reply", "hand_over", "no_reply", "failed"] }).notNull(),
    reply: text(),
    /** What the reply rests on. */
    sources: document<DraftSource[]>().notNull().default([]),
    /** Why answers before it were refused by the checks. */
    refused: document<string[]>().notNull().default([]),
    reason: text(),
    handOverReason: text(),
    intent: text(),
    confidence: text({ enum: ["low", "medium", "high"] }),
    mode: text({ enum: ["draft", "review", "auto"] }),
    /** Millionths of a US dollar. */
    costMicros: bigint({ mode: "number" }).notNull().default(0),
    finishedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithConversation(t),
    index("trial_cases_of").on(t.workspaceId, t.trialId, t.id),
    index("trial_cases_conversation").on(t.workspaceId, t.conversationId).where(sql`outcome <> 'waiting'`),
    within(t.workspaceId, t.trialId, trials),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type TrialCase = typeof trialCases.$inferSelect;
