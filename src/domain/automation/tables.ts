import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { conversations } from "../conversations/tables.ts";
import { document, hiddenWithConversation, moment, owned, tenancy, within } from "../workspaces/tables.ts";

export interface DraftSource {
  kind: "order" | "message" | "customer" | "article";
  id: string;
  label: string;
}

/** One AI turn on a conversation: what it was asked, what came of it, what it cost. */
export const runs = pgTable(
  "runs",
  {
    ...owned,
    conversationId: uuid().notNull(),
    /** The message that asked for it, which a newer one supersedes; of a talk on the phone, its call. */
    lastMessageId: uuid().notNull(),
    status: text({ enum: ["waiting", "running", "drafted", "spoken", "superseded", "skipped", "failed"] }).notNull(),
    /** Why there is no draft, or how a talk ended, in words an agent understands. */
    reason: text(),
    model: text(),
    inputTokens: integer().notNull().default(0),
    outputTokens: integer().notNull().default(0),
    /** Millionths of a US dollar. */
    costMicros: bigint({ mode: "number" }).notNull().default(0),
    startedAt: moment(),
    finishedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithConversation(t),
    index("runs_conversation").on(t.workspaceId, t.conversationId, t.createdAt.desc()),
    uniqueIndex("runs_one_waiting").on(t.workspaceId, t.conversationId).where(sql`status = 'waiting'`),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type Run = typeof runs.$inferSelect;

/** Every call a run made, to a model or a tool. */
export const runSteps = pgTable(
  "run_steps",
  {
    ...owned,
    runId: uuid().notNull(),
    n: integer().notNull(),
    kind: text({ enum: ["model", "tool"] }).notNull(),
    /** The model's id or the tool's name. */
    name: text().notNull(),
    request: document<unknown>().notNull(),
    response: document<unknown>(),
    /** A model's own form of its answer, to go on from if the worker dies; gone when the run has ended. */
    replay: document<unknown>(),
    inputTokens: integer().notNull().default(0),
    outputTokens: integer().notNull().default(0),
    costMicros: bigint({ mode: "number" }).notNull().default(0),
    durationMs: integer().notNull(),
    error: text(),
  },
  (t) => [
    ...tenancy(t),
    unique("run_steps_n").on(t.workspaceId, t.runId, t.n),
    index("run_steps_searches").on(t.workspaceId, t.createdAt.desc()).where(sql`name = 'search_knowledge'`),
    within(t.workspaceId, t.runId, runs),
  ],
);
export type RunStep = typeof runSteps.$inferSelect;

/** The answer the AI proposes; at most one per conversation, until a person sends, edits or discards it. */
export const drafts = pgTable(
  "drafts",
  {
    ...owned,
    conversationId: uuid().notNull(),
    runId: uuid().notNull(),
    body: text().notNull(),
    /** What the answer rests on. */
    sources: document<DraftSource[]>().notNull(),
    lastSeenMessageId: uuid().notNull(),
  },
  (t) => [
    ...tenancy(t),
    hiddenWithConversation(t),
    unique("drafts_conversation").on(t.workspaceId, t.conversationId),
    within(t.workspaceId, t.conversationId, conversations),
    within(t.workspaceId, t.runId, runs),
  ],
);
export type Draft = typeof drafts.$inferSelect;
