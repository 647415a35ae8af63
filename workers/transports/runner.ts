import { type ClaimedJob, completeJobs, extendLeases, releaseJobs } from "../../src/domain/jobs/index.ts";
import { AppError } from "../../src/platform/errors.ts";
import type { JobOutcome, Worker, WorkerTools } from "../define-worker.ts";
import { settleJobs } from "../settle-jobs.ts";
import { gather } from "./gather.ts";

/** Runs claimed jobs, keeps their leases alive meanwhile, and writes down what became of them. */
export interface Runner {
  /**
   * Never throws; resolves when the work is done. What became of it is written meanwhile, together with that of other
   * jobs; if it cannot be, the lease runs out and the job runs again. What comes after the stop began is given back.
   */
  run(worker: Worker, jobs: readonly ClaimedJob[]): Promise<void>;
  stop(deadlineMs: number): Promise<void>;
}

/** Batches whose outcome may be on its way; past it, work waits for the database. */
const mostUnsettled = 500;

export function startRunner(tools: WorkerTools): Runner {
  const { db, log } = tools;
  const held = new Map<Promise<void>, { worker: Worker; jobs: readonly ClaimedJob[] }>();
  const complete = gather((batches: (readonly ClaimedJob[])[]) => completeJobs(db, batches.flat()));
  const heartbeat = setInterval(() => void prolong(), 5000);
  let isStopping = false;

  async function prolong() {
    for (const [worker, some] of Map.groupBy(held.values(), ({ worker }) => worker)) {
      await extendLeases(
        db,
        some.flatMap(({ jobs }) => [...jobs]),
        worker.leaseMs,
      ).catch((error: unknown) => log.warn({ err: error }, "lease not extended"));
    }
  }

  async function settle(worker: Worker, jobs: readonly ClaimedJob[], outcomes: Map<string, JobOutcome>) {
    const allDone = jobs.every((job) => (outcomes.get(job.id) ?? "done") === "done");
    await (allDone ? complete(jobs) : settleJobs(tools, worker, jobs, outcomes));
  }

  return {
    run: async (worker, jobs) => {
      // Left claimed, they would wait for their lease to run out.
      if (isStopping) return releaseJobs(db, jobs).catch((error: unknown) => log.warn({ err: error }, "not released"));
      const work = runSafely(tools, worker, jobs);
      const task = work
        .then((outcomes) => settle(worker, jobs, outcomes))
        .catch((error: unknown) => {
          log.error(
            { queue: worker.queue, err: error },
            "the outcome of jobs is not written; their lease will run out",
          );
        })
        .then(() => void held.delete(task));
      held.set(task, { worker, jobs });
      await work.catch(() => {});
      if (held.size > mostUnsettled) await task;
    },
    stop: async (deadlineMs) => {
      isStopping = true;
      await within(deadlineMs, Promise.all(held.keys()));
      clearInterval(heartbeat);
      await releaseJobs(
        db,
        [...held.values()].flatMap(({ jobs }) => [...jobs]),
      );
    },
  };
}

/** A job that was lost with its worker as often as it may fail is not tried once more: it may be what kills them. */
async function runSafely(
  tools: WorkerTools,
  worker: Worker,
  jobs: readonly ClaimedJob[],
): Promise<Map<string, JobOutcome>> {
  const deadly = jobs.filter((job) => job.failures >= worker.maxFailures);
  const others = jobs.filter((job) => job.failures < worker.maxFailures);
  const outcomes = others.length > 0 ? await worker.run(tools, others) : new Map<string, JobOutcome>();
  const error = new AppError("bug", "Every worker stopped in the middle of this job");
  for (const job of deadly) outcomes.set(job.id, { error });
  return outcomes;
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, deadline]);
  clearTimeout(timer);
}
