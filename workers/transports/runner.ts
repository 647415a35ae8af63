import { type ClaimedJob, completeJobs, extendLeases, releaseJobs } from "../../src/domain/jobs/index.ts";
import type { Worker, WorkerTools } from "../define-worker.ts";
import { settleJobs } from "../settle-jobs.ts";
import { gather } from "./gather.ts";

/** Runs claimed jobs, keeps their leases alive meanwhile, and writes down what became of them. */
export interface Runner {
  /** Never throws; resolves when the outcome is written, or cannot be (then the lease runs out). */
  run(worker: Worker, jobs: readonly ClaimedJob[]): Promise<void>;
  running(): number;
  stop(deadlineMs: number): Promise<void>;
}

export function startRunner(tools: WorkerTools): Runner {
  const { db, log } = tools;
  const held = new Map<Promise<void>, { worker: Worker; jobs: readonly ClaimedJob[] }>();
  const complete = gather((batches: (readonly ClaimedJob[])[]) => completeJobs(db, batches.flat()));
  const heartbeat = setInterval(() => void prolong(), 5000);

  async function prolong() {
    for (const { worker, jobs } of held.values()) {
      await extendLeases(db, jobs, worker.leaseMs).catch((error: unknown) =>
        log.warn({ err: error }, "lease not extended"),
      );
    }
  }

  async function work(worker: Worker, jobs: readonly ClaimedJob[]) {
    const outcomes = await worker.run(tools, jobs);
    const allDone = jobs.every((job) => (outcomes.get(job.id) ?? "done") === "done");
    await (allDone ? complete(jobs) : settleJobs(tools, worker, jobs, outcomes));
  }

  return {
    running: () => held.size,
    run: async (worker, jobs) => {
      const task = work(worker, jobs).catch((error: unknown) => {
        log.error(
          { queue: worker.queue, err: error },
          "the outcome of jobs could not be written; their lease will run out",
        );
      });
      held.set(task, { worker, jobs });
      await task;
      held.delete(task);
    },
    stop: async (deadlineMs) => {
      await within(deadlineMs, Promise.all(held.keys()));
      clearInterval(heartbeat);
      await releaseJobs(
        db,
        [...held.values()].flatMap(({ jobs }) => [...jobs]),
      );
    },
  };
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, deadline]);
  clearTimeout(timer);
}
