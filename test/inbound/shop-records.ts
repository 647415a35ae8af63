import { randomUUID } from "node:crypto";
import { afterAll, beforeAll } from "@jest/globals";
import { demo } from "../../sandbox/seed.ts";
import { type RunningSandbox, startSandbox } from "../../sandbox/server.ts";
import { defaultSecrets } from "../../sandbox/settings.ts";
import { listRecordChecks } from "../../src/domain/commerce/index.ts";
import { connectIntegration, listSetAside, recordDeliveries } from "../../src/domain/connections/index.ts";
import { ingestDeliveries } from "../../src/inbound/ingest.ts";
import { refreshRecords } from "../../src/inbound/refresh.ts";
import { type Database, inWorkspaces } from "../../src/platform/db.ts";
import { testDatabase } from "../support/database.ts";
import { arrivalsOf } from "../support/deliveries.ts";
import { aConnection, aWorkspace } from "../support/factories.ts";

export let db: Database;
export let sandbox: RunningSandbox;

beforeAll(async () => {
  db = await testDatabase();
  sandbox = await startSandbox();
  Object.assign(process.env, {
    SHOPIFY_API_URL: `${sandbox.url}/shopify`,
    SHOPIFY_API_SECRET: defaultSecrets.shopifyApiSecret,
  });
});
afterAll(() => sandbox.stop());

/** A workspace with a shop of its own in the sandbox, and what happens there. */
export async function aSandboxShop() {
  const domain = `shop-${randomUUID()}.myshopify.com`;
  const model = sandbox.state.shops.get(demo.shop.domain)!;
  const shop = { ...structuredClone({ ...model, installation: null }), domain, installation: model.installation };
  sandbox.state.shops.set(domain, shop);
  const ctx = await aWorkspace(db);
  const mailbox = await aConnection(ctx);
  const credentials = { accessToken: demo.shop.accessToken };
  const app = { integrationId: "shopify", account: domain, displayName: "Nordlys", credentials };
  const { id: connectionId } = await connectIntegration(ctx, app);
  let deliveries = 0;
  const ingested = new Set<string>();
  const gid = (type: string, id: number) => `gid://shopify/${type}/${id}`;
  return {
    ...{ ctx, shop, mailbox, connectionId, gid },
    order: (number: number) => shop.orders.find((one) => one.number === number)!,
    /** What the shop sends; then it is asked. */
    async hear(...webhooks: [topic: string, body: unknown][]) {
      const at = { workspaceId: ctx.workspaceId, connectionId, orderingKey: "shop" };
      const payloads = webhooks.map(([topic, body]) => ({ topic, triggeredAt: null, body }));
      await recordDeliveries(
        db,
        payloads.map((payload) => ({ ...at, externalId: `w-${++deliveries}`, payload })),
      );
      const arrivals = (await arrivalsOf(ctx)).filter(({ deliveryId }) => !ingested.has(deliveryId));
      for (const { deliveryId } of arrivals) ingested.add(deliveryId);
      await ingestDeliveries(db, arrivals);
    },
    refresh: () => refreshRecords(ctx, { connectionId }),
    asked: () => Object.values(sandbox.state.calls.all().shopify ?? {}).reduce((sum, n) => sum + n, 0),
    rows: (table: string) =>
      inWorkspaces(db.app, [ctx.workspaceId], async (tx) => [
        ...(await tx.unsafe(`select * from ${table} order by external_id`)),
      ]),
    reasons: async (state: "ignored" | "rejected") =>
      (await listSetAside(ctx, { state, limit: 100 })).map(({ reason }) => reason).toReversed(),
    check: async (kind: string) => (await listRecordChecks(ctx, connectionId)).find((one) => one.kind === kind),
  };
}
