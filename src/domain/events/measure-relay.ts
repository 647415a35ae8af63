import type { Database } from "../../platform/db.ts";

/** Age in seconds of the oldest event that has not become jobs yet, over all workspaces; 0 when there is none. */
export async function measureRelayLag(db: Database): Promise<number> {
  const [row] = await db.system.sql<{ seconds: number }[]>`
    select coalesce(max(extract(epoch from now() - e.created_at)), 0)::float8 as seconds
    from (select workspace_id, relayed_seq from event_counters where relayed_seq < last_seq limit 1000) due
    join events e on e.workspace_id = due.workspace_id and e.seq = due.relayed_seq + 1`;
  return row?.seconds ?? 0;
}
