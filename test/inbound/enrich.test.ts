import { beforeAll, expect, test } from "@jest/globals";
import { getLookup, listOrders } from "../../src/domain/commerce/index.ts";
import { connectIntegration } from "../../src/domain/connections/index.ts";
import { listConversations, type ReceivedMessage } from "../../src/domain/conversations/index.ts";
import { enrichCustomer } from "../../src/inbound/enrich.ts";
import { ConnectionBroken, ProviderUnavailable } from "../../src/platform/errors.ts";
import { type Answer, type Loopback, startLoopback } from "../integrations/loopback.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { testDatabase } from "../support/database.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../support/factories.ts";

const db = await testDatabase();
let shop: Loopback;
beforeAll(async () => {
  shop = await startLoopback();
  closeAtEnd(() => shop.close());
  Object.assign(process.env, { SHOPIFY_API_URL: shop.url, SHOPIFY_API_KEY: "key", SHOPIFY_API_SECRET: "secret" });
});

const customerGid = "gid://shopify/Customer/7";
const updatedAt = "2026-11-18T10:00:00Z";
const money = (amount: string) => ({ shopMoney: { amount }, presentmentMoney: { amount } });
const order = (name: string) => ({
  id: `gid://shopify/Order/${name}`,
  legacyResourceId: "1",
  name,
  ...{ processedAt: "2026-11-18T09:00:00Z", updatedAt, currencyCode: "EUR", customer: { id: customerGid } },
  totalPriceSet: money("69.80"),
  displayFinancialStatus: "PAID",
  displayFulfillmentStatus: "UNFULFILLED",
  lineItems: { nodes: [{ title: "Fjord", quantity: 2, originalUnitPriceSet: money("34.90") }] },
  fulfillments: [],
});
const knows = (...names: string[]): Answer => ({
  json: {
    data: {
      customerByIdentifier: {
        id: customerGid,
        updatedAt,
        legacyResourceId: "7",
        displayName: "Mia Berg",
        numberOfOrders: String(names.length),
        orders: { nodes: names.map(order) },
      },
    },
  },
});
const knowsNobody: Answer = { json: { data: { customerByIdentifier: null } } };

/** A shopper who wrote to a workspace with these shops; the shops' servers answer per test. */
async function aShopper(shopNames: string[], from: Partial<ReceivedMessage> = {}) {
  const system = await aWorkspace(db);
  const mailbox = await aConnection(system);
  const connections = [];
  for (const name of shopNames) {
    const account = `${name}-${system.workspaceId}.myshopify.com`;
    const credentials = { accessToken: "shpat_1" };
    connections.push(
      await connectIntegration(system, { integrationId: "shopify", account, displayName: name, credentials }),
    );
  }
  await receive(db, [aMessage({ workspaceId: system.workspaceId, connectionId: mailbox.id }, from)]);
  const [row] = await listConversations(system, { folder: "open", limit: 1 });
  const customerId = row!.customerId;
  return {
    system,
    customerId,
    connections,
    enrich: (force = false) => enrichCustomer(system, { customerId, force }),
    lookup: () => getLookup(system, customerId),
    orders: async () => (await listOrders(system, { customerId, limit: 50 })).map((one) => one.name),
    asked: () => shop.asked.filter((one) => one.path.includes(system.workspaceId)),
  };
}

test("the shop's orders appear beside the customer, in minor units", async () => {
  shop.answer = () => knows("#1042", "#1043");
  const shopper = await aShopper(["nordlys"]);
  await shopper.enrich();
  expect((await shopper.orders()).toSorted()).toEqual(["#1042", "#1043"]);
  expect(await listOrders(shopper.system, { customerId: shopper.customerId, limit: 1 })).toMatchObject([
    { totalMinor: 6980, currency: "EUR", lines: [{ quantity: 2, unitPriceMinor: 3490 }] },
  ]);
  expect(await shopper.lookup()).toMatchObject({ state: "fresh", reason: null });
  expect(shopper.asked()[0]!.body).toContain("mia@mail.example");
});

test("the shop is asked at most once a minute unless somebody insists", async () => {
  shop.answer = () => knows("#1042");
  const shopper = await aShopper(["nordlys"]);
  await shopper.enrich();
  await shopper.enrich();
  expect(shopper.asked()).toHaveLength(1);
  await shopper.enrich(true);
  expect(shopper.asked()).toHaveLength(2);
});

test("a shop that knows nobody by that address is a result, not a failure", async () => {
  shop.answer = () => knowsNobody;
  const shopper = await aShopper(["nordlys"]);
  await shopper.enrich();
  expect(await shopper.lookup()).toMatchObject({ state: "none", reason: expect.stringContaining("knows nobody") });
});

test("a customer without an email address is not asked about, and the screen says why", async () => {
  const shopper = await aShopper(["nordlys"], { customer: { kind: "phone", value: "+4712345678", name: "Mia" } });
  await shopper.enrich();
  expect(shopper.asked()).toHaveLength(0);
  expect(await shopper.lookup()).toMatchObject({ state: "none", reason: expect.stringContaining("No email address") });
});

test("a workspace without a shop has nothing to look up", async () => {
  const shopper = await aShopper([]);
  await shopper.enrich();
  expect(await shopper.lookup()).toMatchObject({ state: "pending" });
});

test("a shop that is down is noted with the reason and the job comes back; then the orders appear", async () => {
  shop.answer = () => ({ status: 503 });
  const shopper = await aShopper(["nordlys"]);
  await expect(shopper.enrich()).rejects.toThrow(ProviderUnavailable);
  expect(await shopper.lookup()).toMatchObject({ state: "unavailable", reason: "Shopify has a problem" });
  shop.answer = () => knows("#1042");
  await shopper.enrich();
  expect(await shopper.lookup()).toMatchObject({ state: "fresh", reason: null });
  expect(await shopper.orders()).toEqual(["#1042"]);
});

test("a shop that asks to slow down says for how long", async () => {
  shop.answer = () => ({ status: 429, headers: { "retry-after": "2" } });
  const shopper = await aShopper(["nordlys"]);
  await expect(shopper.enrich()).rejects.toMatchObject({ code: "provider_unavailable", retryAfterMs: 2000 });
});

test("a revoked token names the connection to mend", async () => {
  shop.answer = () => ({ status: 401 });
  const shopper = await aShopper(["nordlys"]);
  const failure: unknown = await shopper.enrich().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ConnectionBroken);
  expect(failure).toMatchObject({ details: { connectionId: shopper.connections[0]!.id } });
  expect(await shopper.lookup()).toMatchObject({ state: "unavailable", reason: expect.stringContaining("connect") });
});

test("a refusal for good stands beside the customer and is not tried again", async () => {
  shop.answer = () => ({ status: 402 });
  const shopper = await aShopper(["nordlys"]);
  await shopper.enrich();
  expect(await shopper.lookup()).toMatchObject({ state: "unavailable", reason: expect.stringContaining("frozen") });
});

test("one shop that is down does not keep the other's orders away", async () => {
  shop.answer = ({ path }) => (path.includes("first") ? { status: 500 } : knows("#1"));
  const shopper = await aShopper(["first", "second"]);
  await expect(shopper.enrich()).rejects.toThrow(ProviderUnavailable);
  expect(await shopper.orders()).toEqual(["#1"]);
  expect(await shopper.lookup()).toMatchObject({ state: "unavailable" });
});
