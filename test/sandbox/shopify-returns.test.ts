import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { until } from "../support/until.ts";
import { domain, type ShopSandbox, startShopSandbox } from "./shopify-shop.ts";

let shop: ShopSandbox;
beforeAll(async () => {
  shop = await startShopSandbox();
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

/** #1038: three candles at 14.00, delivered; paid 47.90 with the shipping. */
const orderId = "gid://shopify/Order/5500000001038";
const money = "{ shopMoney { amount } }";
const sent = async (id = orderId): Promise<{ quantity: number; fulfillmentLineItem: { id: string } }[]> =>
  (
    await shop.data(
      `query ($id: ID!) { returnableFulfillments(orderId: $id, first: 5) { nodes { returnableFulfillmentLineItems(first: 5) { nodes { quantity fulfillmentLineItem { id } } } } } }`,
      { id },
    )
  ).returnableFulfillments.nodes.flatMap(
    (each: { returnableFulfillmentLineItems: { nodes: unknown[] } }) => each.returnableFulfillmentLineItems.nodes,
  );
const lineOf = async (quantity: number, more: object = {}) => [
  { fulfillmentLineItemId: (await sent())[0]?.fulfillmentLineItem.id, quantity, ...more },
];
const shown = `{ return { id status name decline { reason note } returnLineItems(first: 5) { nodes { id quantity processedQuantity ... on ReturnLineItem { refundedQuantity } } }
  exchangeLineItems(first: 5) { nodes { id processedQuantity lineItems { title quantity } } } refunds(first: 5) { nodes { totalRefundedSet ${money} } }
  order { returnStatus totalOutstandingSet ${money} currentTotalPriceSet ${money} displayFinancialStatus } } userErrors { code field message } }`;
const create = async (input: object) =>
  (
    await shop.data(`mutation ($input: ReturnInput!) { returnCreate(returnInput: $input) ${shown} }`, {
      input: { orderId, ...input },
    })
  ).returnCreate;
const act = async (call: string) =>
  Object.values<{ return: Record<string, unknown>; userErrors: object[] }>(
    await shop.data(`mutation { ${call} ${shown} }`),
  )[0];
const process = async (input: object) =>
  (await shop.data(`mutation ($input: ReturnProcessInput!) { returnProcess(input: $input) ${shown} }`, { input }))
    .returnProcess;
const topics = () => shop.receiver.asked.map(({ headers }) => headers["x-shopify-topic"]);
const ledger = async () => (await shop.control("GET", `shopify/${domain}/ledger`)).sums;

test("a return of what was sent is open at once, taken in and refunded, and closed when all of it is", async () => {
  const made = await create({
    returnLineItems: await lineOf(2, { returnReasonNote: "Too strong", restockingFee: { percentage: 10 } }),
  });
  expect(made).toMatchObject({
    userErrors: [],
    return: { status: "OPEN", name: "#1038-R1", order: { returnStatus: "IN_PROGRESS" } },
  });
  const { id, returnLineItems } = made.return;
  const args = { returnLineItems: [{ id: returnLineItems.nodes[0].id, quantity: 2 }], exchangeLineItems: [] };
  const { return: seen } = await shop.data(
    `query ($id: ID!, $lines: [SuggestedOutcomeReturnLineItemInput!]!) { return(id: $id) { suggestedFinancialOutcome(returnLineItems: $lines, exchangeLineItems: []) {
      financialTransfer { ... on RefundReturnOutcome { amount ${money} suggestedTransactions { parentTransaction { id } amountSet ${money} } } } } } }`,
    { id, lines: args.returnLineItems },
  );
  const [{ parentTransaction, amountSet }] = seen.suggestedFinancialOutcome.financialTransfer.suggestedTransactions;
  expect(amountSet.shopMoney.amount).toBe("25.2");
  const orderTransactions = [
    { parentId: parentTransaction.id, transactionAmount: { amount: "25.20", currencyCode: "EUR" } },
  ];
  const done = await process({ returnId: id, ...args, financialTransfer: { issueRefund: { orderTransactions } } });
  expect(done).toMatchObject({
    userErrors: [],
    return: {
      ...{ status: "CLOSED", refunds: { nodes: [{ totalRefundedSet: { shopMoney: { amount: "25.2" } } }] } },
      returnLineItems: { nodes: [{ processedQuantity: 2, refundedQuantity: 2 }] },
      order: {
        returnStatus: "RETURNED",
        displayFinancialStatus: "PARTIALLY_REFUNDED",
        totalOutstandingSet: { shopMoney: { amount: "0.0" } },
      },
    },
  });
  expect(await ledger()).toEqual({ "refund EUR": 2520 });
  await until(() => topics().filter((topic) => topic === "orders/updated").length === 2);
  expect(topics()).toEqual(expect.arrayContaining(["returns/approve", "returns/process", "refunds/create"]));
});

test("an exchange puts the new goods on the order; what is still owed to either side shows", async () => {
  const exchangeLineItems = [{ variantId: "gid://shopify/ProductVariant/610011", quantity: 2 }];
  const { returnCalculate } = await shop.data(
    `query ($input: CalculateReturnInput!) { returnCalculate(input: $input) { returnLineItems { subtotalSet ${money} } exchangeLineItems { subtotalSet ${money} variant { sku } } } }`,
    { input: { orderId, returnLineItems: await lineOf(1), exchangeLineItems } },
  );
  expect(returnCalculate).toMatchObject({
    returnLineItems: [{ subtotalSet: { shopMoney: { amount: "14.0" } } }],
    exchangeLineItems: [{ subtotalSet: { shopMoney: { amount: "48.0" } }, variant: { sku: "NC-FJO-LS" } }],
  });
  const made = await create({ returnLineItems: await lineOf(1), exchangeLineItems });
  const { id, returnLineItems, exchangeLineItems: out } = made.return;
  expect(made.return.order.currentTotalPriceSet.shopMoney.amount).toBe("47.9");
  const done = await process({
    ...{ returnId: id, returnLineItems: [{ id: returnLineItems.nodes[0].id, quantity: 1 }] },
    exchangeLineItems: [{ id: out.nodes[0].id, quantity: 2 }],
  });
  expect(done.return).toMatchObject({
    exchangeLineItems: { nodes: [{ processedQuantity: 2, lineItems: [{ title: "Fjord candle", quantity: 2 }] }] },
    order: {
      currentTotalPriceSet: { shopMoney: { amount: "81.9" } },
      totalOutstandingSet: { shopMoney: { amount: "34.0" } },
    },
  });
  expect(await ledger()).toEqual({});
});

test("a request waits for yes or no; after that it can be neither", async () => {
  const request = async () =>
    (
      await shop.data(`mutation ($input: ReturnRequestInput!) { returnRequest(input: $input) ${shown} }`, {
        input: { orderId, returnLineItems: await lineOf(1, { customerNote: "It leaks" }) },
      })
    ).returnRequest.return;
  const first = await request();
  expect(first).toMatchObject({ status: "REQUESTED", order: { returnStatus: "RETURN_REQUESTED" } });
  expect((await act(`returnApproveRequest(input: { id: "${first.id}" })`))?.return.status).toBe("OPEN");
  expect(
    (await act(`returnDeclineRequest(input: { id: "${first.id}", declineReason: OTHER })`))?.userErrors,
  ).toMatchObject([{ code: "INVALID_STATE" }]);
  const second = await request();
  const declined = await act(
    `returnDeclineRequest(input: { id: "${second.id}", declineReason: FINAL_SALE, declineNote: "Sorry" })`,
  );
  expect(declined?.return).toMatchObject({ status: "DECLINED", decline: { reason: "FINAL_SALE", note: "Sorry" } });
  expect((await act(`returnCancel(id: "${first.id}")`))?.return.status).toBe("CANCELED");
  expect((await act(`returnClose(id: "${first.id}")`))?.userErrors).toMatchObject([{ code: "INVALID_STATE" }]);
  expect((await sent())[0]?.quantity).toBe(3);
  await until(() =>
    ["returns/request", "returns/decline", "returns/cancel"].every((topic) => topics().includes(topic)),
  );
});

test("nothing comes back twice, not by two at once either, and nothing that was never sent", async () => {
  const returnLineItems = await lineOf(2);
  const both = await Promise.all([create({ returnLineItems }), create({ returnLineItems })]);
  expect(both.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
  expect(both.flatMap(({ userErrors }) => userErrors)).toMatchObject([
    { code: "INVALID", field: ["returnLineItems", "0", "quantity"] },
  ]);
  for (const hostile of [
    ...[{ returnLineItems: [] }, { returnLineItems: await lineOf(0) }, { returnLineItems: await lineOf(-1) }],
    ...[{ returnLineItems: [{ fulfillmentLineItemId: "gid://shopify/FulfillmentLineItem/1", quantity: 1 }] }],
    ...[{ returnLineItems: await lineOf(1, { returnReasonDefinitionId: "gid://shopify/ReturnReasonDefinition/1" }) }],
    ...[
      { returnLineItems: await lineOf(1, { restockingFee: { percentage: 101 } }) },
      { orderId: "gid://shopify/Order/1", returnLineItems },
    ],
    {
      returnLineItems: await lineOf(1),
      exchangeLineItems: [{ variantId: "gid://shopify/ProductVariant/1", quantity: 1 }],
    },
  ]) {
    expect(await create(hostile)).toMatchObject({ return: null, userErrors: [{ code: expect.any(String) }] });
  }
  const open = both.find(({ userErrors }) => userErrors.length === 0)?.return;
  const more = { returnId: open.id, returnLineItems: [{ id: open.returnLineItems.nodes[0].id, quantity: 3 }] };
  expect((await process(more)).userErrors).toMatchObject([{ code: "LESS_THAN_OR_EQUAL_TO" }]);
  const tooMuch = {
    orderTransactions: [
      { parentId: "gid://shopify/OrderTransaction/1", transactionAmount: { amount: "1", currencyCode: "EUR" } },
    ],
  };
  const asked = {
    ...more,
    returnLineItems: [{ id: open.returnLineItems.nodes[0].id, quantity: 1 }],
    financialTransfer: { issueRefund: tooMuch },
  };
  expect((await process(asked)).userErrors).toHaveLength(1);
  expect(await ledger()).toEqual({});
});

test("the demo shop has a return that is open, and the reasons a return may have", async () => {
  const { order, returnReasonDefinitions } = await shop.data(
    `{ order(id: "gid://shopify/Order/5500000001044") { returns(first: 2) { nodes { name status } } } returnReasonDefinitions(first: 50, handles: ["defective"]) { nodes { handle name } } }`,
  );
  expect(order.returns.nodes).toEqual([{ name: "#1044-R1", status: "OPEN" }]);
  expect(returnReasonDefinitions.nodes).toEqual([{ handle: "defective", name: "Defective" }]);
});
