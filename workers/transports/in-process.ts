import { claimJobs } from "../../src/domain/jobs/index.ts";
import type { Worker } from "../define-worker.ts";
import { startLoop } from "../loop.ts";
import { startRunner } from "./runner.ts";
import type { Transport, TransportOptions } from "./transport.ts";

const longestFreeMs = 10;

/**
 * Claims due jobs and runs them in this process. Durable and safe with several processes: the claim is
 * `for update skip locked` and the lease outlives nobody.
 */
export function startInProcess({ tools, workers, pollMs }: TransportOptions): Transport {
  const runner = startRunner(tools);
  const loops = workers.map((worker) => claimLoop(worker));

  function claimLoop(worker: Worker) {
    let free = worker.concurrency;
    // Jobs that end one by one must not cost a claim each, nor leave places free for long that others wait for.
    const enoughFree = Math.ceil(worker.concurrency / 4);
    let claimedAt = 0;
    const loop = startLoop(`claim ${worker.queue}`, { ...tools, pollMs, gatherMs: 2 }, async () => {
      if (free === 0 || (free < enoughFree && performance.now() - claimedAt < longestFreeMs)) return false;
      claimedAt = performance.now();
      const wanted = free * worker.batchSize;
      const jobs = await claimJobs(tools.db, { queue: worker.queue, limit: wanted, leaseMs: worker.leaseMs });
      for (let start = 0; start < jobs.length; start += worker.batchSize) {
        free--;
        void runner.run(worker, jobs.slice(start, start + worker.batchSize)).then(() => {
          free++;
          loop.wake();
        });
      }
      return jobs.length === wanted && free > 0;
    });
    return loop;
  }

  return {
    wake: () => {
      for (const loop of loops) loop.wake();
    },
    stop: async (deadlineMs) => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await runner.stop(deadlineMs);
    },
  };
}
