import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { connectIntegration } from "../src/domain/connections/index.ts";
import { createWorkspace, systemContext } from "../src/domain/workspaces/index.ts";
import { type BenchDatabase, wearIn } from "./cluster.ts";
import { anOrderWebhook } from "./order-data.ts";
import { startWeb } from "./web-process.ts";
import { raceWebhooks, startBare, type WebhookRequest } from "./webhook-race.ts";

const shops = 20;
const secret = randomBytes(16).toString("hex");

/** Signed order webhooks, stored before they are answered, against bare Express that checks the same signature. */
export async function benchWebhooks(bench: BenchDatabase): Promise<void> {
  const domains = await Promise.all(Array.from({ length: shops }, () => aShop(bench)));
  await wearIn(bench);
  const requests = domains.map((shop) => aRequest(shop));
  const web = await startWeb(bench.urls, randomBytes(32).toString("hex"), { SHOPIFY_API_SECRET: secret });
  const bare = await startBare(new URL("./bare-webhook.ts", import.meta.url), { secret });
  let sent = 0;
  const next = () => {
    const { body, headers } = requests[sent++ % requests.length]!;
    return { body, headers: { ...headers, "x-shopify-webhook-id": randomUUID(), "x-shopify-event-id": randomUUID() } };
  };
  try {
    await raceWebhooks({
      ...{ what: "webhooks", path: "/webhooks/shopify", status: 204, next },
      ...{ ours: web.origin, bare: bare.origin },
    });
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

function aRequest(shop: string): WebhookRequest {
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
