import { sql } from "drizzle-orm";
import type postgres from "postgres";
import type { Database, Query, RawSql } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../workspaces/index.ts";
import type { ClaimedJob } from "./claim-jobs.ts";

export interface NewJob {
  queue: string;
  name: string;
  payload: Record<string, unknown>;
  /** Jobs with the same key in one queue run one after another, in the order enqueued. */
  orderingKey?: string;
  /** Default: as soon as possible. */
  runAt?: Date;
}

export async function insertJobs(q: Query, ctx: Context, rows: readonly NewJob[]): Promise<void> {
  if (rows.length === 0) return;
  const cause = ctx.cause ? { ...ctx.cause, depth: ctx.cause.depth + 1 } : null;
  const records = JSON.stringify(rows.map((row) => ({ ...row, id: newId() })));
  await q.execute(sql`
    insert into jobs (workspace_id, id, queue, name, payload, ordering_key, run_at, cause)
    select ${ctx.workspaceId}::uuid, id, queue, name, payload, "orderingKey", coalesce("runAt", now()),
      ${JSON.stringify(cause)}::text::json
    from rows from (json_to_recordset(${records}::text::json)
      as (id uuid, queue text, name text, payload json, "orderingKey" text, "runAt" timestamptz))
      with ordinality as j(id, queue, name, payload, "orderingKey", "runAt", n) order by n`);
}

/**
 * The same as part of a larger raw statement: `wanted` is a query of (workspace_id, id, queue, name, payload,
 * ordering_key, cause, place), enqueued in the order of `place`.
 */
export function enqueued(sql: RawSql, wanted: postgres.PendingQuery<postgres.Row[]>) {
  return sql`
    enqueued as (
      insert into jobs (workspace_id, id, queue, name, payload, ordering_key, cause)
      select workspace_id, id, queue, name, payload, ordering_key, cause from (${wanted}) w order by place
    )`;
}

/** What the fence needs of a held job. */
export type Held = Pick<ClaimedJob, "workspaceId" | "id" | "attempts">;

/**
 * The places of the jobs still held under these claims. Each is found by its own key: as a plain join, planned while
 * the queue was empty and kept, it would later read the whole queue for each of them.
 */
function places({ system: { sql } }: Database, held: readonly Held[], locking: "" | "for update skip locked") {
  return sql`array(
    select found.place from unnest(${held.map((job) => job.workspaceId)}::uuid[], ${held.map((job) => job.id)}::uuid[],
      ${held.map((job) => job.attempts)}::int[]) as held(workspace_id, id, attempts)
    cross join lateral (
      select ctid as place from jobs
      where workspace_id = held.workspace_id and id = held.id and attempts = held.attempts and lease_until is not null
      limit 1 ${sql.unsafe(locking)}) found)`;
}

/** The same jobs as a condition, for few of them: it also finds a row that moves while the statement waits for it. */
function stillHeld({ system }: Database, held: readonly Held[]) {
  // Of two claims of one job the later one counts.
  const latest = [...new Map(held.toSorted((a, b) => a.attempts - b.attempts).map((job) => [job.id, job])).values()];
  const ids = latest.map((job) => job.id);
  return system.sql`workspace_id = any(${latest.map((job) => job.workspaceId)}::uuid[]) and id = any(${ids}::uuid[])
    and attempts = (${latest.map((job) => job.attempts)}::int[])[array_position(${ids}::uuid[], id)]
    and lease_until is not null`;
}

/** Done jobs leave the table: what they did stands in the events. */
export async function completeJobs(db: Database, held: readonly Held[]): Promise<void> {
  if (held.length === 0) return;
  const gone = await db.system.sql<{ id: string }[]>`
    delete from jobs where ctid = any(${places(db, held, "")}) returning id`;
  if (gone.length === held.length) return;
  // Somebody else's by now, or its lease was being prolonged at this moment, which moved it.
  const ids = new Set(gone.map((row) => row.id));
  const rest = held.filter((job) => !ids.has(job.id));
  await db.system.sql`
    delete from jobs where ${stillHeld(db, rest)}`;
}

export interface JobError {
  code: string;
  /** Safe to show: an AppError's message, or a general sentence. */
  message: string;
}

/** Puts a held job back, to run again after `delayMs`. `counts` = this failure counts against the limit. */
export async function retryJob(
  db: Database,
  job: Held,
  { delayMs, error, counts }: { delayMs: number; error: JobError; counts: boolean },
): Promise<void> {
  await db.system.sql`
    update jobs set lease_until = null, run_at = now() + ${delayMs} * interval '1 millisecond',
      failures = failures + ${counts ? 1 : 0}, last_error = ${stamped(error)}::text::json
    where workspace_id = ${job.workspaceId} and id = ${job.id} and attempts = ${job.attempts} and lease_until is not null`;
}

/** Sets a held job aside until the connection it needs works again. */
export async function parkJob(db: Database, job: Held, connectionId: string, error: JobError): Promise<void> {
  await db.system.sql`
    update jobs set state = 'parked', parked_on = ${connectionId}, lease_until = null, last_error = ${stamped(error)}::text::json
    where workspace_id = ${job.workspaceId} and id = ${job.id} and attempts = ${job.attempts} and lease_until is not null`;
}

/** Moves a held job to the dead letters, where it blocks nobody. */
export async function buryJob(db: Database, job: Held, error: JobError): Promise<void> {
  await db.system.sql`
    update jobs set state = 'dead', lease_until = null, failures = failures + 1, last_error = ${stamped(error)}::text::json
    where workspace_id = ${job.workspaceId} and id = ${job.id} and attempts = ${job.attempts} and lease_until is not null`;
}

/** Gives held jobs back at once, as if they had not been taken: for a stop in good order. */
export async function releaseJobs(db: Database, held: readonly Held[]): Promise<void> {
  if (held.length === 0) return;
  await db.system.sql`
    update jobs set lease_until = null where ${stillHeld(db, held)}`;
}

/**
 * Prolongs leases. It passes by rows that are being completed, and so never waits for another, nor another for it.
 * @returns the ids still held under these claims; the others are done or belong to someone else by now.
 */
export async function extendLeases(db: Database, held: readonly Held[], leaseMs: number): Promise<Set<string>> {
  if (held.length === 0) return new Set();
  const rows = await db.system.sql<{ id: string }[]>`
    update jobs set lease_until = now() + ${leaseMs} * interval '1 millisecond'
    where ctid = any(${places(db, held, "for update skip locked")})
    returning id`;
  return new Set(rows.map((row) => row.id));
}

/**
 * Makes jobs whose lease ran out claimable again: their worker died, or Redis lost them. It counts as a failure, so
 * that a job that kills its worker every time is given up by the next one instead of taking workers down for ever. Each
 * waits a while of its own, so that the jobs that ran beside the deadly one do not meet it again.
 *
 * @returns how many were found.
 */
export async function sweepLeases(db: Database): Promise<number> {
  const lost = stamped({ code: "bug", message: "The worker stopped in the middle of this job" });
  const rows = await db.system.sql`
    update jobs set lease_until = null, failures = failures + 1, last_error = ${lost}::text::json,
      run_at = now() + random() * least(60, power(2, failures)) * interval '1 second'
    where (workspace_id, id) in (
      select workspace_id, id from jobs where state = 'ready' and run_at <= now() and lease_until < now()
      order by position limit 1000 for update skip locked)
    returning 1`;
  return rows.length;
}

function stamped({ code, message }: JobError): string {
  return JSON.stringify({ code, message, at: new Date().toISOString() });
}
