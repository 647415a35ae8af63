import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "@jest/globals";
import { connectIntegration, getConnection } from "../../src/domain/connections/index.ts";
import { inTransaction } from "../../src/domain/events/index.ts";
import { listDeadJobs, replayDeadJobs, sweepLeases } from "../../src/domain/jobs/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import type { Database } from "../../src/platform/db.ts";
import { AppError, ConnectionBroken, ProviderUnavailable } from "../../src/platform/errors.ts";
import { openLog } from "../../src/platform/log.ts";
import { defineWorker, type Worker } from "../../workers/define-worker.ts";
import type { Transport, TransportOptions } from "../../workers/transports/transport.ts";
import { aConnection, aWorkspace } from "../support/factories.ts";
import { until } from "../support/until.ts";

/** What every transport promises; run by each of them against a real database (and Redis). */
export function transportSuite(db: Database, start: (options: TransportOptions) => Transport) {
  const tools = { db, log: openLog("silent") };
  const running: Transport[] = [];
  const begin = (worker: Worker) => {
    const transport = start({ tools, workers: [worker], pollMs: 20 });
    running.push(transport);
    return transport;
  };
  afterEach(async () => {
    await Promise.all(running.splice(0).map((transport) => transport.stop(5000)));
  });
  const queueName = () => `q-${randomUUID().slice(0, 8)}`;
  const enqueue = (
    ctx: Context,
    queue: string,
    payloads: object[],
    more: { orderingKey?: string; runAt?: Date } = {},
  ) =>
    inTransaction(ctx, async (tx) => {
      for (const payload of payloads) tx.enqueue({ queue, name: "work", payload: { ...payload }, ...more });
    });
  const left = async (queue: string) =>
    Number((await db.system.sql`select count(*) as n from jobs where queue = ${queue} and state <> 'dead'`)[0]!.n);

  test("runs every job once, with the workspace and cause it was made in", async () => {
    const ctx = await aWorkspace(db);
    const queue = queueName();
    const seen: number[] = [];
    const worker = defineWorker(queue, {
      concurrency: 8,
      jobs: {
        work: async (context, { n }) => {
          expect(context.workspaceId).toBe(ctx.workspaceId);
          seen.push(Number(n));
        },
      },
    });
    await enqueue(
      ctx,
      queue,
      Array.from({ length: 100 }, (_, n) => ({ n })),
    );
    begin(worker);
    begin(worker);
    await until(async () => (await left(queue)) === 0);
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  test("jobs with one ordering key run one after another in order, retries included", async () => {
    const ctx = await aWorkspace(db);
    const queue = queueName();
    const order: string[] = [];
    let failed = false;
    const worker = defineWorker(queue, {
      concurrency: 8,
      jobs: {
        work: async (_, { key, n }) => {
          if (key === "a" && n === 2 && !failed) {
            failed = true;
            throw new ProviderUnavailable("later", { retryAfterMs: 50 });
          }
          order.push(`${key}${n}`);
        },
      },
    });
    for (const key of ["a", "b"]) {
      await enqueue(
        ctx,
        queue,
        [1, 2, 3, 4].map((n) => ({ key, n })),
        { orderingKey: key },
      );
    }
    begin(worker);
    begin(worker);
    await until(async () => (await left(queue)) === 0);
    expect(order.filter((o) => o.startsWith("a"))).toEqual(["a1", "a2", "a3", "a4"]);
    expect(order.filter((o) => o.startsWith("b"))).toEqual(["b1", "b2", "b3", "b4"]);
  });

  test("a job for later waits for its time", async () => {
    const ctx = await aWorkspace(db);
    const queue = queueName();
    const ran: string[] = [];
    await enqueue(ctx, queue, [{ n: "far" }], { runAt: new Date(Date.now() + 3_600_000) });
    await enqueue(ctx, queue, [{ n: "near" }], { runAt: new Date(Date.now() + 100) });
    begin(defineWorker(queue, { jobs: { work: async (_, { n }) => ran.push(String(n)) } }));
    await until(() => ran.length > 0);
    expect(ran).toEqual(["near"]);
    await until(async () => (await left(queue)) === 1);
    expect(ran).toEqual(["near"]);
  });

  test("poison becomes a dead letter at once, blocks nobody, and can be replayed after a dry run", async () => {
    const ctx = await aWorkspace(db);
    const queue = queueName();
    let poisonous = true;
    const done: number[] = [];
    const worker = defineWorker(queue, {
      jobs: {
        work: async (_, { n }) => {
          if (n === 1 && poisonous) throw new AppError("invalid_input", "cannot be read");
          done.push(Number(n));
        },
      },
    });
    await enqueue(ctx, queue, [{ n: 1 }, { n: 2 }, { n: 3 }], { orderingKey: "k" });
    const transport = begin(worker);
    await until(() => done.length === 2);
    const dead = await until(async () => (await listDeadJobs(ctx, { limit: 10 })).find((job) => job.queue === queue));
    expect(dead.lastError).toMatchObject({ code: "invalid_input", message: "cannot be read" });
    expect(await replayDeadJobs(ctx, { queue, dryRun: true })).toHaveLength(1);
    expect(done).toEqual([2, 3]);
    poisonous = false;
    await replayDeadJobs(ctx, { queue, dryRun: false });
    transport.wake();
    await until(() => done.length === 3);
  });

  test("a failure is tried again until the limit, then buried", async () => {
    const ctx = await aWorkspace(db);
    const queue = queueName();
    let attempts = 0;
    const worker = defineWorker(queue, {
      maxFailures: 2,
      jobs: {
        work: async () => {
          attempts++;
          throw new Error("always");
        },
      },
    });
    await enqueue(ctx, queue, [{}]);
    begin(worker);
    await until(async () => (await listDeadJobs(ctx, { limit: 10 })).some((job) => job.queue === queue), {
      timeoutMs: 15_000,
    });
    expect(attempts).toBe(2);
  });

  test("work on a broken connection waits until it is connected again", async () => {
    const ctx = await aWorkspace(db);
    const { id: connectionId, integrationId, account, displayName } = await aConnection(ctx);
    const queue = queueName();
    let broken = true;
    let done = false;
    const worker = defineWorker(queue, {
      jobs: {
        work: async () => {
          if (broken) throw new ConnectionBroken("The mailbox must be connected again");
          done = true;
        },
      },
    });
    await enqueue(ctx, queue, [{ connectionId }]);
    const transport = begin(worker);
    await until(async () => (await getConnection(ctx, connectionId)).state === "needs_attention");
    await until(
      async () => (await db.system.sql`select 1 from jobs where queue = ${queue} and state = 'parked'`).length,
    );
    broken = false;
    await connectIntegration(ctx, { integrationId, account, displayName, credentials: { refreshToken: "new" } });
    transport.wake();
    await until(() => done);
  });

  test("a job whose worker vanished is found by the sweeper and done by another", async () => {
    const ctx = await aWorkspace(db);
    const queue = queueName();
    await enqueue(ctx, queue, [{}]);
    await db.system.sql`update jobs set attempts = 1, lease_until = now() - interval '1 second'
      where queue = ${queue}`;
    let done = false;
    const transport = begin(
      defineWorker(queue, {
        jobs: {
          work: async () => {
            done = true;
          },
        },
      }),
    );
    await until(async () => (await sweepLeases(db)) > 0 || done);
    transport.wake();
    await until(() => done);
    await until(async () => (await left(queue)) === 0);
  });

  test("a job that was lost with every worker is not tried again: who waits for it is told, and it is a dead letter", async () => {
    const ctx = await aWorkspace(db);
    const queue = queueName();
    await enqueue(ctx, queue, [{ n: 1 }, { n: 2 }]);
    await db.system.sql`update jobs set attempts = 3, failures = 2, lease_until = now() - interval '1 second'
      where queue = ${queue} and (payload ->> 'n') = '1'`;
    await until(async () => (await sweepLeases(db)) > 0);
    const ran: unknown[] = [];
    const told: unknown[] = [];
    const worker = defineWorker(queue, {
      maxFailures: 3,
      jobs: { work: async (_ctx, { n }) => ran.push(n) },
      giveUp: async (_ctx, { n }, reason) => told.push([n, reason]),
    });
    begin(worker);
    await until(async () => (await left(queue)) === 0);
    expect(ran).toEqual([2]);
    expect(told).toEqual([[1, "Every worker stopped in the middle of this job"]]);
    const dead = await listDeadJobs(ctx, { limit: 10 });
    expect(dead.map((job) => job.payload)).toEqual([{ n: 1 }]);
  });

  test("a stop lets running jobs end and gives waiting ones back at once", async () => {
    const ctx = await aWorkspace(db);
    const queue = queueName();
    const gate = Promise.withResolvers<void>();
    let started = 0;
    let finished = 0;
    const worker = defineWorker(queue, {
      concurrency: 2,
      jobs: {
        work: async () => {
          started++;
          await gate.promise;
          finished++;
        },
      },
    });
    await enqueue(
      ctx,
      queue,
      Array.from({ length: 6 }, () => ({})),
    );
    const transport = start({ tools, workers: [worker], pollMs: 20 });
    await until(() => started === 2);
    const stopped = transport.stop(10_000);
    gate.resolve();
    await stopped;
    expect(finished).toBe(started);
    expect(await left(queue)).toBe(6 - finished);
  });
}
