import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import postgres from "postgres";
import { z } from "zod";
import { connectIntegration } from "../src/domain/connections/index.ts";
import { getConnectionHealth, startSync } from "../src/domain/syncs/index.ts";
import { createWorkspace, systemContext } from "../src/domain/workspaces/index.ts";
import { openLog } from "../src/platform/log.ts";
import { backfill } from "../workers/backfill.ts";
import { startInProcess } from "../workers/transports/in-process.ts";
import { type BenchDatabase, median } from "./cluster.ts";

const orders = 100_000;
const rounds = 3;
const rowsInOneInsert = 250;

/**
 * A bulk file of orders taken in, from asking the shop for it until the last one is committed, against a loop that
 * parses the same lines as they come and inserts the orders, many in one statement, into a table with an id. Both read
 * over HTTP from a process of its own. Rounds alternate; medians. Then once more, looking at the memory.
 */
export async function benchBackfill(bench: BenchDatabase): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "orders-"));
  const shop = await startShop(join(folder, "orders.jsonl"));
  process.env.SHOPIFY_API_URL = shop.url;
  try {
    const rates = { theirs: [] as number[], ours: [] as number[] };
    for (let round = 1; round <= rounds; round++) {
      rates.theirs.push(orders / (await plainRound(bench, shop.url)));
      rates.ours.push(orders / (await ourRound(bench)));
      const [theirs, ours] = [rates.theirs.at(-1)!, rates.ours.at(-1)!];
      console.log(
        `backfill, round ${round}: plain loop ${theirs.toFixed(0)} orders/s, parley ${ours.toFixed(0)} orders/s`,
      );
    }
    await memoryRound(bench);
    console.log(`backfill ratio: ${(median(rates.ours) / median(rates.theirs)).toFixed(2)}`);
  } finally {
    shop.child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startShop(file: string): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(fileURLToPath(new URL("./order-file.ts", import.meta.url)));
  child.send({ file, orders });
  const [started] = await once(child, "message");
  const { port, bytes } = z.object({ port: z.number(), bytes: z.number() }).parse(started);
  console.log(`a bulk file of ${orders} orders, ${(bytes / 1e6).toFixed(0)} MB`);
  return { url: `http://127.0.0.1:${port}`, child };
}

const plainOrder = z.looseObject({ id: z.string() });

/** @returns seconds */
async function plainRound({ cluster }: BenchDatabase, url: string): Promise<number> {
  const sql = postgres(cluster.ownerUrl, { max: 1, onnotice: () => {} });
  await sql`drop table if exists bench_orders`;
  await sql`create table bench_orders (id text primary key, name text, placed_at timestamptz, email text, data json)`;
  const startedAt = performance.now();
  const { body } = await fetch(`${url}/orders.jsonl`);
  let batch: Record<string, unknown>[] = [];
  const insert = async () => {
    const rows = batch.map((one) => ({ ...columns(one), data: JSON.stringify(one) }));
    batch = [];
    await sql`insert into bench_orders ${sql(rows)}`;
  };
  // Node's own type of the stream and the global one describe the same object.
  for await (const line of createInterface({
    input: Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
  })) {
    const { __parentId: parent, ...one } = JSON.parse(line) as Record<string, unknown>;
    if (parent === undefined) {
      if (batch.length >= rowsInOneInsert) await insert();
      batch.push({ ...plainOrder.parse(one), parts: [] });
    } else (batch.at(-1)!.parts as unknown[]).push(one);
  }
  await insert();
  const seconds = (performance.now() - startedAt) / 1000;
  await check(sql`select count(*)::int as n from bench_orders`);
  await sql.end();
  return seconds;
}

function columns(one: Record<string, unknown>) {
  return { id: String(one.id), name: String(one.name), placed_at: String(one.createdAt), email: String(one.email) };
}

async function check(counted: postgres.PendingQuery<postgres.Row[]>): Promise<void> {
  const [row] = await counted;
  if (row?.n !== orders) throw new Error(`${orders} orders are in the file, but ${row?.n} in the table`);
}

/** @param look at how many are in, now and then. @returns seconds */
async function ourRound({ db, cluster }: BenchDatabase, look: (records: number) => void = () => {}): Promise<number> {
  const { id: workspaceId } = await createWorkspace(db, { name: "Bench" });
  const ctx = systemContext(db, workspaceId, "bench");
  const account = `shop-${randomUUID().slice(0, 8)}.myshopify.com`;
  const credentials = { accessToken: "bench" };
  const named = { integrationId: "shopify", account, displayName: account };
  const { id: connectionId } = await connectIntegration(ctx, { ...named, credentials });
  const transport = startInProcess({ tools: { db, log: openLog("error") }, workers: [backfill], pollMs: 50 });
  const startedAt = performance.now();
  await startSync(ctx, { connectionId, kinds: ["order"], anew: true });
  const copied = async () => {
    const [run] = (await getConnectionHealth(ctx, connectionId)).runs;
    look(run?.records ?? 0);
    if (run?.state === "failed") throw new Error(`the backfill failed: ${run.reason}`);
    return run?.state === "done";
  };
  try {
    while (!(await copied())) await new Promise((done) => setTimeout(done, 100));
  } finally {
    await transport.stop(5000);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const sql = postgres(new URL("/parley", cluster.ownerUrl).href, { max: 1 });
  await check(sql`select count(*)::int as n from orders where workspace_id = ${workspaceId}`);
  await sql.end();
  return seconds;
}

/** What is alive on the heap while the first and the last tenth are taken in. */
async function memoryRound(bench: BenchDatabase): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("no garbage collector to call");
  const tenths: number[][] = Array.from({ length: 10 }, () => []);
  await ourRound(bench, (records) => {
    collect();
    tenths[Math.min(9, Math.floor((records / orders) * 10))]!.push(process.memoryUsage().heapUsed / 1e6);
  });
  const [first, last] = [tenths[0]!, tenths[9]!].map((values) => (values.length > 0 ? median(values) : Number.NaN));
  console.log(`heap while reading: first tenth ${first!.toFixed(1)} MB, last tenth ${last!.toFixed(1)} MB`);
}
