import { boolean, foreignKey, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { runs } from "../automation/tables.ts";
import { assurances } from "../tool-switches/index.ts";
import { document, moment, owned, tenancy, within, workspaces } from "../workspaces/tables.ts";
import { authorizations, type BoundFact, sourceKinds } from "./rules.ts";

/** A server of somebody's whose operations the AI may be given as tools. */
export const toolSources = pgTable(
  "tool_sources",
  {
    ...owned,
    kind: text({ enum: sourceKinds }).notNull(),
    name: text().notNull(),
    /** Where its description is read; null: it was pasted. */
    url: text(),
    /** Calls go there and nowhere else. */
    baseUrl: text().notNull(),
    title: text().notNull(),
    /** See platform/seal.ts; null: it lets in everybody. */
    credentialsSealed: text(),
    credentialsType: text({ enum: ["bearer", "basic", "header", "query", "oauth"] }),
    /** Null: it is no server at which a person logs in. */
    authorization: text({ enum: authorizations }),
    /** A member is away to log in there: what she must bring back, sealed. */
    attemptSealed: text(),
    /** Who asks for the next tokens; all others wait until then. */
    replacingId: uuid(),
    replacingUntil: moment(),
    /** What it has and cannot be offered, each with the reason. */
    leftOut: document<string[]>().notNull(),
    readAt: moment().notNull(),
  },
  (t) => [...tenancy(t), foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade")],
);
export type ToolSourceRow = typeof toolSources.$inferSelect;

/** What a merchant tried, and what came of it; without secrets. */
export interface ToolTest {
  at: string;
  ok: boolean;
  sent: unknown;
  status: number | null;
  answered: unknown;
  error: string | null;
  durationMs: number;
}

/** One operation of such a server. Off until somebody switches it on, and off again when it changes. */
export const externalTools = pgTable(
  "external_tools",
  {
    ...owned,
    sourceId: uuid().notNull(),
    /** The server's own name for it. */
    key: text().notNull(),
    /** What models call it. */
    name: text().notNull(),
    description: text().notNull(),
    schema: document<Record<string, unknown>>().notNull(),
    operation: document<Record<string, unknown>>().notNull(),
    /** Of all of that: whoever switches it on has seen this. */
    hash: text().notNull(),
    isRead: boolean().notNull(),
    /** False: the server has it no more. */
    isOffered: boolean().notNull(),
    isOn: boolean().notNull(),
    /** The AI may ask for it, and a person does it. */
    needsPerson: boolean().notNull(),
    assurance: text({ enum: assurances }).notNull(),
    /** Arguments the server fills in. */
    bound: document<Record<string, BoundFact>>().notNull(),
    lastTest: document<ToolTest>(),
  },
  (t) => [
    ...tenancy(t),
    unique("external_tools_name").on(t.workspaceId, t.name),
    unique("external_tools_key").on(t.workspaceId, t.sourceId, t.key),
    within(t.workspaceId, t.sourceId, toolSources),
  ],
);
export type ExternalTool = typeof externalTools.$inferSelect;

/** A call of the AI's that changes something elsewhere, written down before it is made: it is never made twice. */
export const externalCalls = pgTable(
  "external_calls",
  {
    ...owned,
    toolId: uuid().notNull(),
    runId: uuid().notNull(),
    /** Run, tool and arguments. */
    onceKey: text().notNull(),
    /** `begun` and `unknown`: it may have been done. */
    state: text({ enum: ["begun", "done", "failed", "unknown"] }).notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("external_calls_once").on(t.workspaceId, t.onceKey),
    index("external_calls_run").on(t.workspaceId, t.runId),
    index("external_calls_tool").on(t.workspaceId, t.toolId),
    within(t.workspaceId, t.toolId, externalTools),
    within(t.workspaceId, t.runId, runs),
  ],
);
