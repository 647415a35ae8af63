import type { Database } from "../../platform/db.ts";
import type { Cause } from "../workspaces/index.ts";

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

/**
 * Takes up to `limit` due jobs of one queue for `leaseMs`. Of the jobs with one ordering key only the oldest
 * unfinished one can be taken: one that is running, waiting for a retry or parked holds the later ones back.
 *
 * It looks at the first due jobs only. When all of those are held back, they are put off, so that a long line behind
 * one stuck job costs the others neither their turn nor a look at the whole line each time.
 */
export async function claimJobs(
  db: Database,
  { queue, limit, leaseMs }: { queue: string; limit: number; leaseMs: number },
): Promise<ClaimedJob[]> {
  const window = limit * 2 + 200;
  // Rows are taken by their place, for the reason given at `stillHeld`; one that changed meanwhile is left for next time.
  const rows = await db.system.sql<({ more: boolean; position: string } & (ClaimedJob | { id: null }))[]>`
    with edge as materialized (
      select run_at, position from jobs
      where queue = ${queue} and state = 'ready' and lease_until is null and run_at <= now()
      order by run_at, position offset ${window} limit 1
    ), due as materialized (
      select ctid from jobs j
      where queue = ${queue} and state = 'ready' and lease_until is null and run_at <= now() and (run_at, position) <
          (coalesce((select run_at from edge), 'infinity'), coalesce((select position from edge), 0))
        and (ordering_key is null or not exists (
          select 1 from jobs earlier
          where earlier.workspace_id = j.workspace_id and earlier.queue = j.queue
            and earlier.ordering_key = j.ordering_key and earlier.state <> 'dead' and earlier.position < j.position))
      order by run_at, position limit ${limit} for update skip locked
    ), claimed as (
      update jobs set attempts = attempts + 1, lease_until = now() + ${leaseMs} * interval '1 millisecond'
      where ctid = any(array(select ctid from due))
      returning workspace_id as "workspaceId", id, queue, name, payload, ordering_key as "orderingKey", attempts,
        failures, cause, position
    )
    select claimed.*, more from (select exists (select 1 from edge) as more) e left join claimed on true`;
  const claimed = rows.filter((row) => row.id !== null);
  if (claimed.length < limit && rows[0]?.more) await putOffHeldBack(db, queue, window);
  return claimed.sort((a, b) => Number(a.position) - Number(b.position)).map(({ more: _, ...job }) => job);
}

/**
 * Moves those of the first due jobs that wait for an earlier one behind all that is due now. It is for a moment; when
 * the earlier one waits for a person to mend a connection, for longer.
 */
async function putOffHeldBack({ system }: Database, queue: string, window: number): Promise<void> {
  await system.sql`
    with first as materialized (
      select ctid as place, workspace_id, ordering_key, position from jobs
      where queue = ${queue} and state = 'ready' and lease_until is null and run_at <= now() and ordering_key is not null
      order by run_at, position limit ${window}
    ), held_back as materialized (
      select place, earlier.state = 'parked' as parked from first cross join lateral (
        select state from jobs
        where workspace_id = first.workspace_id and queue = ${queue} and ordering_key = first.ordering_key
          and state <> 'dead' and position < first.position
        order by position limit 1) earlier
    )
    update jobs set run_at = now() + case
      when ctid = any(array(select place from held_back where parked)) then interval '1 minute' else interval '1 second' end
    where ctid = any(array(select place from held_back)) and state = 'ready' and lease_until is null`;
}
