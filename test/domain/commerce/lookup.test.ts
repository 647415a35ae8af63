import { expect, test } from "@jest/globals";
import {
  getLookup,
  listOrders,
  noteLookupFailed,
  type OrderRecord,
  saveLookup,
} from "../../../src/domain/commerce/index.ts";
import { listConversations } from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { useClock } from "../../../src/platform/clock.ts";
import { anOrder } from "../../ai/turn.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { told } from "../../support/shop-records.ts";

const db = await testDatabase();

async function aCustomer() {
  const system = await aWorkspace(db);
  const mailbox = await aConnection(system);
  const shop = await aConnection(system, "shopify");
  await receive(db, [aMessage({ workspaceId: system.workspaceId, connectionId: mailbox.id })]);
  const [row] = await listConversations(system, { folder: "open", limit: 1 });
  const customerId = row!.customerId;
  const connectionId = shop.id;
  const save = (orders: Partial<OrderRecord>[], overrides = {}) =>
    saveLookup(system, { customerId, connectionId, record: told({ externalId: "c1", ...overrides }, orders) });
  const events = async () =>
    (await listEvents(system, { after: 0, limit: 500 })).events
      .map((event) => event.name)
      .filter((name) => name.startsWith("customer."));
  return {
    system,
    customerId,
    connectionId,
    save,
    events,
    orders: () => listOrders(system, { customerId, limit: 50 }),
  };
}

test("what a shop says is kept as it says it, newest order first", async () => {
  const { save, orders, system, customerId } = await aCustomer();
  const older = anOrder({ name: "#1041", placedAt: new Date("2026-10-01T10:00:00Z"), cancelledAt: new Date(1e12) });
  await save([older, anOrder()]);
  const { kind: _, updatedAt: shopUpdatedAt, ...said } = anOrder({ customerExternalId: "c1" });
  expect(await orders()).toMatchObject([
    { ...said, shopUpdatedAt },
    { name: "#1041", placedAt: older.placedAt, cancelledAt: older.cancelledAt },
  ]);
  expect(await getLookup(system, customerId)).toMatchObject({ state: "fresh", reason: null });
});

test("the same answer again announces nothing; a changed one announces itself once", async () => {
  const { save, orders, events } = await aCustomer();
  await save([anOrder()]);
  await save([anOrder()]);
  expect(await events()).toEqual(["customer.created", "customer.orders_changed", "customer.looked_up"]);
  await save([anOrder({ fulfillmentStatus: "delivered" })]);
  expect((await events()).slice(3)).toEqual(["customer.orders_changed"]);
  expect(await orders()).toMatchObject([{ fulfillmentStatus: "delivered" }]);
});

test("orders the shop does not mention stay: it names the newest only", async () => {
  const { save, orders } = await aCustomer();
  await save([anOrder({ name: "#1" })]);
  await save([anOrder({ name: "#2" })], { orderCount: 2 });
  expect((await orders()).map((order) => order.name).toSorted()).toEqual(["#1", "#2"]);
});

test("an order that the shop moves to another customer moves here", async () => {
  const { system, save, orders, connectionId } = await aCustomer();
  await save([anOrder()]);
  const mailbox = await aConnection(system);
  const jonas = { kind: "email", value: "jonas@mail.example", name: "Jonas" } as const;
  await receive(db, [aMessage({ workspaceId: system.workspaceId, connectionId: mailbox.id }, { customer: jonas })]);
  const rows = await listConversations(system, { folder: "open", limit: 5 });
  const other = rows.find((row) => row.customerName === "Jonas")!.customerId;
  const record = told({ externalId: "c2" }, [anOrder()]);
  await saveLookup(system, { customerId: other, connectionId, record });
  expect(await orders()).toEqual([]);
  expect(await listOrders(system, { customerId: other, limit: 5 })).toHaveLength(1);
});

test("the same order twice in one answer, and two answers at once, leave one row", async () => {
  const { save, orders } = await aCustomer();
  await Promise.all([save([anOrder(), anOrder()]), save([anOrder()]), save([anOrder()])]);
  expect(await orders()).toHaveLength(1);
});

test("orders come in pages that neither skip nor repeat, also within one moment", async () => {
  const { system, customerId, save } = await aCustomer();
  await save(Array.from({ length: 7 }, (_, i) => anOrder({ name: `#${i}`, externalId: `${i}` })));
  const seen: string[] = [];
  for (let after: { placedAt: Date; id: string } | undefined; ; ) {
    const page = await listOrders(system, { customerId, limit: 3, ...(after && { after }) });
    seen.push(...page.map((order) => order.name));
    after = page.at(-1);
    if (!after) break;
  }
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
});

test("a shop that cannot be asked is noted once with the reason, and its earlier orders stay", async () => {
  const { system, customerId, connectionId, save, orders, events } = await aCustomer();
  await save([anOrder()]);
  const before = (await events()).length;
  const failure = { customerId, connectionId, reason: "Shopify asks to slow down" };
  await noteLookupFailed(system, failure);
  await noteLookupFailed(system, failure);
  expect((await events()).slice(before)).toEqual(["customer.looked_up"]);
  expect(await getLookup(system, customerId)).toMatchObject({ state: "unavailable", reason: failure.reason });
  expect(await orders()).toHaveLength(1);
  await save([anOrder()]);
  expect((await events()).slice(before)).toEqual(["customer.looked_up", "customer.looked_up"]);
  expect(await getLookup(system, customerId)).toMatchObject({ state: "fresh", reason: null });
});

test("a new customer is being looked up; an old one nobody asked about says so", async () => {
  const { system, customerId } = await aCustomer();
  expect(await getLookup(system, customerId)).toEqual({ state: "pending", reason: null, at: null });
  const restore = useClock(() => new Date(Date.now() + 61_000));
  expect(await getLookup(system, customerId)).toMatchObject({
    state: "none",
    reason: expect.stringContaining("No shop"),
  });
  restore();
});

test("a shop that failed outweighs one that answered", async () => {
  const { system, customerId, save } = await aCustomer();
  await save([anOrder()]);
  const second = await aConnection(system, "shopify");
  await noteLookupFailed(system, { customerId, connectionId: second.id, reason: "down" });
  expect(await getLookup(system, customerId)).toMatchObject({ state: "unavailable", reason: "down" });
});

test("another workspace sees nothing of a customer and cannot write beside her", async () => {
  const { customerId, connectionId, save } = await aCustomer();
  await save([anOrder()]);
  const system = await aWorkspace(db);
  const stranger = await aMember(system);
  await expect(listOrders(stranger, { customerId, limit: 5 })).rejects.toMatchObject({ code: "not_found" });
  await expect(getLookup(stranger, customerId)).rejects.toMatchObject({ code: "not_found" });
  await expect(saveLookup(system, { customerId, connectionId, record: null })).rejects.toThrow();
  await expect(listOrders({ ...stranger, permissions: new Set() }, { customerId, limit: 5 })).rejects.toMatchObject({
    code: "forbidden",
  });
});
