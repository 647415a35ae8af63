import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, jest, test } from "@jest/globals";
import { addNote, listConversations } from "../../../src/domain/conversations/index.ts";
import { inTransaction } from "../../../src/domain/events/index.ts";
import {
  dropDoubtedWords,
  followLog,
  forgetInSearch,
  measureSearchLag,
  rebuildIndex,
} from "../../../src/domain/search/index.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { freshDatabase } from "../../support/database.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { until } from "../../support/until.ts";
import { aShop, from, indexAll, type Shop } from "./shop.ts";

// Processes are started and killed here, on whatever machine this is.
jest.setTimeout(120_000);

interface Counts {
  documents: number;
  numbers: number;
  seq: number;
  last: number;
}

async function countsOf({ db, ctx }: Pick<Shop, "db" | "ctx">): Promise<Counts> {
  const [row] = await inWorkspaces(
    db.app,
    [ctx.workspaceId],
    (sql) => sql<Counts[]>`
      select count(*)::int as documents, count(distinct number)::int as numbers,
        coalesce((select seq from search_progress), 0)::int as seq, (select last_seq from event_counters)::int as last
      from search_documents`,
  );
  return row!;
}

/** Everything the index holds of a workspace, as text. */
async function dumpOf({ db, ctx }: Pick<Shop, "db" | "ctx">): Promise<string> {
  return inWorkspaces(db.app, [ctx.workspaceId], async (sql) => {
    const rows = await sql<{ text: string }[]>`
      select d::text as text from search_documents d union all select w::text from search_words w
      union all select p::text from search_progress p`;
    return rows.map(({ text }) => text).join("\n");
  });
}

const manyLetters = 3000;

test("an index killed with its process goes on where it was, and misses nothing", async () => {
  const db = await freshDatabase();
  const ctx = await aWorkspace(db);
  const { id: connectionId } = await aConnection(ctx);
  for (let n = 0; n < manyLetters; n += 500) {
    const letters = Array.from({ length: 500 }, (_, i) =>
      aMessage({ workspaceId: ctx.workspaceId, connectionId }, { text: `Letter number${n + i}` }),
    );
    await receive(db, letters);
  }
  const script = fileURLToPath(new URL("./indexing-process.ts", import.meta.url));
  const shop = { db, ctx };
  for (let killed = 0; killed < 3; killed++) {
    const before = (await countsOf(shop)).seq;
    const child = spawn(process.execPath, [script, JSON.stringify(db.urls)], { stdio: ["ignore", "pipe", "inherit"] });
    await until(async () => (await countsOf(shop)).seq > before, { timeoutMs: 30_000, everyMs: 5 });
    child.kill("SIGKILL");
  }
  // The killed process's last transaction may still be ending.
  await until(async () => !(await followLog(db)) && (await countsOf(shop)).seq === (await countsOf(shop)).last, {
    timeoutMs: 60_000,
  });
  const counts = await countsOf(shop);
  // A message and a conversation each, and their customer.
  expect(counts).toMatchObject({ documents: 2 * manyLetters + 1, numbers: 2 * manyLetters + 1, seq: counts.last });
});

test("two that follow at once, and one that follows again, write each thing once", async () => {
  const db = await freshDatabase();
  const ctx = await aWorkspace(db);
  const { id: connectionId } = await aConnection(ctx);
  const letters = Array.from({ length: 400 }, () => aMessage({ workspaceId: ctx.workspaceId, connectionId }));
  await receive(db, letters);
  await Promise.all([followLog(db), followLog(db), followLog(db)]);
  await indexAll(db);
  const once = await dumpOf({ db, ctx });
  // As if the mark had been lost: everything is delivered a second time.
  await inWorkspaces(db.app, [ctx.workspaceId], (sql) => sql`update search_progress set seq = 0`);
  await indexAll(db);
  expect(await dumpOf({ db, ctx })).toBe(once);
  expect(await countsOf({ db, ctx })).toMatchObject({ documents: 801, numbers: 801 });
});

test("how far the index is behind is measured", async () => {
  const db = await freshDatabase();
  const ctx = await aWorkspace(db);
  const { id: connectionId } = await aConnection(ctx);
  await indexAll(db);
  expect(await measureSearchLag(db)).toBe(0);
  await receive(db, [aMessage({ workspaceId: ctx.workspaceId, connectionId })]);
  await until(async () => (await measureSearchLag(db)) > 0);
  await indexAll(db);
  expect(await measureSearchLag(db)).toBe(0);
});

test("notes, later mail and changed orders are found, and what is gone is not", async () => {
  const shop = await aShop();
  await shop.mail({ subject: "Hello", text: "First", threadKey: "t" });
  const [row] = await listConversations(shop.ctx, { folder: "open", limit: 1 });
  await addNote(shop.ctx, { conversationId: row!.id, body: "Remember the marmalade" });
  await shop.mail({ subject: "Re: Hello", text: "Second thoughts", threadKey: "t" });
  for (const query of ["marmalade", "thoughts"]) expect(await shop.names(query)).toEqual(["Hello"]);
  await shop.order(row!.customerId, { name: "#55", title: "Birch candle" });
  expect(await shop.names("birch")).toEqual(["#55"]);
  await shop.order(row!.customerId, { name: "#55", title: "Oak candle" });
  expect(await shop.names("birch")).toEqual([]);
  expect(await shop.names("oak")).toEqual(["#55"]);
});

test("what is quoted from the message before does not count as written again", async () => {
  const shop = await aShop();
  await shop.mail({ subject: "Answer", text: "Thank you!\n\n> my pomegranate has not come\n> at all" });
  expect(await shop.names("pomegranate")).toEqual([]);
});

test("a person who is forgotten leaves no word behind, and takes none that others have written", async () => {
  const shop = await aShop();
  await shop.mail(
    {
      ...from("Zebulon Quix", "zebulon@canary.example"),
      subject: "Ocarina",
      text: "My krumhorn and candle, +46 70 999 88 77",
    },
    { ...from("Mia Berg", "mia@mail.example"), subject: "Mine", text: "A candle" },
  );
  const rows = await listConversations(shop.ctx, { folder: "open", limit: 10 });
  const { customerId } = rows.find(({ subject }) => subject === "Ocarina")!;
  await shop.order(customerId, { name: "#66", title: "Bagpipe wax" });
  const canaries = /zebulon|quix|ocarina|krumhorn|bagpip|canari/i;
  expect(await dumpOf(shop)).toMatch(canaries);
  await inTransaction(shop.ctx, (tx) => forgetInSearch(tx, { customerIds: [customerId] }));
  while (await dropDoubtedWords(shop.ctx));
  expect(await dumpOf(shop)).not.toMatch(canaries);
  expect(await dumpOf(shop)).not.toContain(customerId);
  expect(await shop.names("candle")).toEqual(["Mine"]);
  expect(await shop.names("candel")).toEqual(["Mine"]);
});

test("forgetting waits for whoever writes the index, so that nothing read before comes back", async () => {
  const shop = await aShop();
  await shop.mail({ text: "A candle" });
  const { workspaceId } = shop.ctx;
  const order: string[] = [];
  let forgetting: Promise<unknown> = Promise.resolve();
  await inWorkspaces(shop.db.app, [workspaceId], async (sql) => {
    await sql`select 1 from search_progress where workspace_id = ${workspaceId} for update`;
    forgetting = inTransaction(shop.ctx, (tx) => forgetInSearch(tx, { customerIds: [] })).then(() =>
      order.push("forgotten"),
    );
    await until(async () => {
      const [waiting] = await shop.db.app.sql`
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return waiting !== undefined;
    });
    order.push("written");
  });
  await forgetting;
  expect(order).toEqual(["written", "forgotten"]);
});

test("an index is built anew from the tables, step by step, beside what happens meanwhile", async () => {
  const db = await freshDatabase();
  const shop = await aShop(db);
  const words = Array.from({ length: 1200 }, (_, n) => ({ subject: `Letter ${n}`, text: `candle wick${n}` }));
  await shop.mail(...words);
  const before = await countsOf(shop);
  await rebuildIndex(db, shop.ctx.workspaceId);
  expect((await countsOf(shop)).documents).toBe(0);
  await followLog(db);
  const { documents } = await countsOf(shop);
  expect(documents).toBeLessThan(before.documents);
  await shop.mail({ subject: "Meanwhile", text: "candle" });
  expect((await countsOf(shop)).documents).toBe(before.documents + 2);
  for (const n of [0, 600, 1199]) expect(await shop.names(`wick${n}`)).toEqual([`Letter ${n}`]);
  expect(await shop.names("meanwhile")).toEqual(["Meanwhile"]);
});
