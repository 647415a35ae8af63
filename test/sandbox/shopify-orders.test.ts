import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { until } from "../support/until.ts";
import { domain, type ShopSandbox, startShopSandbox } from "./shopify-shop.ts";

let shop: ShopSandbox;
beforeAll(async () => {
  shop = await startShopSandbox();
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

const gidOf = (number: number) => `gid://shopify/Order/550000000${number}`;
const topics = () => shop.receiver.asked.map(({ headers }) => headers["x-shopify-topic"]);
const ledger = async () => (await shop.control("GET", `shopify/${domain}/ledger`)).sums;

describe("a cancellation", () => {
  const cancel = (number: number, args = "refundMethod: { originalPaymentMethodsRefund: true }") =>
    shop.data(
      `mutation ($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, ${args}) {
        job { id done } orderCancelUserErrors { code field message } } }`,
      { id: gidOf(number) },
    );
  const order = async (number: number) =>
    (
      await shop.data(
        `query ($id: ID!) { order(id: $id) { cancelledAt cancelReason closed cancellation { staffNote } displayFinancialStatus
          currentTotalPriceSet { shopMoney { amount } } netPaymentSet { shopMoney { amount } } refunds { refundLineItems(first: 5) { nodes { restockType } } } } }`,
        { id: gidOf(number) },
      )
    ).order;

  const isDone = async (id: string) => (await shop.data("query ($id: ID!) { job(id: $id) { done } }", { id })).job.done;

  test("is done by a job a moment after its answer, gives the money back and is told of", async () => {
    await shop.control("PUT", `shopify/${domain}/manner`, { jobMs: 400 });
    const { orderCancel } = await cancel(1043);
    expect(orderCancel).toMatchObject({ job: { done: false }, orderCancelUserErrors: [] });
    expect((await order(1043)).cancelledAt).toBeNull();
    await until(() => isDone(orderCancel.job.id));
    expect(await order(1043)).toMatchObject({
      ...{
        cancelledAt: expect.any(String),
        cancelReason: "CUSTOMER",
        closed: true,
        displayFinancialStatus: "REFUNDED",
      },
      ...{ currentTotalPriceSet: { shopMoney: { amount: "0.0" } }, netPaymentSet: { shopMoney: { amount: "0.0" } } },
      refunds: [{ refundLineItems: { nodes: [{ restockType: "CANCEL" }, { restockType: "CANCEL" }] } }],
    });
    expect(await ledger()).toEqual({ "refund EUR": 3740 });
    await until(() => topics().includes("orders/updated"));
    expect(topics()).toEqual(expect.arrayContaining(["orders/cancelled", "refunds/create", "orders/updated"]));
  });

  test("keeps the money where no refund was asked for, and gives store credit where that was", async () => {
    await cancel(1043, 'staffNote: "Asked by phone"');
    await until(async () => (await order(1043)).cancelledAt);
    expect(await order(1043)).toMatchObject({
      cancellation: { staffNote: "Asked by phone" },
      displayFinancialStatus: "PAID",
    });
    expect(await ledger()).toEqual({});
    await shop.reset();
    await cancel(1043, "refundMethod: { storeCreditRefund: {} }");
    await until(async () => (await order(1043)).cancelledAt);
    const { customer } = await shop.data(
      `{ customer(id: "gid://shopify/Customer/7002") { storeCreditAccounts(first: 1) { nodes { balance { amount } } } } }`,
    );
    expect(customer.storeCreditAccounts.nodes).toEqual([{ balance: { amount: "37.4" } }]);
  });

  test("lets go of money that was only held", async () => {
    const lines = [{ title: "Candle", unitPriceMinor: 1000 }];
    await shop.control("POST", `shopify/${domain}/orders`, {
      id: 5_500_000_002_000,
      number: 2000,
      financialStatus: "AUTHORIZED",
      lines,
    });
    await cancel(2000);
    await until(async () => (await order(2000)).cancelledAt);
    expect(await order(2000)).toMatchObject({
      displayFinancialStatus: "VOIDED",
      netPaymentSet: { shopMoney: { amount: "0.0" } },
    });
    expect(await ledger()).toEqual({});
  });

  test("asked for twice at once is done once", async () => {
    const both = await Promise.all([cancel(1043), cancel(1043)]);
    for (const { orderCancel } of both) await until(() => isDone(orderCancel.job.id));
    expect(await ledger()).toEqual({ "refund EUR": 3740 });
    expect((await cancel(1043)).orderCancel.orderCancelUserErrors).toMatchObject([{ code: "INVALID" }]);
  });

  test("is refused for what was sent, and does nothing when the goods leave before the job runs", async () => {
    expect((await cancel(1042)).orderCancel).toMatchObject({
      job: null,
      orderCancelUserErrors: [{ code: "INVALID", field: ["orderId"] }],
    });
    await shop.control("PUT", `shopify/${domain}/manner`, { jobMs: 150 });
    const { orderCancel } = await cancel(1043);
    await shop.control("PATCH", `shopify/${domain}/orders/1043`, {
      fulfillments: [{ lines: [{ lineId: 4301, quantity: 1 }] }],
    });
    await until(() => isDone(orderCancel.job.id));
    expect((await order(1043)).cancelledAt).toBeNull();
    expect(await ledger()).toEqual({});
  });
});

describe("an order", () => {
  test("takes note, tags, email and another address; what is not given stays, what is wrong changes nothing", async () => {
    const update = async (input: object) =>
      (
        await shop.data(
          `mutation ($input: OrderInput!) { orderUpdate(input: $input) { order { note tags email updatedAt
            shippingAddress { name address1 city country } billingAddress { address1 } } userErrors { field message } } }`,
          { input: { id: gidOf(1043), ...input } },
        )
      ).orderUpdate;
    const shippingAddress = {
      firstName: "Jonas",
      lastName: "Vik",
      address1: "Ny gate 1",
      city: "Oslo",
      zip: "0150",
      countryCode: "NO",
    };
    expect((await update({ tags: ["vip", "gift, VIP"], shippingAddress })).order).toMatchObject({
      ...{ note: "Gift wrapping, please", tags: ["gift", "VIP"], billingAddress: { address1: "Kirkegata 4" } },
      shippingAddress: { name: "Jonas Vik", address1: "Ny gate 1", city: "Oslo", country: "Norway" },
    });
    expect((await update({ note: "" })).order.note).toBeNull();
    expect((await update({ email: "not an address", note: "x" })).userErrors).toEqual([
      { field: ["email"], message: "Email is invalid" },
    ]);
    expect((await update({ id: gidOf(9999) })).userErrors).toEqual([
      { field: ["id"], message: "Order does not exist" },
    ]);
    const { order } = await shop.data("query ($id: ID!) { order(id: $id) { note } }", { id: gidOf(1043) });
    expect(order.note).toBeNull();
    await until(() => topics().includes("orders/updated"));
  });

  test("that is not paid can be marked so once; one that is paid cannot", async () => {
    await shop.control("POST", `shopify/${domain}/orders`, {
      id: 9,
      number: 2009,
      financialStatus: "PENDING",
      lines: [{ title: "Candle", unitPriceMinor: 1000 }],
    });
    const mark = async () =>
      (
        await shop.data(
          `mutation { orderMarkAsPaid(input: { id: "gid://shopify/Order/9" }) { order { displayFinancialStatus fullyPaid } userErrors { message } } }`,
        )
      ).orderMarkAsPaid;
    expect((await mark()).order).toEqual({ displayFinancialStatus: "PAID", fullyPaid: true });
    expect((await mark()).userErrors).toHaveLength(1);
    expect(await ledger()).toEqual({ "payment EUR": 1000 });
  });

  test("sends its invoice to its address or another one, never to nobody", async () => {
    const send = async (id: string, to?: string) =>
      (
        await shop.data(
          "mutation ($id: ID!, $email: EmailInput) { orderInvoiceSend(id: $id, email: $email) { order { name } userErrors { code field } } }",
          {
            ...{ id, email: to ? { to } : null },
          },
        )
      ).orderInvoiceSend;
    expect((await send(gidOf(1043))).userErrors).toEqual([]);
    const { order } = await shop.data(
      "query ($id: ID!) { order(id: $id) { events(first: 5) { nodes { message } } } }",
      { id: gidOf(1043) },
    );
    expect(order.events.nodes).toEqual([{ message: "Order invoice email was sent to jonas.vik@mail.example." }]);
    await shop.control("POST", `shopify/${domain}/orders`, { id: 9, number: 2009, lines: [] });
    expect((await send("gid://shopify/Order/9")).userErrors).toMatchObject([
      { code: "ORDER_INVOICE_SEND_UNSUCCESSFUL" },
    ]);
    expect((await send("gid://shopify/Order/9", "mia@mail.example")).userErrors).toEqual([]);
    expect((await shop.control("GET", `shopify/${domain}`)).sentMails.map(({ to }: { to: string }) => to)).toEqual([
      "jonas.vik@mail.example",
      "mia@mail.example",
    ]);
  });

  test("with 300 lines and without a customer is read, searched and refunded like any other", async () => {
    const lines = Array.from({ length: 300 }, (_, i) => ({
      id: 30_000 + i,
      title: `Candle ${i}`,
      unitPriceMinor: 333,
      sku: `S-${i}`,
      discountMinor: 1,
    }));
    await shop.control("POST", `shopify/${domain}/orders`, {
      id: 300,
      number: 3000,
      customerId: null,
      lines,
      shippingMinor: 7,
    });
    const { order } = await shop.data(
      `{ order(id: "gid://shopify/Order/300") { customer { id } email shippingAddress { city } totalPriceSet { shopMoney { amount } } suggestedRefund(suggestFullRefund: true) { amountSet { shopMoney { amount } } }
        first: lineItems(first: 250) { nodes { id } pageInfo { hasNextPage endCursor } } transactions { id } } }`,
    );
    expect(order).toMatchObject({
      ...{ customer: null, email: null, shippingAddress: null, totalPriceSet: { shopMoney: { amount: "996.07" } } },
      ...{ suggestedRefund: { amountSet: { shopMoney: { amount: "996.07" } } } },
    });
    const rest = await shop.data(
      `query ($after: String) { order(id: "gid://shopify/Order/300") { lineItems(first: 250, after: $after) { nodes { id } pageInfo { hasNextPage } } } }`,
      { after: order.first.pageInfo.endCursor },
    );
    expect(
      new Set([...order.first.nodes, ...rest.order.lineItems.nodes].map(({ id }: { id: string }) => id)).size,
    ).toBe(300);
    const { orders } = await shop.data(`{ orders(first: 2, query: "sku:S-299") { nodes { name } } }`);
    expect(orders.nodes).toEqual([{ name: "#3000" }]);
    const input = {
      ...{ orderId: "gid://shopify/Order/300", shipping: { fullRefund: true } },
      refundLineItems: lines.map(({ id }) => ({ lineItemId: `gid://shopify/LineItem/${id}`, quantity: 1 })),
      transactions: [
        {
          orderId: "gid://shopify/Order/300",
          parentId: order.transactions[0].id,
          gateway: "shopify_payments",
          kind: "REFUND",
          amount: "996.07",
        },
      ],
    };
    const { refundCreate } = await shop.data(
      `mutation ($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "all") { userErrors { field message }
        order { displayFinancialStatus currentTotalPriceSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } } refundDiscrepancySet { shopMoney { amount } } } } }`,
      { input },
    );
    const none = { shopMoney: { amount: "0.0" } };
    expect(refundCreate).toEqual({
      userErrors: [],
      order: {
        displayFinancialStatus: "REFUNDED",
        currentTotalPriceSet: none,
        totalOutstandingSet: none,
        refundDiscrepancySet: none,
      },
    });
  });

  test("whose parcel goes on another way shows it", async () => {
    const { fulfillmentTrackingInfoUpdate: done } = await shop.data(
      `mutation { fulfillmentTrackingInfoUpdate(fulfillmentId: "gid://shopify/Fulfillment/4400000001042", trackingInfoInput: { company: "DHL", number: "JD1", url: "https://dhl.example/JD1" }) {
        fulfillment { trackingInfo { company number url } order { updatedAt } } userErrors { message } } }`,
    );
    expect(done.fulfillment.trackingInfo).toEqual([{ company: "DHL", number: "JD1", url: "https://dhl.example/JD1" }]);
    await until(() => topics().includes("fulfillments/update"));
  });
});
