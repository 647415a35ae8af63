import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import postgres from "postgres";
import { getBulkAction, startBulkAction } from "../src/domain/bulk/index.ts";
import { createTag } from "../src/domain/tags/index.ts";
import { systemContext } from "../src/domain/workspaces/index.ts";
import { openDatabase } from "../src/platform/db.ts";
import { newId } from "../src/platform/ids.ts";
import { openLog } from "../src/platform/log.ts";
import { bulk } from "../workers/bulk.ts";
import { startRelay } from "../workers/relay.ts";
import { startInProcess } from "../workers/transports/in-process.ts";
import { median, openBenchDatabase } from "./cluster.ts";
import { makeInboxes } from "./inbox-data.ts";

/**
 * A tag on every conversation of one large shop, chosen by a filter: from the call that starts it until the worker's
 * last commit, with what makes it resumable and undoable. Against it, on the same PostgreSQL, what a hand at `psql` would
 * write for the same end: one transaction of one UPDATE that adds the tag to each row of a copy of the conversations,
 * under the same indexes, and one INSERT of an event for each. Rounds alternate, each with a tag of its own, medians are
 * compared. The heap is measured after a collection, at every tenth of the way.
 */
const conversations = Number(process.argv[2] ?? 100_000);
const rounds = 3;

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

const bench = await openBenchDatabase();
const made = await makeInboxes(bench, { shops: 1, conversations, cursorSecret: "bench" });
const db = openDatabase({ ...made.urls, sealKeys: Buffer.alloc(32, "bench").toString("base64"), maxConnections: 8 });
const ownerUrl = Object.assign(new URL(bench.cluster.ownerUrl), { pathname: new URL(made.urls.appUrl).pathname });
const owner = postgres(ownerUrl.href, { max: 1, onnotice: () => {} });
const ctx = systemContext(db, made.inboxes[0]!.workspaceId, "bench");
try {
  await makePlainTables();
  const theirs: number[] = [];
  const ours: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    await owner.unsafe("vacuum analyze");
    await owner.unsafe("checkpoint");
    theirs.push(await plainRound());
    await owner.unsafe("checkpoint");
    const { rate, heap } = await ourRound(`Tag ${round}`);
    ours.push(rate);
    const speeds = `plain SQL ${theirs.at(-1)!.toFixed(0)} conversations/s, parley ${rate.toFixed(0)} conversations/s`;
    console.log(`round ${round}: ${speeds}`);
    console.log(`  heap at each tenth, in MB: ${heap.map((bytes) => (bytes / 1e6).toFixed(1)).join(" ")}`);
    console.log(`  heap at the end against the first tenth: ${(heap.at(-1)! / heap[0]!).toFixed(2)}`);
  }
  console.log(`resident at its highest: ${(process.resourceUsage().maxRSS / 1000).toFixed(0)} MB`);
  console.log(`ratio: ${(median(ours) / median(theirs)).toFixed(2)}`);
} finally {
  await owner.end();
  await db.close();
  await bench.close();
}

/** The same conversations under the same indexes, with their tags in a column; and a log like ours. */
async function makePlainTables(): Promise<void> {
  const rows = await owner<{ name: string }[]>`
    select attname as name from pg_attribute
    where attrelid = 'conversations'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`;
  const columns = rows.map(({ name }) => name).join(", ");
  await owner.unsafe(`
    create table plain_conversations (like conversations including all);
    insert into plain_conversations (${columns}) select ${columns} from conversations;
    alter table plain_conversations add tags uuid[] not null default '{}';
    create table plain_events (like events including all);
    alter table plain_events alter seq add generated always as identity`);
}

async function plainRound(): Promise<number> {
  const { workspaceId, actor } = ctx;
  const tagId = newId();
  const startedAt = performance.now();
  await owner.begin(async (sql) => {
    await sql`update plain_conversations set tags = tags || ${tagId}::uuid where workspace_id = ${workspaceId}`;
    await sql`insert into plain_events (workspace_id, id, name, data, actor)
      select workspace_id, uuidv7(), 'conversation.tagged',
        json_build_object('conversationId', id, 'tagId', ${tagId}::text), ${JSON.stringify(actor)}::text::json
      from plain_conversations where workspace_id = ${workspaceId}`;
  });
  return conversations / ((performance.now() - startedAt) / 1000);
}

async function ourRound(name: string): Promise<{ rate: number; heap: number[] }> {
  const tools = { db, log: openLog("error") };
  const transport = startInProcess({ tools, workers: [bulk], pollMs: 50 });
  const relay = startRelay(tools, [bulk], { pollMs: 50, onRelayed: () => transport.wake() });
  const { id: tagId } = await createTag(ctx, { name, color: "red" });
  const heap: number[] = [];
  const startedAt = performance.now();
  const { id } = await startBulkAction(ctx, { choice: { filter: { and: [] } }, action: { type: "tag", tagId } });
  for (;;) {
    const { state, done } = await getBulkAction(ctx, id);
    if (done >= ((heap.length + 1) * conversations) / 10) heap.push(heapNow());
    if (state === "done") break;
    if (state !== "selecting" && state !== "running") throw new Error(`The bulk action ended as ${state}`);
    await new Promise((next) => setTimeout(next, 25));
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const { done } = await getBulkAction(ctx, id);
  if (done !== conversations) throw new Error(`${done} of ${conversations} conversations were tagged`);
  await relay.stop();
  await transport.stop(5000);
  return { rate: conversations / seconds, heap };
}

function heapNow(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
