import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { connectIntegration } from "../src/domain/connections/index.ts";
import { createWorkspace, systemContext } from "../src/domain/workspaces/index.ts";
import { openRecorder } from "../src/inbound/record.ts";
import { type BenchDatabase, median, openBenchDatabase } from "./cluster.ts";

/**
 * Deliveries accepted and turned into committed messages per second, 16 in flight, against pgbench running the
 * minimal one-message transaction at 16 clients on the same PostgreSQL. One process accepts and another one works, as
 * where Parley is deployed; both in one process reach a sixth less. Rounds alternate, medians are compared.
 */
const inFlight = 16;
const workspaces = 200;
const rounds = 3;
const seconds = 8;
const perRound = 12_000;

if (spawnSync("pgbench", ["--version"]).error) {
  console.error("bench:inbound needs pgbench on PATH (Debian: apt-get install postgresql-contrib).");
  process.exit(1);
}
const bench = await openBenchDatabase();
let worker: ChildProcess | undefined;
try {
  await makeMinimalTables(bench);
  const mailboxes = await Promise.all(Array.from({ length: workspaces }, () => aMailbox(bench)));
  worker = await startWorker(bench);
  await ourRound(bench, mailboxes, 2000);
  await analyze(bench);
  const theirs: number[] = [];
  const ours: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    theirs.push(minimalRound(bench));
    ours.push(await ourRound(bench, mailboxes, perRound));
    console.log(
      `round ${round}: pgbench ${theirs.at(-1)!.toFixed(0)} tx/s, parley ${ours.at(-1)!.toFixed(0)} messages/s`,
    );
  }
  console.log(`ratio: ${(median(ours) / median(theirs)).toFixed(2)}`);
} finally {
  worker?.kill("SIGKILL");
  await bench.close();
}

/** Insert a message, update its conversation, insert an event: what any helpdesk must at least write. */
async function makeMinimalTables({ cluster }: BenchDatabase): Promise<void> {
  const sql = postgres(cluster.ownerUrl, { max: 1 });
  await sql.unsafe(`
    create table bench_conversations (workspace_id int, id int, status text, last_message_at timestamptz,
      primary key (workspace_id, id));
    create index on bench_conversations (workspace_id, status, last_message_at desc, id desc);
    create table bench_messages (workspace_id int, id uuid default gen_random_uuid(), conversation_id int,
      dedupe_key uuid, body text, primary key (workspace_id, id), unique (workspace_id, dedupe_key));
    create table bench_events (id bigint generated always as identity primary key, workspace_id int, data json);
    insert into bench_conversations select w, c, 'open', now() from generate_series(1, ${workspaces}) w,
      generate_series(1, 1000) c;
`);
  await sql.end();
  await analyze({ cluster });
}

/** What autovacuum does within a minute: without statistics either side would be planned blindly. */
async function analyze({ cluster }: Pick<BenchDatabase, "cluster">): Promise<void> {
  for (const database of ["postgres", "parley"]) {
    const url = new URL(cluster.ownerUrl);
    url.pathname = `/${database}`;
    const sql = postgres(url.href, { max: 1, onnotice: () => {} });
    await sql.unsafe("vacuum analyze");
    await sql.end();
  }
}

function minimalRound({ cluster }: BenchDatabase): number {
  const file = join(mkdtempSync(join(tmpdir(), "pgbench-")), "minimal.sql");
  writeFileSync(
    file,
    [
      `\\set w random(1, ${workspaces})`,
      "\\set c random(1, 1000)",
      "BEGIN;",
      "INSERT INTO bench_messages (workspace_id, conversation_id, dedupe_key, body) VALUES (:w, :c, gen_random_uuid(), repeat('Where is my order? ', 10));",
      "UPDATE bench_conversations SET last_message_at = clock_timestamp() WHERE workspace_id = :w AND id = :c;",
      'INSERT INTO bench_events (workspace_id, data) VALUES (:w, \'{"name":"message.received"}\');',
      "COMMIT;",
    ].join("\n"),
  );
  const run = spawnSync(
    "pgbench",
    ["-n", "-M", "prepared", "-c", String(inFlight), "-j", "2", "-T", String(seconds), "-f", file, cluster.ownerUrl],
    { encoding: "utf8" },
  );
  const tps = /tps = ([\d.]+)/.exec(run.stdout);
  if (!tps) throw new Error(`pgbench failed: ${run.stderr}`);
  return Number(tps[1]);
}

async function startWorker({ urls }: BenchDatabase): Promise<ChildProcess> {
  const worker = fork(fileURLToPath(new URL("./inbound-worker.ts", import.meta.url)));
  worker.send(urls);
  await once(worker, "message");
  return worker;
}

interface Mailbox {
  workspaceId: string;
  connectionId: string;
}

async function aMailbox({ db }: BenchDatabase): Promise<Mailbox> {
  const { id: workspaceId } = await createWorkspace(db, { name: "Bench" });
  const connection = await connectIntegration(systemContext(db, workspaceId, "bench"), {
    integrationId: "gmail",
    account: `${randomUUID()}@shop.example`,
    displayName: "Bench",
    credentials: {},
  });
  return { workspaceId, connectionId: connection.id };
}

/** The whole path: stored, announced, relayed, claimed, parsed, filed. Ends when the last message is committed. */
async function ourRound({ db }: BenchDatabase, mailboxes: Mailbox[], count: number): Promise<number> {
  const before = await committedMessages({ db });
  const recorder = openRecorder(db);
  const started = performance.now();
  let next = 0;
  const producer = async () => {
    while (next < count) {
      const n = next++;
      await recorder.record([aDelivery(mailboxes[n % mailboxes.length]!, n)]);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, producer));
  const accepted = performance.now();
  while (!(await isQuiet({ db }))) await new Promise((done) => setTimeout(done, 10));
  const elapsed = performance.now() - started;
  const filed = (await committedMessages({ db })) - before;
  if (filed !== count) throw new Error(`${count} deliveries were accepted, but ${filed} messages are there`);
  console.log(`  accepted in ${(accepted - started).toFixed(0)} ms, all committed in ${elapsed.toFixed(0)} ms`);
  return count / (elapsed / 1000);
}

/** No event waits for the relay, no job for a worker: everything accepted is committed. */
async function isQuiet({ db }: Pick<BenchDatabase, "db">): Promise<boolean> {
  const [row] = await db.system.sql<{ quiet: boolean }[]>`
    select not exists (select 1 from jobs) and not exists (
      select 1 from event_counters where relayed_seq < last_seq) as quiet`;
  return row!.quiet;
}

async function committedMessages({ db }: Pick<BenchDatabase, "db">): Promise<number> {
  const [row] = await db.system.sql<{ n: string }[]>`select count(*) as n from events where name = 'message.received'`;
  return Number(row!.n);
}

function aDelivery({ workspaceId, connectionId }: Mailbox, n: number) {
  const id = randomUUID();
  const thread = n % 3 === 0 ? id : `thread-${n % 5000}`;
  const shopper = (n % 5000) % 4000;
  const raw = [
    `Message-ID: <${id}@mail.example>`,
    `From: Shopper ${shopper} <shopper${shopper}@mail.example>`,
    "To: Bench <support@shop.example>",
    "Subject: Where is my order?",
    `Date: ${new Date().toUTCString()}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "Hi, I ordered two candles last week and have heard nothing since. ".repeat(8),
  ].join("\r\n");
  const payload = {
    id,
    threadId: thread,
    labelIds: ["INBOX"],
    internalDate: String(Date.now()),
    sizeEstimate: raw.length,
    raw: Buffer.from(raw).toString("base64url"),
  };
  return { workspaceId, connectionId, externalId: id, orderingKey: thread, payload };
}
