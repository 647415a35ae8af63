import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Connection } from "../../../src/integrations/contract.ts";
import { connect } from "../../../src/integrations/shopify/connect.ts";
import { lookup } from "../../../src/integrations/shopify/lookup.ts";
import { ConnectionBroken } from "../../../src/platform/errors.ts";
import { type Answer, type Loopback, startLoopback } from "../loopback.ts";

const connection: Connection = {
  id: "0197aa00-0000-7000-8000-000000000002",
  account: "nordlys.myshopify.com",
  settings: {},
  credentials: { accessToken: "shpat_1" },
};
let shop: Loopback;
let tests = 0;
beforeAll(async () => {
  shop = await startLoopback();
  Object.assign(process.env, {
    SHOPIFY_API_URL: `${shop.url}/shopify`,
    SHOPIFY_API_KEY: "key",
    SHOPIFY_API_SECRET: "secret",
  });
});
/** A shop of its own for each test: what one learns of its bucket holds for all that follow. */
beforeEach(() => {
  shop.asked.length = 0;
  connection.account = `nordlys-${++tests}.myshopify.com`;
});
afterAll(() => shop.close());

const money = (amount: string) => ({ shopMoney: { amount }, presentmentMoney: { amount } });
const customer = {
  id: "gid://shopify/Customer/7",
  legacyResourceId: "7",
  updatedAt: "2026-11-18T10:00:00Z",
  displayName: "Mia Berg",
  numberOfOrders: "1",
  defaultEmailAddress: { emailAddress: "mia.berg@mail.example" },
  defaultPhoneNumber: { phoneNumber: "+4712345678" },
  orders: {
    nodes: [
      {
        id: "gid://shopify/Order/1042",
        legacyResourceId: "1042",
        name: "#1042",
        processedAt: "2026-11-18T09:00:00Z",
        updatedAt: "2026-11-18T10:00:00Z",
        currencyCode: "EUR",
        presentmentCurrencyCode: "NOK",
        customer: { id: "gid://shopify/Customer/7" },
        cancelledAt: null,
        displayFinancialStatus: "PARTIALLY_REFUNDED",
        displayFulfillmentStatus: "FULFILLED",
        totalPriceSet: money("49.80"),
        lineItems: {
          nodes: [
            {
              title: "Fjord",
              variantTitle: "Large",
              quantity: 2,
              originalUnitPriceSet: money("24.90"),
              image: { url: "https://cdn.example/1" },
            },
          ],
        },
        fulfillments: [
          {
            status: "SUCCESS",
            displayStatus: "IN_TRANSIT",
            estimatedDeliveryAt: "2026-11-23T12:00:00Z",
            deliveredAt: null,
            trackingInfo: [{ company: "PostNord", number: "PN1", url: "https://track.example/PN1" }],
          },
        ],
      },
    ],
  },
};
const answerWith = (answer: Answer) => {
  shop.answer = () => answer;
};
const found = (value: unknown): Answer => ({ json: { data: { customerByIdentifier: value } } });
const graphqlError = (code: string, extensions?: unknown): Answer => ({
  json: { errors: [{ message: code, extensions: { code } }], extensions },
});
const look = () => lookup.customer(connection, { email: "mia.berg@mail.example" });

test("a customer comes with orders, lines and tracking from one authorised query", async () => {
  answerWith(found(customer));
  expect(await look()).toMatchObject({
    customer: {
      externalId: "gid://shopify/Customer/7",
      name: "Mia Berg",
      email: "mia.berg@mail.example",
      phone: "+4712345678",
      orderCount: 1,
      adminUrl: `https://admin.shopify.com/store/nordlys-${tests}/customers/7`,
    },
    orders: [
      {
        externalId: "gid://shopify/Order/1042",
        customerExternalId: "gid://shopify/Customer/7",
        name: "#1042",
        placedAt: new Date("2026-11-18T09:00:00Z"),
        currency: "EUR",
        totalMinor: 4980,
        presentmentCurrency: "NOK",
        financialStatus: "partially_refunded",
        fulfillmentStatus: "fulfilled",
        cancelledAt: null,
        lines: [
          { title: "Fjord", variant: "Large", quantity: 2, unitPriceMinor: 2490, imageUrl: "https://cdn.example/1" },
        ],
        fulfillments: [
          {
            status: "in_transit",
            trackingCompany: "PostNord",
            trackingNumber: "PN1",
            trackingUrl: "https://track.example/PN1",
            estimatedDeliveryAt: "2026-11-23T12:00:00.000Z",
            deliveredAt: null,
          },
        ],
        adminUrl: `https://admin.shopify.com/store/nordlys-${tests}/orders/1042`,
      },
    ],
  });
  expect(shop.asked).toHaveLength(1);
  expect(shop.asked[0]).toMatchObject({
    method: "POST",
    path: `/shopify/${connection.account}/admin/api/2026-10/graphql.json`,
    headers: { "x-shopify-access-token": "shpat_1" },
  });
});

test("nobody by that address is null", async () => {
  answerWith(found(null));
  expect(await look()).toBeNull();
});

test("a shop without approval for protected data gives nulls, and they stay nulls", async () => {
  const [order] = customer.orders.nodes;
  const bare = { ...order, displayFinancialStatus: null, lineItems: null, fulfillments: null };
  answerWith(
    found({
      ...customer,
      displayName: null,
      defaultEmailAddress: null,
      defaultPhoneNumber: null,
      orders: { nodes: [bare] },
    }),
  );
  expect(await look()).toMatchObject({
    customer: { name: null, email: null, phone: null },
    orders: [{ financialStatus: null, lines: [], fulfillments: [] }],
  });
});

describe("when Shopify cannot or will not", () => {
  const throttled = {
    cost: {
      requestedQueryCost: 1500,
      actualQueryCost: null,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 100, restoreRate: 100 },
    },
  };
  test.each<[string, Answer, object]>([
    [
      "THROTTLED waits until the bucket holds the query",
      graphqlError("THROTTLED", throttled),
      { code: "provider_unavailable", retryAfterMs: 14_000 },
    ],
    [
      "429 waits as told",
      { status: 429, headers: { "retry-after": "20.0" } },
      { code: "provider_unavailable", retryAfterMs: 20_000, outcomeUnknown: false },
    ],
    ["500", { status: 500 }, { code: "provider_unavailable", outcomeUnknown: true }],
    ["503", { status: 503 }, { code: "provider_unavailable", outcomeUnknown: true }],
    ["a cut connection", "cut", { code: "provider_unavailable", outcomeUnknown: true }],
    [
      "INTERNAL_SERVER_ERROR",
      graphqlError("INTERNAL_SERVER_ERROR"),
      { code: "provider_unavailable", outcomeUnknown: true },
    ],
    ["an answer of another shape", found({ id: 7 }), { code: "provider_unavailable" }],
    ["a frozen shop", { status: 402 }, { code: "provider_rejected" }],
    ["a document it does not understand", graphqlError("undefinedField"), { code: "provider_rejected" }],
  ])("%s", async (_name, answer, expected) => {
    answerWith(answer);
    await expect(look()).rejects.toMatchObject(expected);
  });

  test.each<[string, Answer]>([
    ["401", { status: 401 }],
    ["403", { status: 403 }],
    ["ACCESS_DENIED", graphqlError("ACCESS_DENIED")],
  ])("%s breaks the connection", async (_name, answer) => {
    answerWith(answer);
    await expect(look()).rejects.toThrow(ConnectionBroken);
  });

  test("a query that is too expensive is asked again smaller", async () => {
    shop.answer = ({ body }) =>
      JSON.parse(body).variables.orders > 4 ? graphqlError("MAX_COST_EXCEEDED") : found(customer);
    expect(await look()).toMatchObject({ customer: { name: "Mia Berg" } });
    expect(shop.asked).toHaveLength(2);
  });

  test("a shop domain that is none is refused before anything is sent", async () => {
    for (const account of ["evil.example", "a.myshopify.com.evil.example", "127.0.0.1", ""]) {
      await expect(lookup.customer({ ...connection, account }, { email: "a@b.example" })).rejects.toMatchObject({
        code: "provider_rejected",
      });
    }
    expect(shop.asked).toEqual([]);
  });
});

test("connecting asks the shop for its own name", async () => {
  answerWith({ json: { data: { shop: { name: "Nordlys Candles", myshopifyDomain: "nordlys.myshopify.com" } } } });
  const credentials = { shop: " Nordlys.myshopify.com", accessToken: "shpat_1" };
  expect(await connect.verify(credentials)).toEqual({
    account: "nordlys.myshopify.com",
    displayName: "Nordlys Candles",
  });
  await expect(connect.verify({ shop: "nordlys.myshopify.com" })).rejects.toThrow(ConnectionBroken);
});
