import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { PutBack } from "../conversations/index.ts";
import { conversations } from "../conversations/tables.ts";
import { answerModes, confidences, guidanceVersions } from "../guidance/tables.ts";
import {
  document,
  hiddenWithConversation,
  moment,
  owned,
  tenancy,
  within,
  workspacePolicy,
} from "../workspaces/tables.ts";
import { draftFates, handOverReasons } from "./outcomes.ts";

export interface DraftSource {
  kind: "order" | "message" | "customer" | "article" | "table";
  id: string;
  label: string;
}

/**
 * What a turn was begun for, if not for a message: an action that has ended, a message of ours that the customer has not
 * answered, a cart she left (its checkout), or goods she asked to be told of (her request).
 */
export interface RunCause {
  kind: "action" | "silence" | "cart" | "back_in_stock";
  id: string;
}

/** One AI turn on a conversation: what it was asked, what came of it, what it cost. */
export const runs = pgTable(
  "runs",
  {
    ...owned,
    conversationId: uuid().notNull(),
    /** The message that asked for it, which a newer one supersedes; of a talk on the phone, its call. */
    lastMessageId: uuid().notNull(),
    /** Why it was asked for, where it was no message: something the AI had begun is done, or she is silent. */
    because: document<RunCause>(),
    /** sent: by itself; drafted: for a person, or to be sent by itself later; no_reply: nothing needed an answer. */
    status: text({
      enum: [
        ...(["waiting", "running", "drafted", "sent", "no_reply", "handed_over"] as const),
        ...(["spoken", "superseded", "skipped", "failed"] as const),
      ],
    }).notNull(),
    /** Why there is no draft, or how a talk ended, in words an agent understands. */
    reason: text(),
    /** Why it was handed over to people. */
    handOverReason: text({ enum: handOverReasons }),
    /** What the customer wants, in a word of the guidance. */
    intent: text(),
    confidence: text({ enum: confidences }),
    mode: text({ enum: answerModes }),
    /** The published guidance it went by; null: there was none. */
    guidanceVersionId: uuid(),
    /**
     * What people made of its draft: sent it as it was or changed, wrote in words of their own, or threw it away. Null: it
     * was sent by itself, a newer one took its place, or it waits.
     */
    draftFate: text({ enum: draftFates }),
    /** The oldest message it was shown: what came before was resolved. */
    firstMessageId: uuid(),
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
    within(t.workspaceId, t.guidanceVersionId, guidanceVersions, "restrict"),
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
    /** reading, judgement: a model without tools, asked beside the turn. */
    kind: text({ enum: ["model", "tool", "reading", "judgement"] }).notNull(),
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

/** The answer the AI proposes; at most one per conversation, until it is sent, edited or discarded. */
export const drafts = pgTable(
  "drafts",
  {
    ...owned,
    conversationId: uuid().notNull(),
    runId: uuid().notNull(),
    body: text().notNull(),
    /** Goes out below it when it is sent by itself; who sends it herself answers for it. */
    disclosure: text(),
    /** What the answer rests on. */
    sources: document<DraftSource[]>().notNull(),
    lastSeenMessageId: uuid().notNull(),
    mode: text({ enum: answerModes }).notNull().default("draft"),
    /** When it is sent by itself; null: a person sends it. */
    sendsAt: moment(),
    /** Why it waits for a person although it was to be sent by itself. */
    heldBecause: text(),
    intent: text(),
    confidence: text({ enum: confidences }),
    /** It is to sell something: whoever sends it sends that. */
    promotional: boolean().notNull().default(false),
    /** A closed conversation was opened for it: what that is to be again when nothing comes of it. */
    reopened: document<Omit<PutBack, "conversationId">>(),
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

/**
 * Whether the AI has given a conversation to people. It holds until the conversation is closed: a standing older than
 * that is over.
 */
export const aiStandings = pgTable(
  "ai_standings",
  {
    workspaceId: uuid().notNull(),
    conversationId: uuid().notNull(),
    reason: text({ enum: handOverReasons }).notNull(),
    runId: uuid().notNull(),
    since: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.conversationId] }),
    workspacePolicy(),
    hiddenWithConversation(t),
    within(t.workspaceId, t.conversationId, conversations),
  ],
);
export type AiStanding = typeof aiStandings.$inferSelect;
