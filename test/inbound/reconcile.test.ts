import { afterEach, expect, test } from "@jest/globals";
import { listOrders } from "../../src/domain/commerce/index.ts";
import { endAccess } from "../../src/domain/connections/index.ts";
import { listConversations } from "../../src/domain/conversations/index.ts";
import { reconcileRecords } from "../../src/inbound/reconcile.ts";
import { useClock as setClock } from "../../src/platform/clock.ts";
import { aMessage, receive } from "../support/factories.ts";
import { aSandboxShop, db, sandbox } from "./shop-records.ts";

let restore = () => {};
afterEach(() => {
  restore();
  sandbox.state.faults.clear();
});

const minuteMs = 60_000;

/** From now on it is this much later, for us and for the shop. */
function later(minutes: number): void {
  restore();
  restore = setClock(() => new Date(Date.now() + minutes * minuteMs));
}

const at = (minutes: number) => new Date(Date.now() + minutes * minuteMs).toISOString();

test("what no webhook told is found by comparing, mended, and counted as drift", async () => {
  const shop = await aSandboxShop();
  const compare = () => reconcileRecords(shop.ctx, { connectionId: shop.connectionId });
  shop.order(1042).updatedAt = at(-30);
  await compare();
  await shop.refresh();
  expect(await shop.check("order")).toMatchObject({ healedLastDay: 0, waiting: 0, failure: null });
  expect((await shop.rows("orders")).map(({ name }) => name)).toContain("#1042");

  Object.assign(shop.order(1042), { note: "Gift", updatedAt: at(10) });
  later(70);
  await compare();
  expect(await shop.check("order")).toMatchObject({ waiting: 1 });
  await shop.refresh();
  expect(await shop.check("order")).toMatchObject({ healedLastDay: 1, waiting: 0 });
  const order = (await shop.rows("orders")).find(({ name }) => name === "#1042");
  expect(order!.details.note).toBe("Gift");

  later(70 + 25 * 60);
  expect(await shop.check("order")).toMatchObject({ healedLastDay: 0 });
});

test("a shop is compared once an hour, however often it is asked for; known records cost nothing more", async () => {
  const shop = await aSandboxShop();
  for (const order of shop.shop.orders) order.updatedAt = at(-30);
  await reconcileRecords(shop.ctx, { connectionId: shop.connectionId });
  await shop.refresh();
  const before = shop.asked();
  await reconcileRecords(shop.ctx, { connectionId: shop.connectionId });
  expect(shop.asked()).toBe(before);
  later(60);
  await reconcileRecords(shop.ctx, { connectionId: shop.connectionId });
  expect(await shop.rows("stale_records")).toEqual([]);
});

test("a window that fails is tried again from where it was, and says so meanwhile", async () => {
  const shop = await aSandboxShop();
  await reconcileRecords(shop.ctx, { connectionId: shop.connectionId });
  const { comparedTo } = (await shop.check("customer"))!;
  shop.order(1042).updatedAt = at(10);
  later(70);
  sandbox.state.faults.add({ target: "shopify", status: 503, acts: false, times: "always" });
  await expect(reconcileRecords(shop.ctx, { connectionId: shop.connectionId })).rejects.toMatchObject({
    code: "provider_unavailable",
  });
  expect(await shop.check("customer")).toMatchObject({ comparedTo, failure: "Shopify has a problem" });
  sandbox.state.faults.clear();
  await reconcileRecords(shop.ctx, { connectionId: shop.connectionId });
  expect(await shop.check("customer")).toMatchObject({ failure: null, failedAt: null });
  await shop.refresh();
  expect((await shop.rows("orders")).map(({ name }) => name)).toContain("#1042");
});

test("what changed a moment ago is left to its webhook, and seen the next time", async () => {
  const shop = await aSandboxShop();
  await reconcileRecords(shop.ctx, { connectionId: shop.connectionId });
  await shop.refresh();
  shop.order(1043).updatedAt = at(69);
  later(70);
  await reconcileRecords(shop.ctx, { connectionId: shop.connectionId });
  expect(await shop.rows("stale_records")).toEqual([]);
  later(140);
  await reconcileRecords(shop.ctx, { connectionId: shop.connectionId });
  expect(await shop.rows("stale_records")).toMatchObject([{ external_id: shop.gid("Order", shop.order(1043).id) }]);
});

test("a shop that is uninstalled while it is compared stops quietly", async () => {
  const shop = await aSandboxShop();
  sandbox.state.faults.add({ target: "shopify", status: 401, delayMs: 5000, acts: false, times: "always" });
  const comparing = reconcileRecords(shop.ctx, { connectionId: shop.connectionId });
  await endAccess(shop.ctx, { connectionId: shop.connectionId, at: new Date(), reason: "The app was uninstalled" });
  await expect(comparing).resolves.toBeUndefined();
});

test("whoever wrote for the first time while her records were copied gets them at the next comparison", async () => {
  const shop = await aSandboxShop();
  for (const customer of shop.shop.customers) Object.assign(customer, { createdAt: at(-30) });
  shop.order(1042).updatedAt = at(-30);
  await reconcileRecords(shop.ctx, { connectionId: shop.connectionId });
  await shop.refresh();
  const mia = { address: "mia.berg@mail.example", name: "Mia Berg" };
  const customer = { kind: "email", value: mia.address, name: mia.name } as const;
  const here = { workspaceId: shop.ctx.workspaceId, connectionId: shop.mailbox.id };
  await receive(db, [aMessage(here, { from: mia, customer })]);
  const [row] = await listConversations(shop.ctx, { folder: "open", limit: 1 });
  const orders = async () => (await listOrders(shop.ctx, { customerId: row!.customerId, limit: 10 })).length;
  expect(await orders()).toBe(0);
  later(60);
  await reconcileRecords(shop.ctx, { connectionId: shop.connectionId });
  expect(await orders()).toBeGreaterThan(0);
});
