import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, jest, test } from "@jest/globals";
import { planRestocked } from "../../src/ai/index.ts";
import { scheduleRun } from "../../src/domain/automation/index.ts";
import { saveRecords } from "../../src/domain/commerce/index.ts";
import { listMessages, reply } from "../../src/domain/conversations/index.ts";
import { createArticle, publishArticle } from "../../src/domain/knowledge/index.ts";
import { listOutreaches } from "../../src/domain/outreach/index.ts";
import { askWhenBack, listStockRequests } from "../../src/domain/stock-requests/index.ts";
import { addToolSource, getToolSource, updateExternalTool } from "../../src/domain/tool-sources/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { type Database, openDatabase } from "../../src/platform/db.ts";
import { aConversation, guide, sendsAll } from "../ai/turn.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { freshUrls, testSealKey } from "../support/database.ts";
import { aProductRecord } from "../support/shop-records.ts";
import { until } from "../support/until.ts";

jest.setTimeout(150_000);

const script = fileURLToPath(new URL("./turn-process.ts", import.meta.url));
const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
});

/**
 * With an answer that is not written down yet, when what it asked for was looked up, with the last answer before it is a
 * draft, and when all is written but the job is not done.
 */
const points = ["after-1", "before-2", "after-3", "end-0"];

/** With what was asked beside the turn answered and not written down yet, and when it is and nothing after it is. */
const asidePoints = ["reading-1", "reading-2", "judgement-1", "judgement-2"];

/** When a tool has done something, and nobody has written down that it was called. */
const deedPoints = ["deed-1"];

/** When an answer was sent at once, when people were given it, before an answer is sent at its moment, and after. */
const sendingPoints = ["end-sent", "end-handed_over", "before-send", "after-send"];

/** Where the shop writes first: when it is decided and no turn is begun, and when it is answered and not marked as told. */
const outreachPoints = ["begun", "end-outreach"];

const turnPoints = [...points, ...asidePoints, ...deedPoints];
const allPoints = [...turnPoints, ...sendingPoints, ...outreachPoints];

/** What each kind of turn writes down, and is asked. */
const steps: Record<string, readonly (readonly string[])[]> = {
  usual: [
    ["model", "tool", "tool", "model", "tool", "model"],
    ["1", "2", "3"],
  ],
  reading: [
    ["model", "reading", "tool", "model"],
    ["1", "2", "reading"],
  ],
  judgement: [
    ["model", "tool", "model", "judgement"],
    ["1", "2", "judgement"],
  ],
  deed: [
    ["model", "tool", "model"],
    ["1", "2"],
  ],
};

/** Another system that the AI may ask, and says so in words that it is told only as somebody else has read them. */
async function aClub() {
  const server = createServer((_, response) => void response.end('"She is one of our oldest members and likes pine"'));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closeAtEnd(async () => void server.close());
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  process.env.TOOL_SERVER_ORIGINS = baseUrl;
  const schema = { type: "object", properties: {}, required: [], additionalProperties: false };
  const operation = { method: "get", path: "/note", places: [] };
  const tool = { key: "GET /note", title: "note", description: "A note on her", isRead: true, schema, operation };
  return async (ctx: Context) => {
    const offer = { title: "Club", baseUrl, tools: [tool], leftOut: [] };
    const about = { kind: "openapi", name: "Club", url: null, credentials: null, offer } as const;
    const { id: toolSourceId } = await addToolSource(ctx, about);
    const [brought] = (await getToolSource(ctx, { toolSourceId })).tools;
    await updateExternalTool(ctx, { externalToolId: brought!.id, isOn: true, hash: brought!.hash });
  };
}

async function anArticle(ctx: Context) {
  const about = { title: "Returns", body: "Send a candle back within 30 days.", questions: [] };
  const { id: articleId } = await createArticle(ctx, { ...about, category: null, language: "en" });
  await publishArticle(ctx, { articleId });
}

/** Conversations of shops whose AI sends by itself: at once, to people, and after a pause. */
async function sendingTurns(db: Database) {
  const letters = {
    sent: ["Where is #1042?", sendsAll],
    handed: ["I want to speak to a human!", sendsAll],
    reviewed: ["Where is #1042?", { ...sendsAll, mode: "review" }],
  } as const;
  const made = Object.entries(letters).map(async ([name, [text, rule]]) => {
    const conversation = await aConversation(db, { text });
    const { system, conversationId } = conversation;
    await guide(system, { modes: [rule] });
    await scheduleRun(system, { conversationId, delayMs: 0 });
    return [name, conversation] as const;
  });
  return Object.fromEntries(await Promise.all(made));
}

/** She asked to be told of goods, and they are there again. */
async function anOutreach(db: Database) {
  const given = await aConversation(db);
  const { system, agent, shop, conversationId, customerId } = given;
  await guide(system, { modes: [sendsAll], outreach: { backInStock: {} } });
  await reply(agent, { conversationId, body: "It is sold out", lastSeenMessageId: await given.lastMessageId() });
  const isThere = (available: boolean) => {
    const product = aProductRecord(["L"]);
    const variants = product.variants.map((one) => ({ ...one, available }));
    const updatedAt = new Date(product.updatedAt.getTime() + (available ? 1000 : 0));
    return saveRecords(system, { connectionId: shop.id, records: [{ ...product, variants, updatedAt }] });
  };
  await isThere(false);
  const variantId = "gid://shopify/ProductVariant/L";
  await askWhenBack(agent, { connectionId: shop.id, customerId, conversationId, variantId });
  await isThere(true);
  await planRestocked(system, { connectionId: shop.id });
  return given;
}

test("a worker killed anywhere in a turn: one draft, one answer, one hand-over, nothing is asked again that was told, and no run is left", async () => {
  const urls = { ...(await freshUrls()), sealKeys: testSealKey };
  const db = openDatabase({ ...urls, maxConnections: 5 });
  closeAtEnd(() => db.close());
  const sending = await sendingTurns(db);
  const unasked = await anOutreach(db);
  const turns = [];
  const bringClub = await aClub();
  for (const point of turnPoints) {
    const conversation = await aConversation(db, { text: `Where is #1042? Die at ${point}, please.` });
    const { system, conversationId } = conversation;
    if (point.startsWith("reading")) await bringClub(system);
    if (point.startsWith("judgement")) await anArticle(system);
    await scheduleRun(system, { conversationId, delayMs: 0 });
    turns.push({ point, conversation });
  }
  const deaths = await mkdtemp(join(tmpdir(), "turn-"));
  closeAtEnd(() => rm(deaths, { recursive: true, force: true }));
  const lines: string[] = [];
  let isOver = false;
  const aWorker = async () => {
    while (!isOver) {
      const given = JSON.stringify({ ...urls, deaths });
      const child = spawn(process.execPath, [script, given], { stdio: ["ignore", "pipe", "inherit"] });
      children.add(child);
      child.stdout.on("data", (data) => lines.push(...String(data).trim().split("\n")));
      await once(child, "close");
    }
  };
  // The second one is ready when the first one dies.
  const workers = [aWorker(), aWorker()];
  const killed = () => readdir(deaths);
  const left = async () => {
    // Its pause is over.
    await db.system.sql`update jobs set run_at = now() where name = 'draft.send' and run_at > now()`;
    const [row] = await db.system.sql<
      { n: number }[]
    >`select count(*)::int as n from jobs where queue = 'ai' and state <> 'done'`;
    return row!.n;
  };
  await until(async () => (await left()) === 0 && (await killed()).length === allPoints.length, {
    timeoutMs: 90_000,
    what: "all turns to end and every worker to have died where it should",
  });
  isOver = true;
  for (const child of children) child.kill("SIGKILL");
  await Promise.all(workers);

  expect((await killed()).toSorted()).toEqual(allPoints.toSorted());
  for (const [name, conversation] of Object.entries(sending)) {
    const { agent, conversationId } = conversation;
    const messages = (await listMessages(agent, { conversationId, limit: 20 })).toReversed();
    const kinds = messages.map(({ kind, author }) => `${kind} ${author.type}`);
    const note = name === "handed" ? ["note ai"] : [];
    expect(kinds).toEqual(["customer customer", "reply ai", ...note]);
    expect(await conversation.runs()).toMatchObject([{ status: name === "handed" ? "handed_over" : "sent" }]);
    const told = (await conversation.events()).filter((event) =>
      /handed_over$|^message\.queued|^draft\.held/.test(event),
    );
    expect(told).toEqual(["message.queued", ...(name === "handed" ? ["conversation.handed_over"] : [])]);
  }
  await expectToldOnce(unasked, lines);
  for (const { point, conversation } of turns) {
    const [run] = await conversation.runs();
    const [written, wanted] = steps[point.split("-")[0]!] ?? steps.usual!;
    const n = wanted!.length;
    expect(run).toMatchObject({ status: "drafted", inputTokens: 10 * n, outputTokens: 5 * n, costMicros: 7 * n });
    const bodies = { reading: "looked into it", judgement: "30 days", deed: "looked into it" };
    const [, body] = Object.entries(bodies).find(([kind]) => point.startsWith(kind)) ?? [null, "#1042"];
    expect((await conversation.draft()).body).toContain(body);
    const { agent, conversationId } = conversation;
    const notes = (await listMessages(agent, { conversationId, limit: 20 })).filter(({ kind }) => kind === "note");
    expect([point, notes.length]).toEqual([point, deedPoints.includes(point) ? 1 : 0]);
    const found = await conversation.steps(run!);
    expect([point, found.map(({ kind }) => kind)]).toEqual([point, written]);
    expect(found.map(({ replay }) => replay)).toEqual(written!.map(() => null));
    const told = (await conversation.events()).filter((name) => /^(?:run|draft)\./.test(name));
    expect(told.toSorted()).toEqual(["draft.written", "run.finished", "run.started"]);
    // Only a question whose answer was lost with its worker is asked twice.
    const lost = /^after-(\d)$|^(?!deed)(\w+)-1$/.exec(point)?.slice(1).filter(Boolean) ?? [];
    const asked = lines.flatMap((line) => (line.startsWith(`asked ${point} `) ? line.split(" ").slice(2) : []));
    expect([point, asked.toSorted()]).toEqual([point, [...wanted!, ...lost].toSorted()]);
  }
});

/** Of what the shop wrote first: one turn, asked once, one message, and a wish that was met once. */
async function expectToldOnce(unasked: Awaited<ReturnType<typeof anOutreach>>, lines: string[]): Promise<void> {
  const { agent, customerId, conversationId } = unasked;
  const [run, ...more] = await unasked.runs();
  expect([run?.status, more]).toEqual(["sent", []]);
  expect(lines.filter((line) => line.startsWith("asked outreach"))).toEqual(["asked outreach 1"]);
  expect(await listOutreaches(agent, { customerId, limit: 5 })).toMatchObject([{ state: "begun", runId: run!.id }]);
  const messages = await listMessages(agent, { conversationId, limit: 20 });
  expect(messages.filter(({ author }) => author.type === "ai")).toHaveLength(1);
  expect(await listStockRequests(agent, { customerId })).toMatchObject([{ state: "met" }]);
  expect((await unasked.events()).filter((name) => name === "stock_request.met")).toHaveLength(1);
}
