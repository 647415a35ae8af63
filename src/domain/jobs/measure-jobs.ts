import type { Database } from "../../platform/db.ts";

interface QueueDepth {
  queue: string;
  /** Age of the oldest job that is due and not done, in seconds; 0 when nothing is due. */
  oldestSeconds: number;
  /** Jobs that are due or running. */
  unfinished: number;
  parked: number;
  dead: number;
}

/** How far behind each queue is, over all workspaces; for monitoring. */
export async function measureJobs(db: Database): Promise<QueueDepth[]> {
  return db.system.sql<QueueDepth[]>`
    select queue,
      coalesce(extract(epoch from now() - min(run_at) filter (where state = 'ready' and run_at <= now())),
        0)::float8 as "oldestSeconds",
      count(*) filter (where state = 'ready' and run_at <= now())::int as unfinished,
      count(*) filter (where state = 'parked')::int as parked,
      count(*) filter (where state = 'dead')::int as dead
    from jobs group by queue`;
}
