import { Worker as BullWorker, Queue } from "bullmq";
import { Redis } from "ioredis";
import { type ClaimedJob, claimJobs, extendLeases, releaseJobs } from "../../src/domain/jobs/index.ts";
import type { Worker } from "../define-worker.ts";
import { startLoop } from "../loop.ts";
import { gather } from "./gather.ts";
import { startRunner } from "./runner.ts";
import type { Transport, TransportOptions } from "./transport.ts";

/** Parcels waiting in Redis per queue; more would only age there. */
const maxWaiting = 200;

/**
 * Jobs that travel and run together. One message in Redis costs more than a quick job, so where many may run at a time
 * a tenth of them shares one; where few may, because each takes long, none waits for another.
 */
function parcelSize({ batchSize, concurrency }: Worker): number {
  return batchSize > 1 ? batchSize : Math.max(1, Math.floor(concurrency / 10));
}

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
    // Redis may deliver again what was done long ago: only who still holds the claim may run it.
    const begin = gather((parcels: ClaimedJob[][]) => extendLeases(db, parcels.flat(), worker.leaseMs));
    const atATime = worker.batchSize > 1 ? worker.concurrency : Math.ceil(worker.concurrency / parcelSize(worker));
    const bull = new BullWorker<ClaimedJob[]>(
      worker.queue,
      async ({ data }) => {
        const held = await begin(data);
        const jobs = data.filter((job) => held.has(job.id));
        if (jobs.length > 0) await runner.run(worker, jobs);
      },
      { connection: consumer, prefix, concurrency: atATime },
    );
    bull.on("error", (error) => log.warn({ queue: worker.queue, err: error }, "queue worker"));
    const loop = startLoop(`dispatch ${worker.queue}`, { db, log, pollMs, gatherMs: 2 }, () => dispatch(worker, queue));
    return { queue, bull, loop };
  }

  async function dispatch(worker: Worker, queue: Queue): Promise<boolean> {
    const room = maxWaiting - (await queue.getWaitingCount());
    if (room <= 0) return false;
    const size = parcelSize(worker);
    const limit = room * size;
    const jobs = await claimJobs(db, { queue: worker.queue, limit, leaseMs: worker.leaseMs });
    if (jobs.length === 0) return false;
    try {
      await queue.addBulk(parcelsOf(jobs, size));
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

function parcelsOf(jobs: ClaimedJob[], size: number) {
  const parcels = [];
  for (let start = 0; start < jobs.length; start += size) {
    const data = jobs.slice(start, start + size);
    const [first] = data;
    // A claim is delivered once; the same job claimed again has another number.
    const opts = { jobId: `${first!.id}-${first!.attempts}`, removeOnComplete: true, removeOnFail: true, attempts: 1 };
    parcels.push({ name: first!.name, data, opts });
  }
  return parcels;
}
