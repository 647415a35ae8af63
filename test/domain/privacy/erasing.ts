import { claimJobs } from "../../../src/domain/jobs/index.ts";
import { type ErasureRow, getErasure } from "../../../src/domain/privacy/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { type Log, openLog } from "../../../src/platform/log.ts";
import type { WorkerTools } from "../../../workers/define-worker.ts";
import { erasure } from "../../../workers/erasure.ts";
import { settleJobs } from "../../../workers/settle-jobs.ts";

/** Runs what is due in the queue of erasures, as the worker does. @returns how many jobs there were. */
export async function runErasures(db: Database, log: Log = openLog("silent")): Promise<number> {
  const tools: WorkerTools = { db, log };
  let count = 0;
  for (;;) {
    const jobs = await claimJobs(db, { queue: "erasure", limit: 1, leaseMs: 60_000 });
    if (jobs.length === 0) return count;
    await settleJobs(tools, erasure, jobs, await erasure.run(tools, jobs));
    count += jobs.length;
  }
}

/** The erasure of this customer, which somebody asked for. */
export async function erasureOf(ctx: Context, customerId: string): Promise<ErasureRow> {
  const known = await getErasure(ctx, { customerId });
  if (!("erasure" in known)) throw new Error("Nobody asked to erase her");
  return known.erasure;
}
