import type { Database } from "../src/platform/db.ts";

/**
 * Whether a workspace has come to rest: no event waits for the relay, and no job is due or will be in a moment, but for
 * those that wait for a shop that is down.
 */
export async function isAtRest(db: Database, workspaceId: string): Promise<boolean> {
  const [row] = await db.system.sql<{ rests: boolean }[]>`
    select not exists (select 1 from event_counters where workspace_id = ${workspaceId} and relayed_seq < last_seq)
      and not exists (select 1 from jobs where workspace_id = ${workspaceId} and state = 'ready'
        and run_at < now() + interval '5 seconds' and (failures = 0 or queue = 'ai')) as rests`;
  return row?.rests === true;
}
