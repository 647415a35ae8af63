import { sql } from "drizzle-orm";
import type { Database, Query } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import type { Cause, Context } from "../workspaces/index.ts";

export interface NewJob {
  queue: string;
  name: string;
  payload: Record<string, unknown>;
  /** Jobs with the same key in one queue run one after another, in the order enqueued. */
  orderingKey?: string;
  /** Default: as soon as possible. */
  runAt?: Date;
}

/** A job someone holds: `attempts` is the fence that makes a late finish harmless. */
export interface ClaimedJob {
  workspaceId: string;
  id: string;
  queue: string;
  name: string;
  payload: Record<string, unknown>;
  orderingKey: string | null;
  attempts: number;
  failures: number;
  cause: Cause | null;
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
 * Takes up to `limit` due jobs of one queue for `leaseMs`. Of the jobs with one ordering key only the oldest
 * unfinished one can be taken: one that is running, waiting for a retry or parked holds the later ones back.
 */
export async function claimJobs(
  db: Database,
  { queue, limit, leaseMs }: { queue: string; limit: number; leaseMs: number },
): Promise<ClaimedJob[]> {
  const claimed = await db.system.sql<(ClaimedJob & { position: string })[]>`
    with due as materialized (
      select workspace_id, id from jobs j
      where queue = ${queue} and state = 'ready' and run_at <= now()
        and (ordering_key is null or not exists (
          select 1 from jobs earlier
          where earlier.workspace_id = j.workspace_id and earlier.queue = j.queue
            and earlier.ordering_key = j.ordering_key and earlier.state <> 'dead' and earlier.position < j.position))
      order by run_at, position limit ${limit} for update skip locked
    )
    update jobs set state = 'active', attempts = attempts + 1,
      lease_until = now() + ${leaseMs} * interval '1 millisecond'
    from due where jobs.workspace_id = due.workspace_id and jobs.id = due.id
    returning jobs.workspace_id as "workspaceId", jobs.id, jobs.queue, jobs.name, jobs.payload,
      jobs.ordering_key as "orderingKey", jobs.attempts, jobs.failures, jobs.cause, jobs.position`;
  return claimed.sort((a, b) => Number(a.position) - Number(b.position));
}

/** What the fence needs of a held job. */
export type Held = Pick<ClaimedJob, "workspaceId" | "id" | "attempts">;

/** Done jobs leave the table: what they did stands in the events. */
export async function completeJobs(db: Database, held: readonly Held[]): Promise<void> {
  if (held.length === 0) return;
  await db.system.sql`
    delete from jobs using unnest(${held.map((job) => job.workspaceId)}::uuid[], ${held.map((job) => job.id)}::uuid[],
      ${held.map((job) => job.attempts)}::int[]) as done(workspace_id, id, attempts)
    where jobs.workspace_id = done.workspace_id and jobs.id = done.id and jobs.attempts = done.attempts
      and jobs.state = 'active'`;
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
    update jobs set state = 'ready', lease_until = null, run_at = now() + ${delayMs} * interval '1 millisecond',
      failures = failures + ${counts ? 1 : 0}, last_error = ${stamped(error)}::text::json
    where workspace_id = ${job.workspaceId} and id = ${job.id} and attempts = ${job.attempts} and state = 'active'`;
}

/** Sets a held job aside until the connection it needs works again. */
export async function parkJob(db: Database, job: Held, connectionId: string, error: JobError): Promise<void> {
  await db.system.sql`
    update jobs set state = 'parked', parked_on = ${connectionId}, lease_until = null, last_error = ${stamped(error)}::text::json
    where workspace_id = ${job.workspaceId} and id = ${job.id} and attempts = ${job.attempts} and state = 'active'`;
}

/** Moves a held job to the dead letters, where it blocks nobody. */
export async function buryJob(db: Database, job: Held, error: JobError): Promise<void> {
  await db.system.sql`
    update jobs set state = 'dead', lease_until = null, failures = failures + 1, last_error = ${stamped(error)}::text::json
    where workspace_id = ${job.workspaceId} and id = ${job.id} and attempts = ${job.attempts} and state = 'active'`;
}

/** Gives held jobs back at once, as if they had not been taken: for a stop in good order. */
export async function releaseJobs(db: Database, held: readonly Held[]): Promise<void> {
  if (held.length === 0) return;
  await db.system.sql`
    update jobs set state = 'ready', lease_until = null
    from unnest(${held.map((job) => job.workspaceId)}::uuid[], ${held.map((job) => job.id)}::uuid[],
      ${held.map((job) => job.attempts)}::int[]) as held(workspace_id, id, attempts)
    where jobs.workspace_id = held.workspace_id and jobs.id = held.id and jobs.attempts = held.attempts
      and jobs.state = 'active'`;
}

/** Prolongs leases. @returns the ids still held under these claims; the others belong to someone else by now. */
export async function extendLeases(db: Database, held: readonly Held[], leaseMs: number): Promise<Set<string>> {
  if (held.length === 0) return new Set();
  const rows = await db.system.sql<{ id: string }[]>`
    update jobs set lease_until = now() + ${leaseMs} * interval '1 millisecond'
    from unnest(${held.map((job) => job.workspaceId)}::uuid[], ${held.map((job) => job.id)}::uuid[],
      ${held.map((job) => job.attempts)}::int[]) as held(workspace_id, id, attempts)
    where jobs.workspace_id = held.workspace_id and jobs.id = held.id and jobs.attempts = held.attempts
      and jobs.state = 'active'
    returning jobs.id`;
  return new Set(rows.map((row) => row.id));
}

/**
 * Makes jobs whose lease ran out claimable again: their worker died, or Redis lost them. It counts as a failure, so
 * that a job that kills its worker every time becomes a dead letter instead of taking workers down for ever. Each
 * waits a while of its own, so that the jobs that ran beside the deadly one do not meet it again.
 *
 * @returns how many were found.
 */
export async function sweepLeases(db: Database, maxFailures: number): Promise<number> {
  const lost = stamped({ code: "bug", message: "The worker stopped in the middle of this job" });
  const rows = await db.system.sql`
    update jobs set state = case when failures + 1 >= ${maxFailures} then 'dead' else 'ready' end, lease_until = null,
      failures = failures + 1, last_error = ${lost}::text::json,
      run_at = now() + random() * least(60, power(2, failures)) * interval '1 second'
    where (workspace_id, id) in (
      select workspace_id, id from jobs where state = 'active' and lease_until < now()
      order by lease_until limit 1000 for update skip locked)
    returning 1`;
  return rows.length;
}

function stamped({ code, message }: JobError): string {
  return JSON.stringify({ code, message, at: new Date().toISOString() });
}
