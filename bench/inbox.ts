import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { z } from "zod";
import { type BenchDatabase, median, openBenchDatabase, percentile } from "./cluster.ts";
import { type Load, load, type Request } from "./http-load.ts";
import { makeInboxes, requestsFor } from "./inbox-data.ts";
import { startWeb } from "./web-process.ts";

/**
 * `GET /v1/conversations`, 25 rows, by API key: the first page and one half way down, with ten thousand and with a
 * million conversations over a thousand shops whose sizes, and whose shares of the requests, follow Zipf's law; each
 * after something happened in its shop, so that no answer is a remembered one. Then how many first pages a second,
 * while a hundred things a second happen in the same shops, against bare Express sending one of them again and again.
 * The web process is the product's own, with its settings and its log; the requests come from this process. Rounds
 * alternate; medians.
 */
const shops = 1000;
const sizes = { small: 10_000, large: 1_000_000 } as const;
const rounds = 5;
const timed = { seconds: 3, connections: 4 };
const full = { seconds: 4, connections: 16 };
const changesPerSecond = 100;
const sessionSecret = randomBytes(32).toString("hex");
const answered = z.object({ data: z.array(z.unknown()), nextCursor: z.string().nullable() });

const processes: ChildProcess[] = [];
const logs: postgres.Sql[] = [];
const bench = await openBenchDatabase();
try {
  const small = await openSide(bench, sizes.small);
  const large = await openSide(bench, sizes.large);
  await compareSizes(small, large);
  await compareThroughput(large);
} finally {
  for (const child of processes) child.kill();
  for (const log of logs) await log.end();
  await bench.close();
}

interface Side {
  conversations: number;
  origin: string;
  firstPage: () => Request;
  deepPage: () => Request;
  /** Something happens in this shop. */
  happen(at: { workspaceId: string }): Promise<unknown>;
}

async function openSide(at: BenchDatabase, conversations: number): Promise<Side> {
  const startedAt = performance.now();
  const { urls, inboxes } = await makeInboxes(at, { shops, conversations, cursorSecret: sessionSecret });
  console.log(`${conversations} conversations made in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  const deep = inboxes.filter(({ deepCursor }) => deepCursor !== null);
  const web = await startWeb(urls, sessionSecret);
  processes.push(web.child);
  const { origin } = web;
  const log = postgres(urls.systemUrl, { max: timed.connections });
  logs.push(log);
  const side: Side = {
    conversations,
    origin,
    firstPage: requestsFor(inboxes, () => "/v1/conversations?limit=25"),
    deepPage: requestsFor(deep, ({ deepCursor }) => `/v1/conversations?limit=25&cursor=${deepCursor}`),
    happen: ({ workspaceId }) =>
      log`update event_counters set last_seq = last_seq + 1 where workspace_id = ${workspaceId}`,
  };
  await Promise.all([side.firstPage, side.deepPage].map((next) => load(origin, { ...timed, next })));
  return side;
}

async function compareSizes(small: Side, large: Side): Promise<void> {
  for (const page of ["firstPage", "deepPage"] as const) {
    const p50 = new Map<Side, number[]>([small, large].map((side) => [side, []]));
    const p99 = new Map<Side, number[]>([small, large].map((side) => [side, []]));
    for (let round = 1; round <= rounds; round++) {
      for (const side of [small, large]) {
        const { times } = await load(side.origin, { ...timed, next: side[page], before: side.happen });
        p50.get(side)!.push(percentile(times, 0.5));
        p99.get(side)!.push(percentile(times, 0.99));
      }
    }
    const name = page === "firstPage" ? "first page" : "deep page";
    for (const side of [small, large]) {
      const [middle, late] = [p50, p99].map((all) => median(all.get(side)!).toFixed(1));
      console.log(`${name} of ${side.conversations} conversations: p50 ${middle} ms, p99 ${late} ms`);
    }
    console.log(`${name} p99, large to small: ${(median(p99.get(large)!) / median(p99.get(small)!)).toFixed(2)}`);
  }
}

async function compareThroughput(ours: Side): Promise<void> {
  const bare = await startBare(ours);
  const rates = { bare: [0], ours: [0] };
  for (let round = 0; round <= rounds; round++) {
    const now: Record<"bare" | "ours", Load> = {
      bare: await load(bare, { ...full, next: ours.firstPage }),
      ours: await whileThingsHappen(ours, () => load(ours.origin, { ...full, next: ours.firstPage })),
    };
    if (round === 0) continue;
    for (const side of ["bare", "ours"] as const) rates[side].push(now[side].perSecond);
    console.log(`round ${round}: bare Express ${describe(now.bare)}; parley ${describe(now.ours)}`);
  }
  console.log(`ratio: ${(median(rates.ours.slice(1)) / median(rates.bare.slice(1))).toFixed(2)}`);
}

async function whileThingsHappen<T>(side: Side, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void side.happen(side.firstPage()), 1000 / changesPerSecond);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Sends what ours answers for the largest inbox, with the same headers. */
async function startBare(ours: Side): Promise<string> {
  const { path, token } = ours.firstPage();
  const answer = await fetch(`${ours.origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const body = await answer.text();
  const rows = answered.parse(JSON.parse(body)).data.length;
  console.log(`an answer holds ${rows} conversations, ${body.length} bytes`);
  const headers = Object.fromEntries(answer.headers);
  for (const ofTheConnection of ["connection", "keep-alive", "date", "content-length"]) delete headers[ofTheConnection];
  const child = fork(fileURLToPath(new URL("./bare-express.ts", import.meta.url)));
  processes.push(child);
  child.send({ headers, body });
  const [started] = await once(child, "message");
  return `http://127.0.0.1:${z.object({ port: z.number() }).parse(started).port}`;
}

function describe({ perSecond, times }: Load): string {
  return `${perSecond.toFixed(0)} answers/s (p99 ${percentile(times, 0.99).toFixed(1)} ms)`;
}
