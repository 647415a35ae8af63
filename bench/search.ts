import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { type BenchDatabase, median, openBenchDatabase, percentile } from "./cluster.ts";
import { load, type Request } from "./http-load.ts";
import { requestsFor } from "./inbox-data.ts";
import { makeSearchable } from "./search-data.ts";
import { startWeb } from "./web-process.ts";

/**
 * `GET /v1/search` over HTTP by API key, with ten thousand and with a million messages over a thousand shops whose
 * sizes, and whose shares of the searches, follow Zipf's law: a mix of common and rare words, phrases, fields, numbers,
 * addresses, beginnings and typing mistakes. Then the inbox's first page with a million, alone and while twenty
 * searches a second run. The web process is the product's own. Rounds alternate, the first is not counted; medians.
 *
 * `npm run bench:search -- 2000 20000` takes other numbers of messages.
 */
const [smallSize = 10_000, largeSize = 1_000_000] = process.argv.slice(2).map(Number);
const shops = 1000;
const rounds = 5;
const timed = { seconds: 6, connections: 2 };
const inboxTimed = { seconds: 4, connections: 4 };
const searchesPerSecond = 20;
const sessionSecret = randomBytes(32).toString("hex");

/** What people look for, and how often. */
const mix: [share: number, query: (draw: () => number) => string][] = [
  [0.15, () => "order"],
  [0.15, () => "broken candle"],
  [0.1, (draw) => `refund ${rareWord(draw)}`],
  [0.15, rareWord],
  [0.05, () => '"is late"'],
  [0.1, () => "order is:open"],
  [0.05, () => "from:mia refund"],
  [0.05, () => "is:open assignee:none"],
  [0.08, (draw) => `#${1001 + Math.floor(draw() * 3)}`],
  [0.06, (draw) => `mia${1 + Math.floor(draw() * 3)}@mail.example`],
  [0.03, () => "cand*"],
  [0.03, () => "candel"],
];

const processes: ChildProcess[] = [];
const logs: postgres.Sql[] = [];
const bench = await openBenchDatabase({ max_wal_size: "4GB", autovacuum: "off" });
try {
  const small = await openSide(bench, smallSize);
  const large = await openSide(bench, largeSize);
  const ofInbox = await compareInbox(large);
  const ofSizes = await compareSizes(small, large);
  console.log(`inbox p99 under ${searchesPerSecond} searches/s, to without: ${ofInbox.toFixed(2)}`);
  console.log(`ratio: ${ofSizes.toFixed(2)}`);
} finally {
  for (const child of processes) child.kill();
  for (const log of logs) await log.end();
  await bench.close();
}

interface Side {
  messages: number;
  origin: string;
  search: () => Request;
  inbox: () => Request;
  /** Something happens in this shop, so that no answer is a remembered one. */
  happen(at: { workspaceId: string }): Promise<unknown>;
}

async function openSide(at: BenchDatabase, messages: number): Promise<Side> {
  const startedAt = performance.now();
  const { urls, inboxes } = await makeSearchable(at, { shops, messages, cursorSecret: sessionSecret });
  console.log(`${messages} messages made in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  const { origin, child } = await startWeb(urls, sessionSecret);
  processes.push(child);
  const log = postgres(urls.systemUrl, { max: inboxTimed.connections });
  logs.push(log);
  const side: Side = {
    ...{ messages, origin },
    search: requestsFor(inboxes, () => `/v1/search?limit=20&q=${encodeURIComponent(aQuery())}`),
    inbox: requestsFor(inboxes, () => "/v1/conversations?limit=25"),
    happen: ({ workspaceId }) =>
      log`update event_counters set last_seq = last_seq + 1 where workspace_id = ${workspaceId}`,
  };
  for (const next of [side.search, side.inbox]) await load(origin, { ...timed, next });
  return side;
}

function aQuery(): string {
  let left = Math.random();
  for (const [share, query] of mix) {
    if (left < share) return query(Math.random);
    left -= share;
  }
  return mix[0]![1](Math.random);
}

/** One of the words that stand in few texts. */
function rareWord(draw: () => number): string {
  const rank = 1000 + Math.floor(draw() * 9000);
  return `k${[...String(rank)].map((digit) => "abdefgilmo"[Number(digit)]).join("")}u`;
}

async function compareSizes(small: Side, large: Side): Promise<number> {
  const p95 = new Map<Side, number[]>([small, large].map((side) => [side, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const side of [small, large]) {
      const { times, perSecond } = await load(side.origin, { ...timed, next: side.search });
      if (round === 0) continue;
      p95.get(side)!.push(percentile(times, 0.95));
      const [middle, late, last] = [0.5, 0.95, 0.99].map((p) => percentile(times, p).toFixed(1));
      const rate = `${perSecond.toFixed(0)} searches/s`;
      console.log(`${side.messages} messages: p50 ${middle} ms, p95 ${late} ms, p99 ${last} ms, ${rate}`);
    }
  }
  return median(p95.get(large)!) / median(p95.get(small)!);
}

async function compareInbox(side: Side): Promise<number> {
  const p99 = { alone: [0], beside: [0] };
  for (let round = 0; round <= rounds; round++) {
    const read = () => load(side.origin, { ...inboxTimed, next: side.inbox, before: side.happen });
    const alone = await read();
    const beside = await whileSearching(side, read);
    if (round === 0) continue;
    p99.alone.push(percentile(alone.times, 0.99));
    p99.beside.push(percentile(beside.times, 0.99));
    console.log(
      `inbox p99: alone ${p99.alone.at(-1)!.toFixed(1)} ms, beside searches ${p99.beside.at(-1)!.toFixed(1)} ms`,
    );
  }
  return median(p99.beside.slice(1)) / median(p99.alone.slice(1));
}

/** At a steady rate, whether the one before is answered or not. */
async function whileSearching<T>(side: Side, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    const { path, token } = side.search();
    void fetch(`${side.origin}${path}`, { headers: { authorization: `Bearer ${token}` } }).then((answer) =>
      answer.text(),
    );
  }, 1000 / searchesPerSecond);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
