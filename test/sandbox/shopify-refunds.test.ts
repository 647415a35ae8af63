import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { until } from "../support/until.ts";
import { domain, type ShopSandbox, startShopSandbox } from "./shopify-shop.ts";

let shop: ShopSandbox;
beforeAll(async () => {
  shop = await startShopSandbox();
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

/** #1043: a candle at 19.00 and a trimmer at 12.50, shipping 5.90, paid 37.40, nothing sent yet. */
const orderId = "gid://shopify/Order/5500000001043";
const candle = "gid://shopify/LineItem/4301";

const refundDocument = `mutation ($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) {
    refund { id totalRefundedSet { shopMoney { amount } } refundLineItems(first: 5) { nodes { quantity restocked } }
      transactions(first: 5) { nodes { kind gateway amountSet { shopMoney { amount } } parentTransaction { kind } } } }
    order { displayFinancialStatus netPaymentSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } } }
    userErrors { field message } } }`;
const parentOf = async (id = orderId): Promise<string> =>
  (await shop.data("query ($id: ID!) { order(id: $id) { transactions { id kind } } }", { id })).order.transactions[0]
    .id;
async function refund(amount: string, input: object = {}, key: string = crypto.randomUUID()) {
  const parentId = await parentOf();
  const transactions = [{ orderId, parentId, gateway: "shopify_payments", kind: "REFUND", amount }];
  const variables = { key, input: { orderId, transactions, ...input } };
  return (await shop.ask(refundDocument, variables)).json();
}
const ledger = () => shop.control("GET", `shopify/${domain}/ledger`);

describe("a refund", () => {
  test("follows what was suggested, changes what the order says of itself, and is told of", async () => {
    const { order } = await shop.data(
      `query ($id: ID!, $line: ID!) { order(id: $id) { suggestedRefund(refundLineItems: [{ lineItemId: $line, quantity: 1 }], refundShipping: true) {
        amountSet { shopMoney { amount } } maximumRefundableSet { shopMoney { amount } }
        suggestedTransactions { kind gateway parentTransaction { id } amountSet { shopMoney { amount } } } } } }`,
      { id: orderId, line: candle },
    );
    expect(order.suggestedRefund).toMatchObject({
      amountSet: { shopMoney: { amount: "24.9" } },
      maximumRefundableSet: { shopMoney: { amount: "37.4" } },
      suggestedTransactions: [{ kind: "SUGGESTED_REFUND", gateway: "shopify_payments" }],
    });
    const refundLineItems = [{ lineItemId: candle, quantity: 1, restockType: "CANCEL" }];
    const { data } = await refund("24.90", { refundLineItems, shipping: { fullRefund: true } });
    expect(data.refundCreate).toMatchObject({
      userErrors: [],
      refund: {
        totalRefundedSet: { shopMoney: { amount: "24.9" } },
        refundLineItems: { nodes: [{ quantity: 1, restocked: true }] },
        transactions: { nodes: [{ kind: "REFUND", parentTransaction: { kind: "SALE" } }] },
      },
      order: {
        displayFinancialStatus: "PARTIALLY_REFUNDED",
        netPaymentSet: { shopMoney: { amount: "12.5" } },
        totalOutstandingSet: { shopMoney: { amount: "0.0" } },
      },
    });
    expect((await ledger()).sums).toEqual({ "refund EUR": 2490 });
    const topics = () => shop.receiver.asked.map(({ headers }) => headers["x-shopify-topic"]);
    await until(() => topics().includes("orders/updated"));
    expect(topics()).toEqual(expect.arrayContaining(["refunds/create", "order_transactions/create", "orders/updated"]));
    const { productVariant } = await shop.data(
      `{ productVariant(id: "gid://shopify/ProductVariant/610021") { inventoryQuantity } }`,
    );
    expect(productVariant.inventoryQuantity).toBe(13);
  });

  test("needs a key; the same one answers with what was made, another amount under it is refused", async () => {
    const { errors } = await (
      await shop.ask(`mutation { refundCreate(input: { orderId: "${orderId}" }) { userErrors { message } } }`)
    ).json();
    expect(errors[0].message).toContain("@idempotent");
    const first = await refund("5.00", {}, "key-1");
    const again = await refund("5.00", {}, "key-1");
    expect(again.data.refundCreate.refund.id).toBe(first.data.refundCreate.refund.id);
    const other = await refund("6.00", {}, "key-1");
    expect(other.errors[0].extensions.code).toBe("IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
    expect((await ledger()).sums).toEqual({ "refund EUR": 500 });
  });

  test("that is still being made under its key says so", async () => {
    await shop.control("PUT", `shopify/${domain}/manner`, { slowMs: 800 });
    const [first, second] = await Promise.all([refund("5.00", {}, "key-2"), refund("5.00", {}, "key-2")]);
    const codes = [first, second].map((each) => each.errors?.[0].extensions.code ?? "made");
    expect(codes.sort()).toEqual(["IDEMPOTENCY_CONCURRENT_REQUEST", "made"]);
    expect((await ledger()).sums).toEqual({ "refund EUR": 500 });
  });

  test("never gives back more than is left, not by two at once either, unless that is asked for", async () => {
    const answers = await Promise.all([refund("20.00"), refund("20.00")]);
    const made = answers.filter(({ data }) => data.refundCreate.userErrors.length === 0);
    expect(made).toHaveLength(1);
    expect(answers.flatMap(({ data }) => data.refundCreate.userErrors)).toEqual([
      { field: ["transactions", "0", "amount"], message: expect.stringContaining("exceed") },
    ]);
    expect((await refund("20.00", { allowOverRefunding: true })).data.refundCreate.userErrors).toEqual([]);
    expect((await ledger()).sums).toEqual({ "refund EUR": 4000 });
  });

  test("refuses what makes no sense, and nothing is changed by it", async () => {
    const before = await shop.control("GET", `shopify/${domain}`);
    const line = (quantity: number) => ({ refundLineItems: [{ lineItemId: candle, quantity }], transactions: [] });
    const hostile = [
      ...[await refund("0"), await refund("-5"), await refund("1.001"), await refund("1e3"), await refund("lots")],
      ...[await refund("1", line(2)), await refund("1", line(0)), await refund("1", line(-1))],
      await refund("1", { refundLineItems: [{ lineItemId: "gid://shopify/LineItem/3801", quantity: 1 }] }),
      await refund("1", { orderId: "gid://shopify/Order/1" }),
      await refund("1", { shipping: { amount: "5.91" } }),
      await refund("1", { currency: "USD" }),
      await refund("1", {
        transactions: [],
        refundMethods: [{ storeCreditRefund: { amount: { amount: "38", currencyCode: "EUR" } } }],
      }),
    ];
    for (const { data } of hostile)
      expect(data.refundCreate).toMatchObject({ refund: null, userErrors: [{ message: expect.any(String) }] });
    expect(await shop.control("GET", `shopify/${domain}`)).toEqual(before);
    expect((await ledger()).movements).toEqual([]);
  });

  test("to store credit opens the customer's account; without a customer it is refused", async () => {
    const refundMethods = [{ storeCreditRefund: { amount: { amount: "10.00", currencyCode: "EUR" } } }];
    const { data } = await refund("0", { transactions: [], refundMethods });
    expect(data.refundCreate.refund.transactions.nodes).toMatchObject([{ gateway: "shopify_store_credit" }]);
    const { customer } = await shop.data(
      `{ customer(id: "gid://shopify/Customer/7002") { storeCreditAccounts(first: 1) { nodes { balance { amount } } } } }`,
    );
    expect(customer.storeCreditAccounts.nodes).toEqual([{ balance: { amount: "10.0" } }]);
    await shop.control("PATCH", `shopify/${domain}/orders/1043`, { customerId: null });
    expect((await refund("0", { transactions: [], refundMethods })).data.refundCreate.userErrors).toHaveLength(1);
  });
});

describe("money in other currencies", () => {
  const place = async (number: number, presentment: object, unitPriceMinor: number) => {
    const lines = [{ id: number * 10, title: "Candle", unitPriceMinor, quantity: 3 }];
    await shop.control("POST", `shopify/${domain}/orders`, { id: number, number, presentment, lines });
    return `gid://shopify/Order/${number}`;
  };
  const sums = (id: string) =>
    shop.data(
      `query ($id: ID!) { order(id: $id) { totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
        currentTotalPriceSet { presentmentMoney { amount } } totalReceivedSet { presentmentMoney { amount } } } }`,
      { id },
    );

  test.each([
    [{ currency: "JPY", rate: "163.27" }, 1999, "59.97", "9792.0", "3264"],
    [{ currency: "KWD", rate: "0.3317" }, 1999, "59.97", "19.893", "6.631"],
    [{ currency: "USD", rate: "1.0873" }, 1, "0.03", "0.03", "0.01"],
  ])(
    "%j is refunded in the shopper's currency to the last digit",
    async (presentment, price, inShop, inTheirs, third) => {
      const id = await place(7000 + price, presentment, price);
      expect((await sums(id)).order.totalPriceSet).toEqual({
        shopMoney: { amount: inShop, currencyCode: "EUR" },
        presentmentMoney: { amount: inTheirs, currencyCode: presentment.currency },
      });
      const parentId = await parentOf(id);
      const transactions = [{ orderId: id, parentId, gateway: "shopify_payments", kind: "REFUND", amount: third }];
      const ask = (currency?: string) =>
        shop.data(refundDocument, { key: crypto.randomUUID(), input: { orderId: id, currency, transactions } });
      expect((await ask()).refundCreate.userErrors).toMatchObject([{ field: ["currency"] }]);
      for (let i = 0; i < 3; i++) expect((await ask(presentment.currency)).refundCreate.userErrors).toEqual([]);
      const { order } = await shop.data(
        "query ($id: ID!) { order(id: $id) { displayFinancialStatus netPaymentSet { shopMoney { amount } presentmentMoney { amount } } } }",
        { id },
      );
      expect(order).toEqual({
        displayFinancialStatus: "REFUNDED",
        netPaymentSet: { shopMoney: { amount: "0.0" }, presentmentMoney: { amount: "0.0" } },
      });
    },
  );
});

describe("an answer that is lost", () => {
  test("after the refund was made leaves the money moved once, however often it is asked again under its key", async () => {
    await shop.control("POST", "faults", { target: "shopify", contains: "refundCreate", cut: "after" });
    await expect(refund("5.00", {}, "key-3")).rejects.toThrow();
    expect((await ledger()).sums).toEqual({ "refund EUR": 500 });
    expect((await refund("5.00", {}, "key-3")).data.refundCreate.userErrors).toEqual([]);
    expect((await ledger()).sums).toEqual({ "refund EUR": 500 });
  });

  test("before it was made moves nothing; one kept back was made all the same", async () => {
    await shop.control("POST", "faults", { target: "shopify", contains: "refundCreate", cut: "before" });
    await expect(refund("5.00")).rejects.toThrow();
    expect((await ledger()).sums).toEqual({});
    await shop.control("POST", "faults", { target: "shopify", contains: "refundCreate", answerDelayMs: 60_000 });
    const asked = refund("7.00").catch(() => null);
    await until(async () => (await ledger()).sums["refund EUR"] === 700);
    void asked;
  });
});
