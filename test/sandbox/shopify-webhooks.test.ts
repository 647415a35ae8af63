import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { defaultSecrets } from "../../sandbox/settings.ts";
import { verifyWith } from "../../src/integrations/shopify/verify.ts";
import type { Asked } from "../integrations/loopback.ts";
import { until } from "../support/until.ts";
import { domain, type ShopSandbox, startShopSandbox } from "./shopify-shop.ts";

const minutes = 60_000;
let shop: ShopSandbox;
beforeAll(async () => {
  shop = await startShopSandbox();
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

const hook = (topic: string, more: object = {}) =>
  shop.control("POST", `shopify/${domain}/webhooks`, { topic, ...more });
const toml = (webhooks: object[]) => shop.control("PUT", "shopify/app", { webhooks });
const header =
  (name: string) =>
  ({ headers }: Asked) =>
    headers[`x-shopify-${name}`];
const arrived = (count: number) => until(() => shop.receiver.asked.length >= count && shop.receiver.asked);
const settled = () => until(() => shop.sandbox.state.outgoing.waiting() === 0);

const create = `mutation ($topic: WebhookSubscriptionTopic!, $input: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $input) {
    webhookSubscription { id topic uri name filter includeFields apiVersion { handle } } userErrors { field message } } }`;
const list = `{ webhookSubscriptions(first: 50) { nodes { id topic uri } } webhookSubscriptionsCount { count } }`;

async function subscribe(topic: string, input: object = {}) {
  return (await shop.data(create, { topic, input: { uri: shop.hooks, ...input } })).webhookSubscriptionCreate;
}

test("only what is subscribed to is sent: by shopify.app.toml or through the Admin API", async () => {
  await toml([{ topics: ["orders/updated"], uri: shop.hooks, name: "orders" }]);
  await subscribe("CUSTOMER_TAGS_ADDED");
  await hook("products/update", { payload: { id: 1 } });
  await hook("orders/updated", { orderName: "#1042" });
  await hook("customer.tags_added", { payload: { id: 1 } });
  await settled();
  expect(shop.receiver.asked.map(header("topic")).sort()).toEqual(["customer.tags_added", "orders/updated"]);
  expect(shop.receiver.asked.map(header("name"))).toContain("orders");
});

test("a delivery has every header Shopify sends, and is signed over its bytes", async () => {
  await hook("orders/updated", { orderName: "#1042", lateMs: 5 * minutes });
  const [{ headers, body }] = (await arrived(1)) as [Asked];
  for (const name of ["webhook-id", "event-id", "triggered-at", "api-version", "shop-domain", "topic", "hmac-sha256"]) {
    expect([name, typeof headers[`x-shopify-${name}`]]).toEqual([name, "string"]);
  }
  const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  expect(() =>
    verifyWith({ headers: plain, body: Buffer.from(body) }, [defaultSecrets.shopifyApiSecret]),
  ).not.toThrow();
  const lateMs = Date.now() - Date.parse(String(headers["x-shopify-triggered-at"]));
  expect(lateMs).toBeGreaterThanOrEqual(5 * minutes);
});

test("a double has the same webhook id; a twin the same event id under a webhook id of its own", async () => {
  await shop.control("POST", "faults", { target: "webhook", duplicate: 1 });
  await hook("orders/updated", { orderName: "#1042" });
  await arrived(2);
  expect(new Set(shop.receiver.asked.map(header("webhook-id"))).size).toBe(1);
  shop.receiver.asked.length = 0;
  await shop.control("POST", "faults", { target: "webhook", twin: 1 });
  await hook("orders/updated", { orderName: "#1042" });
  await arrived(2);
  expect(new Set(shop.receiver.asked.map(header("webhook-id"))).size).toBe(2);
  expect(new Set(shop.receiver.asked.map(header("event-id"))).size).toBe(1);
});

test("two subscriptions to one topic hear of one event", async () => {
  await toml([{ topics: ["orders/updated"], uri: shop.hooks }]);
  await subscribe("ORDERS_UPDATED", { uri: `${shop.hooks}/second` });
  await hook("orders/updated", { orderName: "#1042" });
  await arrived(2);
  expect(new Set(shop.receiver.asked.map(header("event-id"))).size).toBe(1);
  expect(shop.receiver.asked.map(({ path }) => path).sort()).toEqual(["/hooks", "/hooks/second"]);
});

test("it is tried nine times over hours that a test can wind past, and a subscription of the Admin API is gone by then", async () => {
  await toml([{ topics: ["orders/updated"], uri: `${shop.hooks}/toml` }]);
  await subscribe("ORDERS_UPDATED");
  shop.receiver.answer = () => ({ status: 503 });
  await hook("orders/updated", { orderName: "#1042" });
  await until(async () => {
    await shop.wind(240 * minutes);
    return shop.sandbox.state.outgoing.waiting() === 0;
  });
  const tried = (path: string) => shop.receiver.asked.filter((each) => each.path === path).length;
  expect([tried("/hooks"), tried("/hooks/toml")]).toEqual([9, 9]);
  expect(await shop.data(list)).toMatchObject({ webhookSubscriptions: { nodes: [] } });
  shop.receiver.answer = () => ({ status: 200 });
  shop.receiver.asked.length = 0;
  await hook("orders/updated", { orderName: "#1042" });
  await settled();
  expect(shop.receiver.asked.map(({ path }) => path)).toEqual(["/hooks/toml"]);
});

test("one success in between keeps a subscription", async () => {
  await toml([]);
  await subscribe("ORDERS_UPDATED");
  let count = 0;
  shop.receiver.answer = () => ({ status: ++count === 7 ? 200 : 500 });
  await hook("orders/updated", { orderName: "#1042" });
  await until(async () => {
    await shop.wind(240 * minutes);
    return shop.sandbox.state.outgoing.waiting() === 0;
  });
  expect(await shop.data(list)).toMatchObject({ webhookSubscriptionsCount: { count: 1 } });
});

test("subscriptions are made, found, changed and deleted; the same address twice is refused", async () => {
  const made = await subscribe("ORDERS_UPDATED", { name: "mine", includeFields: ["id", "name"] });
  expect(made.webhookSubscription).toMatchObject({
    topic: "ORDERS_UPDATED",
    name: "mine",
    apiVersion: { handle: "2026-10" },
  });
  expect((await subscribe("ORDERS_UPDATED")).userErrors[0].message).toBe(
    "Address for this topic has already been taken",
  );
  expect((await subscribe("ORDERS_CREATE", { uri: "http://far.example/hooks" })).userErrors[0].message).toContain(
    "http://",
  );
  const { id } = made.webhookSubscription;
  const change = `mutation ($id: ID!, $input: WebhookSubscriptionInput!) { webhookSubscriptionUpdate(id: $id, webhookSubscription: $input) {
    webhookSubscription { uri name } userErrors { message } } }`;
  const { webhookSubscriptionUpdate } = await shop.data(change, { id, input: { uri: `${shop.hooks}/other` } });
  expect(webhookSubscriptionUpdate.webhookSubscription).toEqual({ uri: `${shop.hooks}/other`, name: "mine" });
  expect(
    (await shop.data(`query ($id: ID!) { node(id: $id) { ... on WebhookSubscription { topic } } }`, { id })).node,
  ).toEqual({
    topic: "ORDERS_UPDATED",
  });
  const remove =
    "mutation ($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { message } } }";
  expect((await shop.data(remove, { id })).webhookSubscriptionDelete.deletedWebhookSubscriptionId).toBe(id);
  expect((await shop.data(remove, { id })).webhookSubscriptionDelete.userErrors).toHaveLength(1);
});

test("a subscription gets only the fields it asked for, and only what its filter lets through", async () => {
  await toml([]);
  await subscribe("ORDERS_UPDATED", { includeFields: ["name"], filter: "financial_status:refunded" });
  await hook("orders/updated", { orderName: "#1042" });
  await shop.control("PATCH", `shopify/${domain}/orders/1043`, { financialStatus: "REFUNDED" });
  await settled();
  expect(shop.receiver.asked.map(({ body }) => Object.keys(JSON.parse(body)).sort())).toEqual([
    ["admin_graphql_api_id", "id", "name"],
  ]);
});

test("compliance topics carry whom they are about, and reach an app that is gone; nothing else does", async () => {
  await shop.control("POST", `shopify/${domain}/compliance`, { topic: "customers/data_request", customerId: 7001 });
  await shop.control("POST", `shopify/${domain}/uninstall`);
  await hook("orders/updated", { orderName: "#1042" });
  await shop.control("POST", `shopify/${domain}/compliance`, { topic: "customers/redact", customerId: 7001 });
  await shop.control("POST", `shopify/${domain}/compliance`, { topic: "shop/redact" });
  await settled();
  const bodies = new Map(shop.receiver.asked.map((each) => [header("topic")(each), JSON.parse(each.body)]));
  expect([...bodies.keys()].sort()).toEqual([
    "app/uninstalled",
    "customers/data_request",
    "customers/redact",
    "shop/redact",
  ]);
  expect(bodies.get("customers/data_request")).toMatchObject({
    shop_domain: domain,
    customer: { id: 7001, email: "mia.berg@mail.example" },
    orders_requested: [5_500_000_001_042],
  });
  expect(bodies.get("customers/redact")).toMatchObject({ orders_to_redact: [5_500_000_001_042] });
});

test("a renamed shop says so, and so does one that takes scopes away", async () => {
  await shop.control("POST", `shopify/${domain}/rename`, { name: "Nordlys & Co" });
  await shop.control("PUT", `shopify/${domain}/scopes`, { scopes: ["read_orders"] });
  await arrived(2);
  const told = Object.fromEntries(shop.receiver.asked.map((each) => [header("topic")(each), JSON.parse(each.body)]));
  expect(told["shop/update"]).toMatchObject({ name: "Nordlys & Co", myshopify_domain: domain });
  expect(told["app/scopes_update"]).toMatchObject({
    current: ["read_orders"],
    previous: expect.arrayContaining(["read_customers"]),
  });
  expect((await shop.data("{ shop { name } }")).shop.name).toBe("Nordlys & Co");
});
