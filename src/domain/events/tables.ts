import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { Actor, Cause } from "../workspaces/index.ts";
import { document, moment, systemPolicy, workspacePolicy } from "../workspaces/tables.ts";

/** Outbox, audit trail and change feed. Append-only: the app's role may not update or delete. */
export const events = pgTable(
  "events",
  {
    workspaceId: uuid().notNull(),
    /** Counts from 1 without gaps; the order of commits. */
    seq: bigint({ mode: "number" }).notNull(),
    id: uuid().notNull(),
    name: text().notNull(),
    data: document<Record<string, unknown>>().notNull(),
    actor: document<Actor>().notNull(),
    cause: document<Omit<Cause, "depth">>(),
    /** Steps from the first cause; capped, so that a cascade cannot run for ever. */
    depth: integer().notNull().default(0),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.seq] }),
    workspacePolicy(),
    systemPolicy(),
    // Few of all events: a report asks which conversations were closed in a period.
    index("events_closings").on(t.workspaceId, t.createdAt).where(sql`name = 'conversation.closed'`),
  ],
);
export type EventRow = typeof events.$inferSelect;

/**
 * The last number given out per workspace, and how far the relay has turned events into jobs. Every message moves it
 * several times, so no index knows these numbers: the relay reads the table, one short row a workspace.
 */
export const eventCounters = pgTable(
  "event_counters",
  {
    workspaceId: uuid().primaryKey(),
    lastSeq: bigint({ mode: "number" }).notNull(),
    relayedSeq: bigint({ mode: "number" }).notNull().default(0),
    /** "queue event": optional routes that this workspace has a use for. */
    wants: text().array().notNull().default([]),
  },
  () => [workspacePolicy(), systemPolicy()],
);
