import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { Cause } from "../workspaces/index.ts";
import { document, moment, systemPolicy, workspacePolicy } from "../workspaces/tables.ts";

/**
 * Work to do, now or later. Claimed across workspaces by the system role, so it is a queue of the whole
 * installation that names workspaces, not a table one workspace owns; each workspace still sees only its own rows.
 */
export const jobs = pgTable(
  "jobs",
  {
    workspaceId: uuid().notNull(),
    id: uuid().notNull(),
    /** Order of insertion: jobs with one ordering key run in this order. */
    position: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    queue: text().notNull(),
    name: text().notNull(),
    payload: document<Record<string, unknown>>().notNull(),
    orderingKey: text(),
    runAt: moment().notNull().defaultNow(),
    /** Counts claims; also the fence: only the claim that holds the current number may finish the job. */
    attempts: integer().notNull().default(0),
    /** Failures counted against the limit; waiting for a rate limit or a reconnect is not a failure. */
    failures: integer().notNull().default(0),
    /** A ready job with a lease is being worked on. No index knows of leases, so that taking a job rewrites none. */
    state: text({ enum: ["ready", "parked", "dead"] })
      .notNull()
      .default("ready"),
    leaseUntil: moment(),
    /** The connection whose repair a parked job waits for. */
    parkedOn: uuid(),
    lastError: document<{ code: string; message: string; at: string }>(),
    cause: document<Cause>(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("jobs_due").on(t.queue, t.runAt, t.position).where(sql`state = 'ready'`),
    index("jobs_in_order")
      .on(t.workspaceId, t.queue, t.orderingKey, t.position)
      .where(sql`ordering_key is not null and state <> 'dead'`),
    index("jobs_held").on(t.workspaceId, t.state, t.position).where(sql`state in ('dead', 'parked')`),
    workspacePolicy(),
    systemPolicy(),
  ],
);
export type Job = typeof jobs.$inferSelect;
