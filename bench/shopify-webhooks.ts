import { type ChildProcess, fork } from "node:child_process";
import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Pool } from "undici";
import { z } from "zod";
import { connectIntegration } from "../src/domain/connections/index.ts";
import { createWorkspace, systemContext } from "../src/domain/workspaces/index.ts";
import { type BenchDatabase, median, percentile } from "./cluster.ts";
import { anOrderWebhook } from "./order-data.ts";
import { startWeb } from "./web-process.ts";

const rounds = 5;
const seconds = 4;
/** In flight at once, for either side: many shops send at the same time, and what comes together shares a commit. */
const connections = 64;
const shops = 20;
const secret = randomBytes(16).toString("hex");

interface Round {
  perSecond: number;
  p99: number;
}

/**
 * Signed order webhooks accepted per second, and how long the slowest hundredth takes, by the product's own web process,
 * which has committed each before it answers, against bare Express that checks the same signature and does nothing.
 * Rounds alternate; medians.
 */
export async function benchWebhooks(bench: BenchDatabase): Promise<void> {
  const domains = await Promise.all(Array.from({ length: shops }, () => aShop(bench)));
  const requests = domains.map((shop) => aRequest(shop));
  const web = await startWeb(bench.urls, randomBytes(32).toString("hex"), { SHOPIFY_API_SECRET: secret });
  const bare = await startBare();
  try {
    const told = { bare: [] as Round[], ours: [] as Round[] };
    for (let round = 0; round <= rounds; round++) {
      const now = { bare: await send(bare.origin, requests), ours: await send(web.origin, requests) };
      if (round === 0) continue;
      told.bare.push(now.bare);
      told.ours.push(now.ours);
      console.log(`webhooks, round ${round}: bare Express ${say(now.bare)}; parley ${say(now.ours)}`);
    }
    const of = (side: "bare" | "ours", what: keyof Round) => median(told[side].map((one) => one[what]));
    console.log(`webhook p99, bare to ours: ${(of("bare", "p99") / of("ours", "p99")).toFixed(2)}`);
    console.log(`webhook rate, ratio: ${(of("ours", "perSecond") / of("bare", "perSecond")).toFixed(2)}`);
  } finally {
    web.child.kill();
    bare.child.kill();
  }
}

async function aShop({ db }: BenchDatabase): Promise<string> {
  const { id: workspaceId } = await createWorkspace(db, { name: "Bench" });
  const account = `shop-${randomBytes(4).toString("hex")}.myshopify.com`;
  const ctx = systemContext(db, workspaceId, "bench");
  await connectIntegration(ctx, { integrationId: "shopify", account, displayName: account, credentials: {} });
  return account;
}

function aRequest(shop: string): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify(anOrderWebhook(1));
  const headers = {
    "content-type": "application/json",
    "x-shopify-topic": "orders/updated",
    "x-shopify-shop-domain": shop,
    "x-shopify-api-version": "2026-10",
    "x-shopify-triggered-at": new Date().toISOString(),
    "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
  };
  return { body, headers };
}

async function startBare(): Promise<{ origin: string; child: ChildProcess }> {
  const child = fork(fileURLToPath(new URL("./bare-webhook.ts", import.meta.url)));
  child.send({ secret });
  const [started] = await once(child, "message");
  return { origin: `http://127.0.0.1:${z.object({ port: z.number() }).parse(started).port}`, child };
}

async function send(origin: string, requests: readonly ReturnType<typeof aRequest>[]): Promise<Round> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const times: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  let next = 0;
  const sender = async () => {
    while (performance.now() < endsAt) {
      const { body, headers } = requests[next++ % requests.length]!;
      const sentAt = performance.now();
      const answer = await pool.request({
        method: "POST",
        path: "/webhooks/shopify",
        headers: { ...headers, "x-shopify-webhook-id": randomUUID(), "x-shopify-event-id": randomUUID() },
        body,
      });
      await answer.body.dump();
      times.push(performance.now() - sentAt);
      if (answer.statusCode !== 204) throw new Error(`a webhook was answered ${answer.statusCode}`);
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
  return `${perSecond.toFixed(0)} webhooks/s (p99 ${p99.toFixed(1)} ms)`;
}
