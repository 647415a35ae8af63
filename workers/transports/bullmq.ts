import { Worker as BullWorker, Queue } from "bullmq";
import { Redis } from "ioredis";
import { type ClaimedJob, claimJobs, extendLeases, releaseJobs } from "../../src/domain/jobs/index.ts";
import type { Worker } from "../define-worker.ts";
import { startLoop } from "../loop.ts";
import { gather } from "./gather.ts";
import { startRunner } from "./runner.ts";
import type { Transport, TransportOptions } from "./transport.ts";

/** Batches waiting in Redis per queue; more would only age there. */
const maxWaiting = 200;

/**
 * Claims due jobs and hands them to Redis, from where any process takes them. Redis holds nothing that is not in the
 * table: what it loses comes back when its lease runs out, and what it delivers twice is recognised by the claim.
 */
export function startBullmq(options: TransportOptions & { redisUrl: string; prefix?: string }): Transport {
  const { tools, workers, pollMs, redisUrl, prefix = "parley" } = options;
  const { db, log } = tools;
  const runner = startRunner(tools);
  const connect = (fast: boolean) => {
    const redis = new Redis(redisUrl, { maxRetriesPerRequest: fast ? 1 : null, enableOfflineQueue: !fast });
    redis.on("error", (error) => log.warn({ err: error }, "redis"));
    return redis;
  };
  const producer = connect(true);
  const consumer = connect(false);
  const lanes = workers.map((worker) => openLane(worker));

  function openLane(worker: Worker) {
    const queue = new Queue(worker.queue, { connection: producer, prefix });
    queue.on("error", (error) => log.warn({ queue: worker.queue, err: error }, "queue"));
    const begin = gather((jobs: ClaimedJob[][]) => extendLeases(db, jobs.flat(), worker.leaseMs));
    const stillHeld = async ({ jobs, claimedAt }: Dispatched) => {
      // Within half a lease nobody else can have claimed them, however much the clocks of two machines differ by then.
      if (Date.now() - claimedAt < worker.leaseMs / 2) return jobs;
      const held = await begin(jobs);
      return jobs.filter((job) => held.has(job.id));
    };
    const bull = new BullWorker<Dispatched>(
      worker.queue,
      async ({ data }) => {
        const jobs = await stillHeld(data);
        if (jobs.length > 0) await runner.run(worker, jobs);
      },
      { connection: consumer, prefix, concurrency: worker.concurrency },
    );
    bull.on("error", (error) => log.warn({ queue: worker.queue, err: error }, "queue worker"));
    const loop = startLoop(`dispatch ${worker.queue}`, { db, log, pollMs }, () => dispatch(worker, queue));
    return { queue, bull, loop };
  }

  async function dispatch(worker: Worker, queue: Queue): Promise<boolean> {
    const room = maxWaiting - (await queue.getWaitingCount());
    if (room <= 0) return false;
    const limit = room * worker.batchSize;
    const claimedAt = Date.now();
    const jobs = await claimJobs(db, { queue: worker.queue, limit, leaseMs: worker.leaseMs });
    if (jobs.length === 0) return false;
    try {
      await queue.addBulk(batchesOf(jobs, worker.batchSize, claimedAt));
    } catch (error) {
      await releaseJobs(db, jobs);
      throw error;
    }
    return jobs.length === limit;
  }

  return {
    wake: () => {
      for (const { loop } of lanes) loop.wake();
    },
    stop: async (deadlineMs) => {
      await Promise.all(lanes.map(({ loop }) => loop.stop()));
      await Promise.all(lanes.map(({ bull }) => bull.pause(true)));
      await runner.stop(deadlineMs);
      await Promise.allSettled(lanes.flatMap(({ bull, queue }) => [bull.close(true), queue.close()]));
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

/** Jobs on their way through Redis. `claimedAt`: milliseconds since 1970, before the claim. */
interface Dispatched {
  jobs: ClaimedJob[];
  claimedAt: number;
}

function batchesOf(jobs: ClaimedJob[], size: number, claimedAt: number) {
  const batches = [];
  for (let start = 0; start < jobs.length; start += size) {
    const batch = jobs.slice(start, start + size);
    const [first] = batch;
    batches.push({
      name: first!.name,
      data: { jobs: batch, claimedAt } satisfies Dispatched,
      // A claim is delivered once; the same job claimed again has another number.
      opts: { jobId: `${first!.id}-${first!.attempts}`, removeOnComplete: true, removeOnFail: true, attempts: 1 },
    });
  }
  return batches;
}
