import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, jest, test } from "@jest/globals";
import { startCluster } from "../../scripts/embedded-postgres.ts";
import { freePort } from "../../scripts/ports.ts";
import { removePostgresHome } from "../../scripts/postgres-home.ts";
import { createOwnedDatabase, type DatabaseUrls, provision } from "../../scripts/provision.ts";
import { recordDeliveries } from "../../src/domain/connections/index.ts";
import { inTransaction } from "../../src/domain/events/index.ts";
import { listDeadJobs } from "../../src/domain/jobs/index.ts";
import { type Database, openDatabase } from "../../src/platform/db.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { freshUrls, testSealKey } from "../support/database.ts";
import { aConnection, aWorkspace } from "../support/factories.ts";
import { startRedis } from "../support/redis.ts";
import { until } from "../support/until.ts";

// Processes are killed and started here, several times over, on whatever machine this is.
jest.setTimeout(120_000);

const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
});

const script = fileURLToPath(new URL("./worker-process.ts", import.meta.url));

function aWorkerProcess(urls: DatabaseUrls & { redisUrl?: string }): ChildProcess {
  const child = spawn(process.execPath, [script, JSON.stringify(urls)], { stdio: ["ignore", "pipe", "inherit"] });
  children.add(child);
  return child;
}
const ready = (child: ChildProcess) => new Promise((done) => child.stdout!.once("data", done));
const open = (urls: DatabaseUrls) => {
  const db = openDatabase({ ...urls, sealKeys: testSealKey, maxConnections: 5 });
  closeAtEnd(() => db.close());
  return db;
};

const threads = 20;
const inThread = 12;

/** Mails of many threads, recorded in each thread's order; a failed record is repeated, as a provider does. */
async function aLoad(db: Database, onProgress: (recorded: number) => Promise<void>) {
  const ctx = await aWorkspace(db);
  const { id: connectionId } = await aConnection(ctx);
  let recorded = 0;
  for (let n = 1; n <= inThread; n++) {
    const deliveries = Array.from({ length: threads }, (_, thread) => aMail(ctx.workspaceId, connectionId, thread, n));
    await until(
      () =>
        recordDeliveries(db, deliveries).then(
          () => true,
          () => false,
        ),
      { timeoutMs: 30_000 },
    );
    recorded += deliveries.length;
    await onProgress(recorded);
  }
  return { ctx, total: recorded };
}

function aMail(workspaceId: string, connectionId: string, thread: number, n: number) {
  const id = `${connectionId}-${thread}-${n}`;
  const raw = `From: c${thread}@mail.example\r\nSubject: Thread ${thread}\r\nMessage-ID: <${id}@mail>\r\n\r\n${n}`;
  const payload = {
    id,
    threadId: `t${thread}`,
    labelIds: ["INBOX"],
    internalDate: String(Date.now()),
    raw: Buffer.from(raw).toString("base64url"),
  };
  return { workspaceId, connectionId, externalId: id, orderingKey: `t${thread}`, payload };
}

/** Every accepted delivery is exactly one message, and each conversation has them in order. */
async function expectExactlyOnceInOrder(db: Database, workspaceId: string, total: number) {
  const count = async () => {
    const [row] = await db.system.sql<{ n: number }[]>`
      select count(*)::int as n from events where workspace_id = ${workspaceId} and name = 'message.received'`;
    return row!.n;
  };
  await until(async () => (await count().catch(() => 0)) >= total, { timeoutMs: 60_000, everyMs: 100 });
  const rows = await db.app.sql.begin(async (tx) => {
    await tx`select set_config('parley.workspace_ids', ${workspaceId}, true)`;
    return tx<{ threadKey: string; texts: string[] }[]>`
      select c.thread_key as "threadKey", array_agg(trim(m.text) order by m.position) as texts
      from conversations c join messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.id
      where c.workspace_id = ${workspaceId} group by c.thread_key`;
  });
  expect(await count()).toBe(total);
  expect(rows).toHaveLength(threads);
  const inOrder = Array.from({ length: inThread }, (_, i) => String(i + 1));
  for (const row of rows) expect(row.texts).toEqual(inOrder);
}

test("workers killed in the middle of load: every delivery is one message, in order", async () => {
  const urls = await freshUrls();
  const db = open(urls);
  const crew = [aWorkerProcess(urls), aWorkerProcess(urls), aWorkerProcess(urls)];
  await Promise.all(crew.map(ready));
  const { ctx, total } = await aLoad(db, async (recorded) => {
    if (recorded % (threads * 4) !== 0) return;
    crew.shift()!.kill("SIGKILL");
    crew.push(aWorkerProcess(urls));
  });
  await expectExactlyOnceInOrder(db, ctx.workspaceId, total);
});

test("Redis killed and wiped in the middle of load loses nothing", async () => {
  const urls = await freshUrls();
  const db = open(urls);
  const redis = await startRedis();
  closeAtEnd(() => redis.stop());
  const crew = [0, 1].map(() => aWorkerProcess({ ...urls, redisUrl: redis.url }));
  await Promise.all(crew.map(ready));
  const { ctx, total } = await aLoad(db, async (recorded) => {
    if (recorded === threads * 4) await redis.wipeAndRestart();
  });
  await expectExactlyOnceInOrder(db, ctx.workspaceId, total);
});

test("PostgreSQL crashed in the middle of load keeps what it acknowledged and ends up complete", async () => {
  const folder = await mkdtemp(join(tmpdir(), "parley-crash-"));
  const port = await freePort();
  let cluster = await startCluster({ folder, port });
  closeAtEnd(async () => {
    await cluster.stop();
    await removePostgresHome(folder);
  });
  const urls = await createOwnedDatabase(cluster.ownerUrl, { database: "parley", password: "crash" });
  await provision(urls);
  const db = open(urls);
  const crew = [aWorkerProcess(urls), aWorkerProcess(urls)];
  await Promise.all(crew.map(ready));
  const { ctx, total } = await aLoad(db, async (recorded) => {
    if (recorded !== threads * 4) return;
    await cluster.stop("immediate");
    cluster = await startCluster({ folder, port });
  });
  await expectExactlyOnceInOrder(db, ctx.workspaceId, total);
});

test("work that cannot be read or kills its worker ends as dead letters, and the rest is done", async () => {
  const urls = await freshUrls();
  const db = open(urls);
  const keepRunning = () => {
    const child = aWorkerProcess(urls);
    child.once("exit", () => children.has(child) && children.delete(child) && keepRunning());
  };
  keepRunning();
  const ctx = await aWorkspace(db);
  await inTransaction(ctx, async (tx) => {
    for (const name of ["unreadable", "deadly"]) tx.enqueue({ queue: "poison", name, payload: { id: randomUUID() } });
  });
  const { ctx: loaded, total } = await aLoad(db, async () => {});
  await expectExactlyOnceInOrder(db, loaded.workspaceId, total);
  await until(async () => (await listDeadJobs(ctx, { limit: 10 })).length === 2, { timeoutMs: 40_000 });
  const dead = await listDeadJobs(ctx, { limit: 10 });
  expect(dead.map((job) => job.name).toSorted()).toEqual(["deadly", "unreadable"]);
});
