import { randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import { inTransaction } from "../../../src/domain/events/index.ts";
import { claimJobs, completeJobs, extendLeases, releaseJobs, retryJob } from "../../../src/domain/jobs/index.ts";
import { freshDatabase } from "../../support/database.ts";
import { aWorkspace } from "../../support/factories.ts";
import { until } from "../../support/until.ts";

const db = await freshDatabase();

test("a long line behind a stuck job does not keep the rest of the queue from its turn", async () => {
  const ctx = await aWorkspace(db);
  const queue = `q-${randomUUID()}`;
  await inTransaction(ctx, async (tx) => {
    for (let n = 0; n < 3000; n++) tx.enqueue({ queue, name: "line", payload: { n }, orderingKey: "one" });
    tx.enqueue({ queue, name: "free", payload: {} });
  });
  const [stuck] = await claimJobs(db, { queue, limit: 1, leaseMs: 60_000 });
  const taken: string[] = [];
  for (let round = 0; round < 30 && taken.length === 0; round++) {
    taken.push(...(await claimJobs(db, { queue, limit: 1, leaseMs: 60_000 })).map((job) => job.name));
  }
  expect(taken).toEqual(["free"]);
  // The line is still whole and in order: its next one comes when it is due again.
  await completeJobs(db, [stuck!]);
  await db.system.sql`update jobs set run_at = now() where queue = ${queue} and state = 'ready'`;
  expect((await claimJobs(db, { queue, limit: 10, leaseMs: 60_000 })).map((job) => job.payload.n)).toEqual([1]);
});

test("a short line is looked at again at once", async () => {
  const ctx = await aWorkspace(db);
  const queue = `q-${randomUUID()}`;
  await inTransaction(ctx, async (tx) => {
    for (let n = 0; n < 3; n++) tx.enqueue({ queue, name: "line", payload: { n }, orderingKey: "one" });
  });
  for (const n of [0, 1, 2]) {
    const claimed = await claimJobs(db, { queue, limit: 10, leaseMs: 60_000 });
    expect(claimed.map((job) => job.payload.n)).toEqual([n]);
    await completeJobs(db, claimed);
  }
});

test("completing and releasing wait for a lease being prolonged; prolonging passes by what is being completed", async () => {
  const ctx = await aWorkspace(db);
  const queue = `q-${randomUUID()}`;
  await inTransaction(ctx, async (tx) => {
    for (let n = 0; n < 4; n++) tx.enqueue({ queue, name: "work", payload: { n } });
  });
  const jobs = await claimJobs(db, { queue, limit: 4, leaseMs: 60_000 });
  const [done, given, busy, free] = jobs.map((job) => [job]);
  const outcome = await db.system.sql.begin(async (tx) => {
    await tx`update jobs set lease_until = now() + interval '2 minutes' where queue = ${queue} and id <> ${free![0]!.id}`;
    const waiting = Promise.all([completeJobs(db, done!), releaseJobs(db, given!)]);
    await until(async () => {
      const [row] = await db.system.sql`select count(*)::int as n from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`;
      return row!.n === 2;
    });
    expect([...(await extendLeases(db, [...busy!, ...free!], 60_000))]).toEqual([free![0]!.id]);
    return { waiting };
  });
  await outcome.waiting;
  const left = await db.system
    .sql`select id, lease_until is not null as held from jobs where queue = ${queue} order by position`;
  expect([...left]).toEqual([
    { id: given![0]!.id, held: false },
    { id: busy![0]!.id, held: true },
    { id: free![0]!.id, held: true },
  ]);
});

test("a claim that was taken over can change nothing any more", async () => {
  const ctx = await aWorkspace(db);
  const queue = `q-${randomUUID()}`;
  await inTransaction(ctx, async (tx) => tx.enqueue({ queue, name: "work", payload: {} }));
  const [old] = await claimJobs(db, { queue, limit: 1, leaseMs: 60_000 });
  await retryJob(db, old!, { delayMs: 0, error: { code: "bug", message: "again" }, counts: true });
  const [current] = await claimJobs(db, { queue, limit: 1, leaseMs: 60_000 });
  await completeJobs(db, [old!]);
  await releaseJobs(db, [old!]);
  expect(await extendLeases(db, [old!, current!], 60_000)).toEqual(new Set([current!.id]));
  const [row] = await db.system.sql`select lease_until is not null as held, attempts from jobs where queue = ${queue}`;
  expect(row).toEqual({ held: true, attempts: 2 });
});
