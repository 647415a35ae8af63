import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { setPriority } from "../src/domain/conversations/index.ts";
import { createView, keepCounts } from "../src/domain/views/index.ts";
import { type Context, systemContext } from "../src/domain/workspaces/index.ts";
import type { Database } from "../src/platform/db.ts";
import { newId } from "../src/platform/ids.ts";
import { openLog } from "../src/platform/log.ts";
import { attachRealtime } from "../src/realtime/attach.ts";
import { percentile } from "./cluster.ts";

const clientNumbers = [10, 50, 100, 1000];
const views = 30;
const [batches, perBatch] = [20, 10];
/** PostgreSQL tells its counters this much later, at most, in milliseconds. */
const toldAfter = 1500;

/**
 * Thirty views of one shop, and conversations of it that change, while more and more screens look: what a change costs
 * the database altogether (its own write, the counts, reading the log for the screens), and how long until the new
 * numbers have reached every screen.
 */
export async function measureGrowth(db: Database, systemUrl: string, workspaceId: string, filters: readonly unknown[]) {
  const ctx = systemContext(db, workspaceId, "bench");
  for (let n = 0; n < views; n++) {
    const filter = filters[n % filters.length];
    await createView(ctx, { name: `View ${n}`, visibility: "shared", filter, sort: "last_activity" });
  }
  while (await keepCounts(db));
  const ids = await someConversations(ctx, batches * perBatch);
  const counters = postgres(systemUrl, { max: 1 });
  console.log("clients  changes  transactions each  rows each  ms each  until every screen knows, p50");
  for (const [n, clients] of clientNumbers.entries()) {
    const server = createServer();
    const realtime = attachRealtime(server, {
      db,
      log: openLog("error"),
      allowedOrigin: "http://localhost",
      heartbeatMs: 3_600_000,
      authenticate: async () => ({ ...ctx, memberId: newId(), name: "Ada Holm", sessionId: null, hiddenTeams: [] }),
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const screens = await connect(server.address(), clients);
    try {
      const before = await readCounters(counters);
      const priority = n % 2 === 0 ? "high" : "low";
      const { msEach, delays } = await change(ctx, screens, { ids, priority, clients });
      const after = await readCounters(counters);
      const [transactions, rows] = [after.transactions - before.transactions, after.rows - before.rows];
      const each = (total: number) => (total / ids.length).toFixed(1);
      const columns: [string, number][] = [
        [String(clients), 7],
        [String(ids.length), 7],
        [each(transactions), 17],
        [each(rows), 9],
        [msEach.toFixed(2), 7],
        [`${percentile(delays, 0.5).toFixed(0)} ms`, 30],
      ];
      console.log(columns.map(([text, width]) => text.padStart(width)).join("  "));
    } finally {
      screens.kill();
      await realtime.close();
    }
  }
  await counters.end();
}

/** Ten at a time, as they gather within the moment that the counts wait for more. */
async function change(
  ctx: Context,
  screens: ChildProcess,
  { ids, priority, clients }: { ids: readonly string[]; priority: "high" | "low"; clients: number },
): Promise<{ msEach: number; delays: number[] }> {
  const delays: number[] = [];
  let spent = 0;
  for (let n = 0; n < ids.length; n += perBatch) {
    // One event for each change, and one for the counts.
    await ask(screens, "expecting", { type: "expect", deliveries: (perBatch + 1) * clients });
    const heard = hear(screens, "complete");
    const startedAt = performance.now();
    for (const conversationId of ids.slice(n, n + perBatch)) await setPriority(ctx, { conversationId, priority });
    while (await keepCounts(ctx.db));
    spent += performance.now() - startedAt;
    await heard;
    delays.push(performance.now() - startedAt);
  }
  return { msEach: spent / ids.length, delays };
}

/** Open ones that the views do not leave out. */
async function someConversations({ db, workspaceId }: Context, count: number): Promise<string[]> {
  const rows = await db.app.sql.begin(async (sql) => {
    await sql`select set_config('parley.workspace_ids', ${workspaceId}, true)`;
    return sql<{ id: string }[]>`
      select id from conversations where workspace_id = ${workspaceId} and folder = 'open' order by id limit ${count}`;
  });
  return rows.map(({ id }) => id);
}

async function readCounters(sql: postgres.Sql): Promise<{ transactions: number; rows: number }> {
  await new Promise((done) => setTimeout(done, toldAfter));
  const [row] = await sql<{ transactions: number; rows: number }[]>`
    select xact_commit::float8 as transactions,
      (tup_fetched + tup_inserted + tup_updated + tup_deleted)::float8 as rows
    from pg_stat_database where datname = current_database()`;
  return row!;
}

async function connect(address: ReturnType<ReturnType<typeof createServer>["address"]>, sockets: number) {
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const screens = fork(fileURLToPath(new URL("./realtime-clients.ts", import.meta.url)), { serialization: "advanced" });
  await ask(screens, "connected", { type: "connect", url, sockets });
  return screens;
}

async function ask(screens: ChildProcess, answer: string, order: object): Promise<void> {
  const heard = hear(screens, answer);
  screens.send(order);
  await heard;
}

async function hear(screens: ChildProcess, type: string): Promise<void> {
  for (;;) {
    const [message] = await once(screens, "message");
    if (typeof message === "object" && message !== null && "type" in message && message.type === type) return;
  }
}
