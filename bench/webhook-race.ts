import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Pool } from "undici";
import { z } from "zod";
import { median, percentile } from "./cluster.ts";

const rounds = 5;
const seconds = 4;
/** In flight at once, for either side: many accounts send at the same time, and what comes together shares a commit. */
const connections = 64;

interface Round {
  perSecond: number;
  p99: number;
}
export interface WebhookRequest {
  headers: Record<string, string>;
  body: string;
}
interface Race {
  /** What is sent, in the plural. */
  what: string;
  path: string;
  ours: string;
  bare: string;
  /** Another one each time: what was told before is not stored again. */
  next(): WebhookRequest;
  /** What a request that was taken is answered. */
  status: number;
}

/**
 * Webhooks accepted per second, and how long the slowest hundredth takes, by the product's own web process, which has
 * committed each before it answers, against a bare server that checks the same signature and does nothing. Rounds
 * alternate; medians; the ratio of the rates is the last line.
 */
export async function raceWebhooks(race: Race): Promise<void> {
  const told = { bare: [] as Round[], ours: [] as Round[] };
  for (let round = 0; round <= rounds; round++) {
    const now = { bare: await send(race.bare, race), ours: await send(race.ours, race) };
    if (round === 0) continue;
    told.bare.push(now.bare);
    told.ours.push(now.ours);
    console.log(`${race.what}, round ${round}: bare Express ${say(now.bare)}; parley ${say(now.ours)}`);
  }
  const of = (side: "bare" | "ours", what: keyof Round) => median(told[side].map((one) => one[what]));
  console.log(`${race.what}, p99, bare to ours: ${(of("bare", "p99") / of("ours", "p99")).toFixed(2)}`);
  console.log(`${race.what}, rate, ratio: ${(of("ours", "perSecond") / of("bare", "perSecond")).toFixed(2)}`);
}

/** A bare server in a process of its own. @param settings what it is told first. */
export async function startBare(file: URL, settings: object): Promise<{ origin: string; child: ChildProcess }> {
  const child = fork(fileURLToPath(file));
  child.send(settings);
  const [started] = await once(child, "message");
  return { origin: `http://127.0.0.1:${z.object({ port: z.number() }).parse(started).port}`, child };
}

async function send(origin: string, { path, next, status, what }: Race): Promise<Round> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const times: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const sender = async () => {
    while (performance.now() < endsAt) {
      const { body, headers } = next();
      const sentAt = performance.now();
      const answer = await pool.request({ method: "POST", path, headers, body });
      await answer.body.dump();
      times.push(performance.now() - sentAt);
      if (answer.statusCode !== status) throw new Error(`one of the ${what} was answered ${answer.statusCode}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, sender));
  } finally {
    await pool.close();
  }
  return { perSecond: times.length / ((performance.now() - startedAt) / 1000), p99: percentile(times, 0.99) };
}

function say({ perSecond, p99 }: Round): string {
  return `${perSecond.toFixed(0)}/s (p99 ${p99.toFixed(1)} ms)`;
}
