import { expect, test } from "@jest/globals";
import { noteStale, saveRecords } from "../../src/domain/commerce/index.ts";
import { endAccess } from "../../src/domain/connections/index.ts";
import { listConsents, recordConsent } from "../../src/domain/consent/index.ts";
import { listConversations } from "../../src/domain/conversations/index.ts";
import { createView, getView, keepCounts, listViewConversations } from "../../src/domain/views/index.ts";
import { inWorkspaces } from "../../src/platform/db.ts";
import { aMessage, receive } from "../support/factories.ts";
import { aCustomerRecord, anOrderRecord } from "../support/shop-records.ts";
import { aSandboxShop, db, sandbox } from "./shop-records.ts";

test("what a webhook says of money is not believed: the shop is asked, and what it does not know is set aside by name", async () => {
  const shop = await aSandboxShop();
  const { id } = shop.order(1042);
  await shop.hear(
    ["orders/updated", { id, total_price: "0.01", financial_status: "refunded", customer: null }],
    ["orders/create", { id: 999_999, email: null }],
  );
  expect(await shop.rows("orders")).toEqual([]);
  await shop.refresh();
  expect(await shop.rows("orders")).toMatchObject([{ name: "#1042", financial_status: "paid", currency: "EUR" }]);
  expect(Number((await shop.rows("orders"))[0]!.total_minor)).toBeGreaterThan(1);
  expect(await shop.reasons("ignored")).toEqual(["The shop has no such order, or does not show it to the app"]);
  expect(await shop.rows("stale_records")).toEqual([]);
});

test("a hundred webhooks about the same few orders are one question", async () => {
  const shop = await aSandboxShop();
  const hints = Array.from({ length: 100 }, (_, i): [string, unknown] => [
    "orders/updated",
    { id: shop.shop.orders[i % 4]!.id },
  ]);
  await shop.hear(...hints);
  const before = shop.asked();
  await shop.refresh();
  expect(shop.asked() - before).toBe(1);
  expect(await shop.rows("orders")).toHaveLength(4);
});

test("a word of deletion is checked: what is still there stays, what is gone goes", async () => {
  const shop = await aSandboxShop();
  const [kept, gone] = [shop.order(1042), shop.order(1043)];
  await shop.hear(["orders/create", { id: kept.id }], ["orders/create", { id: gone.id }]);
  await shop.refresh();
  shop.shop.orders = shop.shop.orders.filter((one) => one !== gone);
  await shop.hear(["orders/delete", { id: kept.id }], ["orders/delete", { id: gone.id }]);
  await shop.refresh();
  expect((await shop.rows("orders")).map(({ name }) => name)).toEqual(["#1042"]);
  expect(await shop.reasons("ignored")).toEqual([]);
});

test("two customers merged in the shop are one here, with all orders", async () => {
  const shop = await aSandboxShop();
  const [mia, tom] = shop.shop.customers;
  const keptId = shop.gid("Customer", mia!.id);
  const goneId = shop.gid("Customer", 77);
  await saveRecords(shop.ctx, {
    connectionId: shop.connectionId,
    records: [aCustomerRecord({ externalId: goneId }), anOrderRecord({ name: "#7", customerExternalId: goneId })],
  });
  const merged = { admin_graphql_api_customer_kept_id: keptId, admin_graphql_api_customer_deleted_id: goneId };
  await shop.hear(["customers/merge", merged], ["customers/update", { id: tom!.id }]);
  await shop.refresh();
  expect((await shop.rows("shop_customers")).map(({ external_id: id }) => id)).toEqual(
    [keptId, shop.gid("Customer", tom!.id)].toSorted(),
  );
  expect(await shop.rows("orders")).toMatchObject([{ customer_external_id: keptId }]);
});

test("what is not for us says why; what names nothing is refused by name", async () => {
  const shop = await aSandboxShop();
  await shop.hear(
    ["carts/update", { id: "x" }],
    ["made/up", { id: 1 }],
    ["orders/updated", {}],
    ["orders/updated", null],
    ["refunds/create", { order_id: null }],
    ["customers/update", { id: "gid://shopify/Order/1", admin_graphql_api_id: "x" }],
  );
  expect((await shop.reasons("ignored")).toSorted()).toEqual([
    "The topic made/up is not known here",
    "carts/update: Carts are not kept; a checkout is, once it was left",
  ]);
  expect((await shop.reasons("rejected")).toSorted()).toEqual([
    "customers/update: the payload names no customer",
    "orders/updated: the payload is no JSON object",
    "orders/updated: the payload names no order",
    "refunds/create: the payload names no order",
  ]);
});

test("what is noted again while the shop is asked is asked for again", async () => {
  const shop = await aSandboxShop();
  const hint = { ...shop.ctx, connectionId: shop.connectionId, kind: "order" as const };
  const externalId = shop.gid("Order", shop.order(1042).id);
  const note = () => inWorkspaces(db.app, [shop.ctx.workspaceId], (tx) => noteStale(tx, [{ ...hint, externalId }]));
  await note();
  sandbox.state.faults.add({ target: "shopify", delayMs: 300, acts: false, times: 1 });
  const refreshing = shop.refresh();
  await new Promise((soon) => setTimeout(soon, 100));
  await note();
  await refreshing;
  expect(await shop.rows("orders")).toHaveLength(1);
  expect(await shop.rows("stale_records")).toEqual([]);
});

test("a shop that is uninstalled in the middle stops quietly; what is noted waits for the day it is back", async () => {
  const shop = await aSandboxShop();
  await shop.hear(["orders/updated", { id: shop.order(1042).id }]);
  const reason = "The app was uninstalled";
  await endAccess(shop.ctx, { connectionId: shop.connectionId, at: new Date(), reason });
  await expect(shop.refresh()).resolves.toBe(false);
  expect(await shop.rows("stale_records")).toHaveLength(1);
});

test("a shop that is down is asked again, and nothing is forgotten", async () => {
  const shop = await aSandboxShop();
  await shop.hear(["orders/updated", { id: shop.order(1042).id }]);
  sandbox.state.faults.add({ target: "shopify", status: 503, acts: false, times: 1 });
  await expect(shop.refresh()).rejects.toMatchObject({ code: "provider_unavailable" });
  await shop.refresh();
  expect(await shop.rows("orders")).toHaveLength(1);
});

test("a view of unshipped last orders takes a conversation in when its customer orders, and lets it go when that is shipped", async () => {
  const shop = await aSandboxShop();
  const order = shop.order(1043);
  const value = shop.shop.customers.find(({ id }) => id === order.customerId)!.email!;
  const at = { workspaceId: shop.ctx.workspaceId, connectionId: shop.mailbox.id };
  await receive(db, [aMessage(at, { customer: { kind: "email", value, name: "Jonas" } })]);
  const [conversation] = await listConversations(shop.ctx, { folder: "open", limit: 1 });
  const filter = { field: "last_order.fulfillment_status", operator: "is", value: "unfulfilled" };
  const wording = { name: "To ship", visibility: "shared", sort: "last_activity", filter } as const;
  const { id: viewId } = await createView(shop.ctx, wording);
  const shown = async () => {
    while (await keepCounts(db));
    const { rows } = await listViewConversations(shop.ctx, { viewId, limit: 10 });
    return [(await getView(shop.ctx, viewId)).conversations, rows.map(({ id }) => id)];
  };
  expect(await shown()).toEqual([0, []]);
  await shop.hear(["orders/create", { id: order.id }]);
  await shop.refresh();
  expect(await shown()).toEqual([1, [conversation!.id]]);
  const sent = structuredClone(shop.order(1042).fulfillments[0]!);
  const lines = order.lines.map(({ id, quantity }) => ({ ...sent.lines[0]!, lineId: id, quantity }));
  order.fulfillments.push({ ...sent, lines });
  order.updatedAt = new Date(Date.parse(order.updatedAt) + 1000).toISOString();
  await shop.hear(["orders/fulfilled", { id: order.id }]);
  await shop.refresh();
  expect(await shown()).toEqual([0, []]);
});

test("who agreed to advertising in the shop has, here too, until she says otherwise later", async () => {
  const shop = await aSandboxShop();
  const [mia] = shop.shop.customers;
  const customer = { kind: "phone", value: "+12125550147", name: "Mia" } as const;
  const at = { workspaceId: shop.ctx.workspaceId, connectionId: shop.mailbox.id };
  const bySms = { channel: "sms", via: "twilio-sms", from: { address: customer.value, name: "" }, customer } as const;
  await receive(db, [aMessage(at, bySms)]);
  const [row] = await listConversations(shop.ctx, { folder: "open", limit: 1 });
  const { customerId } = row!;
  const tells = async (state: "SUBSCRIBED" | "UNSUBSCRIBED", updatedAt: string) => {
    Object.assign(mia!, { phone: customer.value, marketing: { sms: { state, updatedAt } } });
    Object.assign(mia!, { updatedAt: new Date(Date.parse(mia!.updatedAt) + 1000).toISOString() });
    await shop.hear(["customers/update", { id: mia!.id }]);
    await shop.refresh();
    const { standings, history } = await listConsents(shop.ctx, { customerId });
    const states = standings.filter(({ channel }) => channel === "sms").map(({ purpose, state: is }) => [purpose, is]);
    return [history.length, Object.fromEntries(states)];
  };
  const is = (promotional: string) => ({ service: "unknown", promotional });
  expect(await tells("SUBSCRIBED", "2026-11-10T10:00:00Z")).toEqual([1, is("given")]);
  expect(await tells("SUBSCRIBED", "2026-11-10T10:00:00Z")).toEqual([1, is("given")]);
  const withdrawn = { purpose: "promotional", state: "withdrawn", how: "agent", evidence: {} } as const;
  await recordConsent(shop.ctx, { ...withdrawn, customerId, channel: "sms", at: new Date("2026-11-12T10:00:00Z") });
  expect(await tells("SUBSCRIBED", "2026-11-11T10:00:00Z")).toEqual([2, is("withdrawn")]);
  expect(await tells("SUBSCRIBED", "2026-11-13T10:00:00Z")).toEqual([3, is("given")]);
  expect(await tells("UNSUBSCRIBED", "2026-11-14T10:00:00Z")).toEqual([4, is("withdrawn")]);
  expect(await tells("SUBSCRIBED", "2099-01-01T10:00:00Z")).toEqual([4, is("withdrawn")]);
});
