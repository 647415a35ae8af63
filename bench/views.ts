import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { createField } from "../src/domain/fields/index.ts";
import { createView, keepCounts } from "../src/domain/views/index.ts";
import { type Context, systemContext } from "../src/domain/workspaces/index.ts";
import { type Database, openDatabase } from "../src/platform/db.ts";
import { median, openBenchDatabase, percentile } from "./cluster.ts";
import { load, type Request } from "./http-load.ts";
import { type Inbox, makeInboxes, requestsFor } from "./inbox-data.ts";
import { measureGrowth } from "./views-growth.ts";
import { startWeb } from "./web-process.ts";

/**
 * Views at a million conversations over a thousand shops of Zipf's sizes. First, the first page of a view with four
 * conditions, one of them on a custom field, and of one that hardly anything fits, against the first page of the plain
 * inbox; each after something happened in its shop, so that no answer is a remembered one. Before that, what keeping the
 * counts of thirty views costs for each conversation that changes, while ten to a thousand screens look at them.
 */
const conversations = Number(process.argv[2] ?? 1_000_000);
const shops = Math.max(10, Math.min(1000, conversations / 1000));
const rounds = 5;
const timed = { seconds: 3, connections: 4 };
const sessionSecret = randomBytes(32).toString("hex");

const open = { field: "status", operator: "is", value: "open" };
const tier = (value: string) => ({ field: "fields.tier", operator: "is", value });
const filters = {
  "four conditions": {
    and: [
      open,
      { field: "assignee", operator: "is_not_set" },
      { field: "message_count", operator: "at_least", value: 3 },
      tier("gold"),
    ],
  },
  "hardly anything": { and: [open, tier("platinum")] },
} as const;
type Kind = keyof typeof filters;

let web: ChildProcess | undefined;
const bench = await openBenchDatabase();
const inboxes = await makeInboxes(bench, { shops, conversations, cursorSecret: sessionSecret });
const db = openDatabase({ ...inboxes.urls, sealKeys: Buffer.alloc(32, "bench").toString("base64"), maxConnections: 8 });
const log = postgres(inboxes.urls.systemUrl, { max: timed.connections });
try {
  const views = await makeViews(db, inboxes.inboxes);
  const ofPriority = { and: [open, { field: "priority", operator: "any_of", value: ["high", "urgent"] }] };
  const others = [ofPriority, ...Object.values(filters), { or: [tier("gold"), { not: ofPriority }] }];
  await measureGrowth(db, inboxes.urls.systemUrl, inboxes.inboxes[0]!.workspaceId, others);
  const started = await startWeb(inboxes.urls, sessionSecret);
  web = started.child;
  await comparePages(started.origin, inboxes.inboxes, views);
} finally {
  web?.kill();
  await log.end();
  await db.close();
  await bench.close();
}

/** Two views in each shop, counted from the beginning. @returns their ids by shop. */
async function makeViews(at: Database, shopsOf: readonly Inbox[]): Promise<Map<string, Record<Kind, string>>> {
  const views = new Map<string, Record<Kind, string>>();
  for (const { workspaceId } of shopsOf) {
    const ctx = systemContext(at, workspaceId, "bench");
    const { id: fieldId } = await createField(ctx, {
      ...{ entity: "conversation", key: "tier", label: "Tier", type: "select" },
      options: ["gold", "silver", "platinum"].map((value) => ({ value, label: value })),
    });
    await fillField(ctx, fieldId);
    const make = async (kind: Kind) =>
      (await createView(ctx, { name: kind, visibility: "shared", filter: filters[kind], sort: "last_activity" })).id;
    views.set(workspaceId, {
      "four conditions": await make("four conditions"),
      "hardly anything": await make("hardly anything"),
    });
  }
  const startedAt = performance.now();
  while (await keepCounts(at));
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${conversations} conversations counted for their shop's 2 views in ${seconds.toFixed(0)} s`);
  return views;
}

/** A tenth is gold, one in a thousand platinum. */
async function fillField({ db: at, workspaceId }: Context, fieldId: string): Promise<void> {
  await at.app.sql.begin(async (sql) => {
    await sql`select set_config('parley.workspace_ids', ${workspaceId}, true)`;
    await sql`
      insert into conversation_field_values (workspace_id, entity_id, field_id, place, text, text_key)
      select workspace_id, id, ${fieldId}, 0, tier, tier from (
        select workspace_id, id, case when n % 1000 = 0 then 'platinum' when n % 10 = 1 then 'gold' else 'silver' end as tier
        from (select workspace_id, id, row_number() over (order by id) as n from conversations
          where workspace_id = ${workspaceId}) numbered) filled`;
  });
}

async function comparePages(
  origin: string,
  shopsOf: readonly Inbox[],
  views: ReadonlyMap<string, Record<Kind, string>>,
): Promise<void> {
  const pages: Record<string, () => Request> = {
    "the inbox": requestsFor(shopsOf, () => "/v1/conversations?limit=25"),
  };
  for (const kind of Object.keys(filters) as Kind[]) {
    const path = ({ workspaceId }: Inbox) => `/v1/views/${views.get(workspaceId)![kind]}/conversations?limit=25`;
    pages[kind] = requestsFor(shopsOf, path);
  }
  const before = ({ workspaceId }: Request) =>
    log`update event_counters set last_seq = last_seq + 1 where workspace_id = ${workspaceId}`;
  const times = new Map(Object.keys(pages).map((name) => [name, { p50: [0], p99: [0] }]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, next] of Object.entries(pages)) {
      const { times: all } = await load(origin, { ...timed, next, before });
      if (round === 0) continue;
      times.get(name)!.p50.push(percentile(all, 0.5));
      times.get(name)!.p99.push(percentile(all, 0.99));
    }
  }
  const late = new Map([...times].map(([name, { p99 }]) => [name, median(p99.slice(1))]));
  for (const [name, { p50 }] of times) {
    console.log(`first page, ${name}: p50 ${median(p50.slice(1)).toFixed(1)} ms, p99 ${late.get(name)!.toFixed(1)} ms`);
  }
  const plain = late.get("the inbox")!;
  console.log(
    `p99, a view that hardly anything fits to the inbox: ${(late.get("hardly anything")! / plain).toFixed(2)}`,
  );
  console.log(`ratio: ${(late.get("four conditions")! / plain).toFixed(2)}`);
}
