import { createHmac, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { demo, type RunningSandbox, startSandbox } from "../../sandbox/index.ts";
import { defaultSecrets } from "../../sandbox/settings.ts";
import { startCluster } from "../../scripts/embedded-postgres.ts";
import { createOwnedDatabase, provision } from "../../scripts/provision.ts";
import { mountWebhooks } from "../../src/api/webhooks.ts";
import { connectIntegration } from "../../src/domain/connections/index.ts";
import { type Context, createWorkspace, systemContext } from "../../src/domain/workspaces/index.ts";
import { ingestDeliveries } from "../../src/inbound/ingest.ts";
import { refreshRecords } from "../../src/inbound/refresh.ts";
import { integrations } from "../../src/integrations/index.ts";
import { type Database, inWorkspaces, openDatabase } from "../../src/platform/db.ts";

/** A connected shop with a door for webhooks, a database behind it, and a stand-in that is asked. */
export interface ProvingShop {
  sandbox: RunningSandbox;
  /** Sends a signed webhook to the door. @returns the status it was answered with. */
  send(topic: string, body: string): Promise<{ status: number; webhookId: string }>;
  /** What the workers do with what came. */
  work(): Promise<void>;
  /** What became of a delivery; undefined: it was not kept. */
  delivery(webhookId: string): Promise<{ state: string; reason: string | null } | undefined>;
  has(table: string, externalId: string): Promise<boolean>;
  stop(): Promise<void>;
}

const tables = ["shop_customers", "orders", "products", "checkouts", "draft_orders", "discount_codes"];

export async function openProvingShop(): Promise<ProvingShop> {
  const folder = await mkdtemp(join(tmpdir(), "parley-proof-"));
  const cluster = await startCluster({ folder: join(folder, "postgres") });
  const urls = await createOwnedDatabase(cluster.ownerUrl, { database: "parley", password: randomUUID() });
  await provision(urls);
  const sealKeys = Buffer.alloc(32, "proof").toString("base64");
  const db = openDatabase({ appUrl: urls.appUrl, systemUrl: urls.systemUrl, sealKeys, maxConnections: 4 });
  const sandbox = await startSandbox();
  Object.assign(process.env, {
    SHOPIFY_API_URL: `${sandbox.url}/shopify`,
    SHOPIFY_API_SECRET: defaultSecrets.shopifyApiSecret,
  });
  const { ctx, connectionId } = await connectedShop(db);
  const { url, server } = await openDoor(db);
  const ingested = new Set<string>();
  const query = <Row extends object>(text: string, values: string[]) =>
    inWorkspaces(db.app, [ctx.workspaceId], async (tx) => [...(await tx.unsafe<Row[]>(text, values))]);
  return {
    sandbox,
    send: (topic, body) => send(url, topic, body),
    async work() {
      const rows = await query<{ id: string }>("select id from deliveries where workspace_id = $1 order by id", [
        ctx.workspaceId,
      ]);
      const arrivals = rows.filter(({ id }) => !ingested.has(id));
      for (const { id } of arrivals) ingested.add(id);
      const { workspaceId } = ctx;
      await ingestDeliveries(
        db,
        arrivals.map(({ id: deliveryId }) => ({ workspaceId, deliveryId, cause: null })),
      );
      // Some of what comes ends the connection: the app was uninstalled.
      await connect(ctx);
      while (await refreshRecords(ctx, { connectionId })) {}
    },
    delivery: async (webhookId) =>
      (
        await query<{ state: string; reason: string | null }>(
          "select state, reason from deliveries where workspace_id = $1 and external_id = $2",
          [ctx.workspaceId, webhookId],
        )
      )[0],
    async has(table, externalId) {
      if (!tables.includes(table)) throw new Error(`${table} holds no records`);
      const text = `select 1 from ${table} where workspace_id = $1 and external_id = $2`;
      return (await query(text, [ctx.workspaceId, externalId])).length > 0;
    },
    async stop() {
      await new Promise((closed) => server.close(closed));
      await sandbox.stop();
      await db.close();
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function connectedShop(db: Database): Promise<{ ctx: Context; connectionId: string }> {
  const { id } = await createWorkspace(db, { name: "Proof" });
  const ctx = systemContext(db, id, "proof");
  return { ctx, connectionId: (await connect(ctx)).id };
}

function connect(ctx: Context) {
  const { domain: account, accessToken } = demo.shop;
  const app = { integrationId: "shopify", account, displayName: "Proof", credentials: { accessToken } };
  return connectIntegration(ctx, app);
}

async function openDoor(db: Database): Promise<{ url: string; server: Server }> {
  const app = express();
  mountWebhooks(app, db, integrations);
  const server = await new Promise<Server>((listening) => {
    const started = app.listen(0, "127.0.0.1", () => listening(started));
  });
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return { url: `http://127.0.0.1:${port}/webhooks/shopify`, server };
}

async function send(url: string, topic: string, body: string) {
  const webhookId = randomUUID();
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": topic,
      "x-shopify-shop-domain": demo.shop.domain,
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": webhookId,
      "x-shopify-hmac-sha256": createHmac("sha256", defaultSecrets.shopifyApiSecret).update(body).digest("base64"),
    },
    body,
  });
  return { status: answer.status, webhookId };
}
