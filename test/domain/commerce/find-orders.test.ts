import { expect, test } from "@jest/globals";
import {
  findOrders,
  getCustomerCommerce,
  getOrder,
  linkCustomers,
  openShopperLookup,
  type ShopRecord,
  saveRecords,
} from "../../../src/domain/commerce/index.ts";
import { listConversations } from "../../../src/domain/conversations/index.ts";
import { openRateLimits } from "../../../src/platform/rate-limit.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { aCustomerRecord, anOrderRecord, aParcel, someDetails } from "../../support/shop-records.ts";

const db = await testDatabase();

async function aShop() {
  const ctx = await aWorkspace(db);
  const agent = await aMember(ctx);
  const mailbox = await aConnection(ctx);
  const first = await aConnection(ctx, "shopify");
  const second = await aConnection(ctx, "shopify");
  return {
    ...{ ctx, agent },
    save: (...records: ShopRecord[]) => saveRecords(ctx, { connectionId: first.id, records }),
    saveElsewhere: (...records: ShopRecord[]) => saveRecords(ctx, { connectionId: second.id, records }),
    find: async (query: string) => (await findOrders(agent, query)).map(({ name }) => name),
    async mia(): Promise<string> {
      await receive(db, [aMessage({ workspaceId: ctx.workspaceId, connectionId: mailbox.id })]);
      const customerId = (await listConversations(ctx, { folder: "open", limit: 1 }))[0]!.customerId;
      await linkCustomers(ctx, { customerIds: [customerId] });
      return customerId;
    },
  };
}

const mia = (overrides = {}) =>
  aCustomerRecord({ name: "Mia Berg", email: "mia@mail.example", phone: "+47 123 45 678", ...overrides });

test("agents find an order by number, email, phone and name, also of somebody who never wrote", async () => {
  const shop = await aShop();
  const { externalId: customerExternalId } = mia();
  await shop.save(
    mia(),
    anOrderRecord({ name: "#1042", customerExternalId }),
    anOrderRecord({ name: "EU-77-A", email: "guest@mail.example", phone: "0047999" }),
    anOrderRecord({ name: "#3" }),
  );
  for (const query of ["#1042", " 1042 ", "# 1042"]) expect(await shop.find(query)).toEqual(["#1042"]);
  for (const query of ["eu-77-a", "EU77A"]) expect(await shop.find(query)).toEqual(["EU-77-A"]);
  for (const query of ["MIA@mail.example", "+4712345678", "+47 (123) 45-678", "mia berg", "Berg"])
    expect([query, await shop.find(query)]).toEqual([query, ["#1042"]]);
  expect(await shop.find("guest@mail.example")).toEqual(["EU-77-A"]);
  for (const query of ["104", "@", "%", "_", "nobody", "' or 1=1 --", "9".repeat(200)]) {
    expect([query, await shop.find(query)]).toEqual([query, []]);
  }
});

test("nobody finds or sees another workspace's orders, or any without permission", async () => {
  const [shop, other] = [await aShop(), await aShop()];
  await shop.save(anOrderRecord());
  const [order] = await findOrders(shop.agent, "1042");
  expect(await other.find("1042")).toEqual([]);
  await expect(getOrder(other.agent, order!.id)).rejects.toMatchObject({ code: "not_found" });
  const nobody = { ...shop.agent, permissions: new Set<never>() };
  await expect(findOrders(nobody, "1042")).rejects.toMatchObject({ code: "forbidden" });
  await expect(getOrder(nobody, order!.id)).rejects.toMatchObject({ code: "forbidden" });
});

test("a guessable number alone never reveals an order to a shopper; the answer is the same as for one that is not there", async () => {
  const shop = await aShop();
  const look = openShopperLookup(openRateLimits());
  await shop.save(
    mia(),
    anOrderRecord({ name: "#1042", customerExternalId: mia().externalId }),
    anOrderRecord({ name: "#1043", email: "guest@mail.example", phone: null }),
  );
  expect(await look(shop.ctx, { number: "1042", email: "Mia@Mail.example " })).toMatchObject({ name: "#1042" });
  expect(await look(shop.ctx, { number: "#1042", phone: "+4712345678" })).toMatchObject({ name: "#1042" });
  expect(await look(shop.ctx, { number: "1043", email: "guest@mail.example" })).toMatchObject({ name: "#1043" });
  for (const claim of [
    { number: "1042", email: "guest@mail.example" },
    { number: "9999", email: "guest@mail.example" },
    { number: "1043", phone: "" },
    { number: "", email: "mia@mail.example" },
    { number: "#", email: "" },
    { number: "1042", email: "%" },
  ]) {
    expect([claim, await look(shop.ctx, claim)]).toEqual([claim, null]);
  }
});

test("neither numbers nor addresses can be gone through, found or not, and others are not kept from theirs", async () => {
  const shop = await aShop();
  const look = openShopperLookup(openRateLimits());
  await shop.save(anOrderRecord({ name: "#1042", email: "mia@mail.example" }));
  const outcomes = async (claims: { number: string; email: string }[]) => {
    const seen: string[] = [];
    for (const claim of claims) {
      const found = await look(shop.ctx, claim).catch((error: { code: string }) => error.code);
      seen.push(typeof found === "string" ? found : String(found !== null));
    }
    return seen;
  };
  const upwards = await outcomes(
    Array.from({ length: 15 }, (_, i) => ({ number: `${2000 + i}`, email: "eve@mail.example" })),
  );
  expect(upwards.slice(10)).toEqual(Array(5).fill("limit_exceeded"));
  const addresses = await outcomes(
    Array.from({ length: 15 }, (_, i) => ({
      number: "1042",
      email: i === 14 ? "mia@mail.example" : `a${i}@mail.example`,
    })),
  );
  expect(addresses.slice(0, 10)).toEqual(Array(10).fill("false"));
  expect(addresses.slice(10)).toEqual(Array(5).fill("limit_exceeded"));
  const elsewhere = await aShop();
  expect(await look(elsewhere.ctx, { number: "1042", email: "mia@mail.example" })).toBeNull();
});

test("a customer's page tells what she bought, spent and sends back across shops, in each currency", async () => {
  const shop = await aShop();
  const back = (status: string) => ({
    ...{ externalId: status, name: `R-${status}`, status, createdAt: null, closedAt: null, lines: [] },
  });
  const amounts = someDetails().amounts;
  const guest = {
    ...amounts,
    received: { minor: 5000, presentmentMinor: 5000 },
    refunded: { minor: 1500, presentmentMinor: 1500 },
  };
  await shop.save(
    mia({ orderCount: 3, spentMinor: 12_000, currency: "EUR", tags: ["vip"], note: "Likes pine" }),
    anOrderRecord({
      ...{ name: "#1", customerExternalId: mia().externalId, placedAt: new Date("2026-11-01T00:00:00Z") },
      details: someDetails({ returns: [back("open"), back("closed")] }),
      fulfillments: [aParcel({ status: "delivered", deliveredAt: "2026-11-03T00:00:00Z" })],
    }),
    anOrderRecord({ name: "#2", email: "mia@mail.example", details: someDetails({ amounts: guest }) }),
  );
  await shop.saveElsewhere(
    mia({ externalId: "other", orderCount: 1, spentMinor: 900, currency: "JPY" }),
    anOrderRecord({
      ...{ name: "#3", customerExternalId: "other", currency: "JPY", placedAt: new Date("2026-11-20T00:00:00Z") },
      fulfillments: [aParcel({ status: "out_for_delivery", trackingNumber: "PN1" })],
    }),
  );
  expect(await getCustomerCommerce(shop.agent, await shop.mia())).toMatchObject({
    orderCount: 5,
    lifetimeValue: [
      { currency: "EUR", totalMinor: 15_500, orderCount: 4 },
      { currency: "JPY", totalMinor: 900, orderCount: 1 },
    ],
    lastOrder: { name: "#3" },
    openReturns: [{ orderName: "#1", return: { name: "R-open" } }],
    parcels: [
      { orderName: "#3", status: "out_for_delivery", trackingNumber: "PN1" },
      { orderName: "#1", status: "delivered" },
    ],
    shops: [
      { name: "Mia Berg", tags: ["vip"], note: "Likes pine" },
      { orderCount: 1, currency: "JPY" },
    ],
  });
});

test("a page of somebody of whom no shop tells anything is empty, and one of whom shops tell only nulls is too", async () => {
  const shop = await aShop();
  const customerId = await shop.mia();
  const nothing = {
    orderCount: 0,
    lifetimeValue: [],
    lastOrder: null,
    openReturns: [],
    parcels: [],
    shops: [],
    checkouts: [],
  };
  expect(await getCustomerCommerce(shop.agent, customerId)).toEqual(nothing);
  await shop.save(aCustomerRecord({ email: "mia@mail.example" }));
  expect(await getCustomerCommerce(shop.agent, customerId)).toMatchObject({
    ...nothing,
    shops: [{ name: null, phone: null, orderCount: null, spentMinor: null, note: null, addresses: [] }],
  });
});
