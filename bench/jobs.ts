import { Worker as BullWorker, Queue } from "bullmq";
import { Redis } from "ioredis";
import postgres from "postgres";
import { inTransaction } from "../src/domain/events/index.ts";
import { createWorkspace, systemContext } from "../src/domain/workspaces/index.ts";
import { openLog } from "../src/platform/log.ts";
import { startRedis } from "../test/support/redis-server.ts";
import { defineWorker } from "../workers/define-worker.ts";
import { startBullmq } from "../workers/transports/bullmq.ts";
import { startInProcess } from "../workers/transports/in-process.ts";
import type { Transport, TransportOptions } from "../workers/transports/transport.ts";
import { median, openBenchDatabase } from "./cluster.ts";

/**
 * Jobs per second, added and done, per transport: ours against a bare SKIP LOCKED loop (4 loops, batches of 50) and
 * against bare BullMQ (addBulk of 500, concurrency 50), in one run. The work of a job is nothing.
 */
const count = 10_000;
const bulk = 500;
const rounds = 3;
const pad = "x".repeat(120);

const bench = await openBenchDatabase();
const redis = await startRedis();
try {
  const { db, cluster } = bench;
  const { id } = await createWorkspace(db, { name: "Bench" });
  const ctx = systemContext(db, id, "bench");
  const sql = postgres(cluster.ownerUrl, { max: 8, onnotice: () => {} });
  await sql`create table bare_jobs (id bigint generated always as identity primary key, state text not null,
    payload json not null, lease_until timestamptz)`;
  await sql`create index on bare_jobs (id) where state = 'ready'`;

  const ours = async (start: (options: TransportOptions) => Transport) => {
    let done = 0;
    const all = Promise.withResolvers<void>();
    const worker = defineWorker("bench", {
      concurrency: 50,
      jobs: {
        nothing: async () => {
          if (++done === count) all.resolve();
        },
      },
    });
    const started = performance.now();
    const transport = start({ tools: { db, log: openLog("error") }, workers: [worker], pollMs: 20 });
    for (let n = 0; n < count; n += bulk) {
      await inTransaction(ctx, async (tx) => {
        for (let i = 0; i < bulk; i++) tx.enqueue({ queue: "bench", name: "nothing", payload: { n: n + i, pad } });
      });
    }
    await all.promise;
    while (Number((await db.system.sql`select count(*) as n from jobs`)[0]!.n) > 0) await pause();
    const rate = count / ((performance.now() - started) / 1000);
    await transport.stop(5000);
    return rate;
  };

  const bareSkipLocked = async () => {
    let done = 0;
    const started = performance.now();
    const loop = async () => {
      while (done < count) {
        const claimed = await sql<{ id: string }[]>`
          update bare_jobs set state = 'active', lease_until = now() + interval '1 minute' where id in (
            select id from bare_jobs where state = 'ready' order by id limit 50 for update skip locked) returning id`;
        if (claimed.length === 0) await pause();
        else await sql`delete from bare_jobs where id = any(${claimed.map((job) => job.id)}::bigint[])`;
        done += claimed.length;
      }
    };
    const loops = Array.from({ length: 4 }, loop);
    for (let n = 0; n < count; n += bulk) {
      const rows = Array.from({ length: bulk }, (_, i) => JSON.stringify({ n: n + i, pad }));
      await sql`insert into bare_jobs (state, payload) select 'ready', unnest(${rows}::text[])::json`;
    }
    await Promise.all(loops);
    return count / ((performance.now() - started) / 1000);
  };

  const bareBullmq = async () => {
    const connection = new Redis(redis.url, { maxRetriesPerRequest: null });
    const queue = new Queue("bare", { connection });
    let done = 0;
    const all = Promise.withResolvers<void>();
    const started = performance.now();
    const worker = new BullWorker(
      "bare",
      async () => {
        if (++done === count) all.resolve();
      },
      { connection, concurrency: 50 },
    );
    for (let n = 0; n < count; n += bulk) {
      const opts = { removeOnComplete: true };
      await queue.addBulk(Array.from({ length: bulk }, (_, i) => ({ name: "nothing", data: { n: n + i, pad }, opts })));
    }
    await all.promise;
    const rate = count / ((performance.now() - started) / 1000);
    await worker.close();
    await queue.close();
    connection.disconnect();
    return rate;
  };

  const rates = { bareSkipLocked: [0], inProcess: [0], bareBullmq: [0], bullmq: [0] };
  for (let round = 0; round <= rounds; round++) {
    const now = {
      bareSkipLocked: await bareSkipLocked(),
      inProcess: await ours(startInProcess),
      bareBullmq: await bareBullmq(),
      bullmq: await ours((options) => startBullmq({ ...options, redisUrl: redis.url, prefix: `bench${round}` })),
    };
    if (round === 0) continue;
    for (const [name, rate] of Object.entries(now)) rates[name as keyof typeof rates].push(rate);
    const line = Object.entries(now).map(([name, rate]) => `${name} ${rate.toFixed(0)}/s`);
    console.log(`round ${round}: ${line.join(", ")}`);
  }
  const middle = (name: keyof typeof rates) => median(rates[name].slice(1));
  console.log(
    `in-process against a bare SKIP LOCKED loop: ${(middle("inProcess") / middle("bareSkipLocked")).toFixed(2)}`,
  );
  console.log(`over BullMQ against bare BullMQ: ${(middle("bullmq") / middle("bareBullmq")).toFixed(2)}`);
  const worst = Math.min(middle("inProcess") / middle("bareSkipLocked"), middle("bullmq") / middle("bareBullmq"));
  await sql.end();
  console.log(`ratio: ${worst.toFixed(2)}`);
} finally {
  await redis.stop();
  await bench.close();
}

function pause(): Promise<void> {
  return new Promise((done) => setTimeout(done, 5));
}
