import { expect, test } from "@jest/globals";
import { linkCustomers, listOrders, type ShopRecord, saveRecords } from "../../../src/domain/commerce/index.ts";
import { listConversations, type ReceivedMessage } from "../../../src/domain/conversations/index.ts";
import { getCustomer } from "../../../src/domain/customers/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { aCustomerRecord, aLine, anOrderRecord, aProductRecord, someDetails } from "../../support/shop-records.ts";

const db = await testDatabase();

/** A workspace with a shop; nobody has written yet. */
async function aShop() {
  const ctx = await aWorkspace(db);
  const mailbox = await aConnection(ctx);
  const { id: connectionId } = await aConnection(ctx, "shopify");
  return {
    ctx,
    connectionId,
    save: (...records: ShopRecord[]) => saveRecords(ctx, { connectionId, records }),
    /** @returns the customer who wrote. */
    async write(from: Partial<ReceivedMessage> = {}): Promise<string> {
      await receive(db, [aMessage({ workspaceId: ctx.workspaceId, connectionId: mailbox.id }, from)]);
      return (await listConversations(ctx, { folder: "open", limit: 1 }))[0]!.customerId;
    },
    rows: (table: string, columns = "*") =>
      inWorkspaces(db.app, [ctx.workspaceId], async (tx) => [
        ...(await tx.unsafe(`select ${columns} from ${table} order by external_id`)),
      ]),
    orders: async (customerId: string) =>
      (await listOrders(ctx, { customerId, limit: 100 })).map(({ name }) => name).toSorted(),
    changes: async () =>
      (await listEvents(ctx, { after: 0, limit: 1000 })).events.filter(
        ({ name }) => name === "customer.orders_changed",
      ),
  };
}

const at = (minute: number) => new Date(Date.UTC(2026, 10, 18, 10, minute));
const mia = (overrides = {}) => aCustomerRecord({ email: "mia@mail.example", ...overrides });
const ofMia = (name: string, overrides = {}) =>
  anOrderRecord({ name, customerExternalId: mia().externalId, ...overrides });

test("hundreds of records are kept in a handful of statements, and again in fewer: what is known is not written", async () => {
  const shop = await aShop();
  const records = Array.from({ length: 400 }, (_, i) => anOrderRecord({ name: `#${i}` }));
  expect(await shop.save(...records)).toMatchObject({ added: 400, changed: 0 });
  const before = await shop.rows("orders", "xmin");
  expect(await shop.save(...records)).toMatchObject({ added: 0, changed: 0 });
  expect(await shop.rows("orders", "xmin")).toEqual(before);
  expect(await shop.save({ ...records[7]!, financialStatus: "refunded", updatedAt: at(5) })).toMatchObject({
    added: 0,
    changed: 1,
  });
});

test("what is older than what is there changes nothing, also when both come at once", async () => {
  const shop = await aShop();
  const said = (minute: number, financialStatus: string) => anOrderRecord({ updatedAt: at(minute), financialStatus });
  await shop.save(said(2, "paid"));
  await shop.save(said(1, "pending"));
  expect(await shop.rows("orders")).toMatchObject([{ financial_status: "paid" }]);
  const race = Array.from({ length: 12 }, (_, i) => shop.save(said(3 + ((i * 5) % 12), `state ${3 + ((i * 5) % 12)}`)));
  await Promise.all(race);
  expect(await shop.rows("orders")).toMatchObject([{ financial_status: "state 14" }]);
  await shop.save(said(20, "late"), said(19, "early"));
  expect(await shop.rows("orders")).toMatchObject([{ financial_status: "late" }]);
});

test("orders that come before their customer find her when she comes", async () => {
  const shop = await aShop();
  const customerId = await shop.write({ customer: { kind: "email", value: "mia@mail.example", name: "Mia" } });
  await shop.save(ofMia("#1"), ofMia("#2"));
  expect(await shop.orders(customerId)).toEqual([]);
  await shop.save(mia());
  expect(await shop.orders(customerId)).toEqual(["#1", "#2"]);
  await shop.save(ofMia("#3"));
  expect(await shop.orders(customerId)).toEqual(["#1", "#2", "#3"]);
});

test("whom the shop knew first gets her orders when she writes, by email or by phone", async () => {
  const shop = await aShop();
  await shop.save(
    mia({ phone: "+47 123 45 678" }),
    ofMia("#1"),
    anOrderRecord({ name: "#2", email: "MIA@mail.example" }),
  );
  expect(await shop.changes()).toEqual([]);
  const customerId = await shop.write({ customer: { kind: "email", value: "mia@mail.example", name: "Mia" } });
  await linkCustomers(shop.ctx, { customerIds: [customerId] });
  expect(await shop.orders(customerId)).toEqual(["#1", "#2"]);
  expect(await shop.changes()).toHaveLength(1);
  await linkCustomers(shop.ctx, { customerIds: [customerId] });
  expect(await shop.changes()).toHaveLength(1);

  await shop.save(aCustomerRecord({ externalId: "tom", phone: "+47 999 99 999", name: "Tom Reed" }));
  await shop.save(anOrderRecord({ name: "#3", customerExternalId: "tom" }));
  const tom = await shop.write({ customer: { kind: "phone", value: "+4799999999", name: "Tom" } });
  await linkCustomers(shop.ctx, { since: "00000000-0000-0000-0000-000000000000" });
  expect(await shop.orders(tom)).toEqual(["#3"]);
  // What she says of herself stays.
  expect((await getCustomer(shop.ctx, tom)).name).toBe("Tom");
});

test("who is known by an address only is called what the shop calls her, whichever of the two comes first", async () => {
  const shop = await aShop();
  const texted = (value: string) => shop.write({ customer: { kind: "phone", value, name: "" } });
  const names = async (...ids: string[]) => Promise.all(ids.map(async (id) => (await getCustomer(shop.ctx, id)).name));
  const named = async () =>
    (await listEvents(shop.ctx, { after: 0, limit: 1000 })).events.filter(({ name }) => name === "customer.named");
  const first = await texted("+4799999999");
  expect(await names(first)).toEqual(["+4799999999"]);
  const tom = aCustomerRecord({ externalId: "tom", phone: "+47 999 99 999", name: "Tom Reed" });
  await shop.save(tom, aCustomerRecord({ externalId: "eve", phone: "+47 888 88 888", name: "Eve Holm" }));
  const second = await texted("+4788888888");
  await linkCustomers(shop.ctx, { customerIds: [first, second] });
  expect(await names(first, second)).toEqual(["Tom Reed", "Eve Holm"]);
  expect((await named()).map(({ data }) => data.customerId).toSorted()).toEqual([first, second].toSorted());
  await shop.save({ ...tom, name: "Thomas Reed" });
  expect(await names(first)).toEqual(["Tom Reed"]);
  expect(await named()).toHaveLength(2);
});

test("each customer of ours of whom something changed is announced once a batch, and nobody else", async () => {
  const shop = await aShop();
  const customerId = await shop.write({ customer: { kind: "email", value: "mia@mail.example", name: "Mia" } });
  await shop.save(mia(), ofMia("#1"), ofMia("#2"), anOrderRecord({ name: "#9", email: "nobody@mail.example" }));
  expect(await shop.changes()).toMatchObject([{ data: { customerId } }]);
  await shop.save(mia(), ofMia("#1"), anOrderRecord({ name: "#9", email: "nobody@mail.example" }));
  expect(await shop.changes()).toHaveLength(1);
});

test("an order with 300 lines, without a customer, in yen or dinars, paid in another currency than the shop's, stays whole", async () => {
  const shop = await aShop();
  const lines = Array.from({ length: 300 }, (_, i) => aLine({ externalId: `${i}`, title: `Line\0 ${i} \ud83d` }));
  await shop.save(anOrderRecord({ lines }));
  await shop.save(
    anOrderRecord({
      name: "#yen",
      currency: "JPY",
      totalMinor: 300,
      presentmentCurrency: "KWD",
      presentmentTotalMinor: 1234,
    }),
  );
  const [whole, yen] = await shop.rows("orders");
  expect(whole!.lines).toHaveLength(300);
  expect(whole!.lines[299].title).toBe("Line 299 \ufffd");
  expect(yen).toMatchObject({
    currency: "JPY",
    total_minor: "300",
    presentment_currency: "KWD",
    presentment_total_minor: "1234",
  });
});

test("an order says whether something is still to come back", async () => {
  const shop = await aShop();
  const order = (status: string, minute: number) => {
    const back = { externalId: "r", name: "#1-R1", status, createdAt: null, closedAt: null, lines: [] };
    return anOrderRecord({ details: someDetails({ returns: [back] }), updatedAt: at(minute) });
  };
  const isOpen = async () => (await shop.rows("orders"))[0]!.has_open_return;
  for (const [minute, status, open] of [
    [1, "requested", true],
    [2, "open", true],
    [3, "closed", false],
    [4, "declined", false],
  ] as const) {
    await shop.save(order(status, minute));
    expect(await isOpen()).toBe(open);
  }
});

test("a product has the variants the shop says, and no others", async () => {
  const shop = await aShop();
  await shop.save(aProductRecord(["S", "M", "L"]));
  await shop.save({ ...aProductRecord(["M", "XL"]), updatedAt: at(59) });
  expect(
    (await shop.rows("product_variants", "external_id, title, place")).map((row) => [row.title, row.place]),
  ).toEqual([
    ["M", 0],
    ["XL", 1],
  ]);
});

test("another workspace's shop takes nothing in", async () => {
  const shop = await aShop();
  const other = await aWorkspace(db);
  await expect(saveRecords(other, { connectionId: shop.connectionId, records: [mia()] })).rejects.toThrow();
  expect(await shop.rows("shop_customers")).toEqual([]);
});
