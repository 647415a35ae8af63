import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { Pool } from "undici";
import { WebSocket } from "ws";
import { addMember, registerUser } from "../../src/domain/access/index.ts";
import { createPhoneLine, lineSettings } from "../../src/domain/calls/index.ts";
import { connectIntegration } from "../../src/domain/connections/index.ts";
import { noteSeen } from "../../src/domain/teams/index.ts";
import { createWorkspace, systemContext } from "../../src/domain/workspaces/index.ts";
import { type BenchDatabase, percentile } from "../cluster.ts";
import { startWeb } from "../web-process.ts";

const calls = 500;
/** They come within this time, as after an advert; then all are on the line at once. */
const arriveWithinMs = 15_000;
/** Between a question and its answer. */
const thinkMs = 2000;
/** Twilio asks at once what who waits is to hear, and again when that is over. */
const polls = 2;
const pollMs = 20_000;
/** Before anything is timed. */
const warmUp = 40;
const number = "+12025550142";
const path = "/webhooks/twilio-voice?at=incoming";

interface Shop {
  sid: string;
  token: string;
  origin: string;
}

/**
 * So many calls at once through a menu into a queue on one web process: how long Twilio waits for each document, and
 * what a call takes of the process's memory; and the same number of calls talked with by the assistant, each over a
 * socket of its own.
 */
export async function benchCalls(bench: BenchDatabase): Promise<void> {
  const [sid, token] = [`ac${randomBytes(16).toString("hex")}`, randomBytes(16).toString("hex")];
  // A model that is set up, and never asked here.
  const web = await startWeb(bench.urls, randomBytes(32).toString("hex"), { OPENAI_BASE_URL: "http://127.0.0.1:9/v1" });
  const shop: Shop = { sid: sid.replace("ac", "AC"), token, origin: web.origin };
  await aShop(bench, shop);
  const pool = new Pool(web.origin, { connections: 64, pipelining: 1 });
  try {
    const memory = () => residentBytes(web.child.pid ?? 0);
    hangUp((await all(pool, shop, "2", warmUp)).talks);
    const before = await memory();
    const queued = await all(pool, shop, "1");
    say("calls in a menu and a queue", queued.times, before, await memory());
    const between = await memory();
    const talked = await all(pool, shop, "2");
    say("calls with the assistant", talked.times, between, await memory());
    const greeted = talked.talks.map(({ ms }) => ms);
    const [usual, slow] = [percentile(greeted, 0.5), percentile(greeted, 0.99)];
    console.log(`  its first words after setup: median ${usual.toFixed(0)} ms, p99 ${slow.toFixed(0)} ms`);
    hangUp(talked.talks);
  } finally {
    await pool.close();
    const gone = once(web.child, "exit");
    web.child.kill();
    await gone;
  }
}

async function aShop({ db }: BenchDatabase, { sid, token }: Shop): Promise<void> {
  const { id: workspaceId } = await createWorkspace(db, { name: "Bench" });
  const ctx = systemContext(db, workspaceId, "bench");
  const credentials = { accountSid: sid, authToken: token };
  const account = sid.toLowerCase();
  const connection = { integrationId: "twilio-voice", account, displayName: "Bench", credentials };
  const { id: connectionId } = await connectIntegration(ctx, connection);
  // Nobody waits for people who are not there.
  const user = await registerUser(db, {
    email: "bench@shop.example",
    name: "Bench",
    password: randomBytes(12).toString("hex"),
  });
  const member = await addMember(ctx, { user, role: "agent" });
  await noteSeen(ctx, { memberId: member.id });
  await createPhoneLine(ctx, {
    ...{ connectionId, number, name: "Bench" },
    settings: lineSettings.parse({
      first: { to: "menu", menu: "main" },
      menus: {
        main: {
          say: "Press 1 for a person, 2 for the assistant.",
          options: [
            { digits: "1", words: ["person"], target: { to: "team", teamId: null } },
            { digits: "2", words: ["assistant"], target: { to: "assistant" } },
          ],
        },
      },
    }),
  });
}

interface Relay {
  url: string;
  ticket: string;
  callSid: string;
}

/** Milliseconds until each document, by what it answers. */
interface Times {
  "the greeting": number[];
  "what is chosen": number[];
  "the wait": number[];
}
const noTimes = (): Times => ({ "the greeting": [], "what is chosen": [], "the wait": [] });

async function all(pool: Pool, shop: Shop, option: string, count = calls): Promise<{ times: Times; talks: Talk[] }> {
  const times = noTimes();
  const talks: Talk[] = [];
  const one = async (n: number) => {
    await wait((n / calls) * arriveWithinMs);
    const relay = await call(pool, shop, { option, times });
    if (relay) talks.push(await talkOver(shop, relay));
  };
  await Promise.all(Array.from({ length: count }, (_, n) => one(n)));
  return { times, talks };
}

/** A caller: hears the menu, presses a key, and waits a while in the queue. */
async function call(
  pool: Pool,
  shop: Shop,
  { option, times }: { option: string; times: Times },
): Promise<Relay | null> {
  const callSid = `CA${randomBytes(16).toString("hex")}`;
  const from = `+1303${String(Math.floor(Math.random() * 10_000_000)).padStart(7, "0")}`;
  const ask = async (what: keyof Times, address: string, more: Record<string, string> = {}) => {
    const startedAt = performance.now();
    const answer = await pool.request(signed(shop, address, { ...fieldsOf(shop, callSid, from), ...more }));
    const text = await answer.body.text();
    times[what].push(performance.now() - startedAt);
    if (answer.statusCode !== 200) throw new Error(`${address} was answered ${answer.statusCode}: ${text}`);
    return text;
  };
  const menu = await ask("the greeting", path);
  await wait(thinkMs * (0.5 + Math.random()));
  const chosen = await ask("what is chosen", attribute(menu, "action", shop), { Digits: option });
  if (chosen.includes("<ConversationRelay")) {
    const [, ticket = ""] = /name="ticket" value="([^"]+)"/.exec(chosen) ?? [];
    return { url: attribute(chosen, "url", shop, false), ticket, callSid };
  }
  const waiting = attribute(chosen, "waitUrl", shop);
  for (let n = 0; n < polls; n++) {
    if (n > 0) await wait(pollMs * (0.75 + Math.random() / 2));
    await ask("the wait", waiting);
  }
  return null;
}

function fieldsOf({ sid }: Shop, callSid: string, from: string) {
  return {
    ...{
      AccountSid: sid,
      CallSid: callSid,
      From: from,
      To: number,
      Caller: from,
      Called: number,
      ApiVersion: "2010-04-01",
    },
    ...{
      CallStatus: "ringing",
      Direction: "inbound",
      FromCountry: "US",
      ToCountry: "US",
      FromState: "CO",
      ToState: "DC",
    },
  };
}

function signed({ token, origin }: Shop, address: string, fields: Record<string, string>) {
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = origin + address + sorted.map(([name, value]) => name + value).join("");
  return {
    ...({ method: "POST", path: address, body: new URLSearchParams(fields).toString() } as const),
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
      "x-twilio-signature": createHmac("sha1", token).update(text, "utf8").digest("base64"),
    },
  };
}

/** An address in a document; of ours without its origin. */
function attribute(twiml: string, name: string, { origin }: Shop, isPath = true): string {
  const [, written] = new RegExp(`\\b${name}="([^"]+)"`).exec(twiml) ?? [];
  if (!written) throw new Error(`there is no ${name} in ${twiml}`);
  const url = new URL(written.replaceAll("&amp;", "&"), origin);
  return isPath ? url.pathname + url.search : url.href;
}

interface Talk {
  socket: WebSocket;
  /** From setup to the greeting. */
  ms: number;
}

/** A talk that has begun: the greeting has come. */
async function talkOver({ token, sid }: Shop, { url, ticket, callSid }: Relay): Promise<Talk> {
  const signature = createHmac("sha1", token).update(url, "utf8").digest("base64");
  const socket = new WebSocket(url, { headers: { "x-twilio-signature": signature }, perMessageDeflate: false });
  await new Promise((opened, failed) => socket.once("open", opened).once("error", failed));
  const startedAt = performance.now();
  const greeted = new Promise((heard, failed) => socket.once("message", heard).once("close", failed));
  socket.send(JSON.stringify({ type: "setup", accountSid: sid, callSid, customParameters: { ticket } }));
  await greeted;
  return { socket, ms: performance.now() - startedAt };
}

function hangUp(talks: readonly Talk[]): void {
  for (const { socket } of talks) socket.terminate();
}

async function residentBytes(pid: number): Promise<number> {
  const [, kilobytes = "0"] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}

function say(what: string, times: Times, before: number, after: number): void {
  const whole = Object.values(times).flat();
  const of = (some: readonly number[]) =>
    `${some.length} documents, median ${percentile(some, 0.5).toFixed(0)} ms, p99 ${percentile(some, 0.99).toFixed(0)} ms`;
  console.log(`${calls} ${what}: ${of(whole)}`);
  for (const [part, some] of Object.entries(times)) if (some.length > 0) console.log(`  ${part}: ${of(some)}`);
  console.log(`${what}: ${Math.max(0, (after - before) / calls / 1024).toFixed(1)} kB of memory a call`);
}
