import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { until } from "../support/until.ts";
import { domain, type ShopSandbox, startShopSandbox } from "./shopify-shop.ts";

let shop: ShopSandbox;
beforeAll(async () => {
  shop = await startShopSandbox();
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

/** #1043: a candle at 19.00 and a trimmer at 12.50, shipping 5.90, paid, nothing sent yet. */
const orderId = "gid://shopify/Order/5500000001043";
const cloudberry = "gid://shopify/ProductVariant/610022";
const shown = `{ calculatedOrder { id totalPriceSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } }
  lineItems(first: 5) { nodes { id title quantity editableQuantity } } addedLineItems(first: 5) { nodes { id title quantity } }
  addedDiscountApplications(first: 5) { nodes { id } } stagedChanges(first: 9) { nodes { __typename } } } userErrors { field message } }`;
const act = async (call: string) =>
  Object.values<{ calculatedOrder: Calculated; userErrors: object[] }>(
    await shop.data(`mutation { ${call} ${shown} }`),
  )[0]!;
interface Calculated {
  id: string;
  totalOutstandingSet: { shopMoney: { amount: string } };
  lineItems: { nodes: { id: string }[] };
  addedLineItems: { nodes: { id: string }[] };
  addedDiscountApplications: { nodes: { id: string }[] };
  stagedChanges: { nodes: { __typename: string }[] };
}
const begin = async (id = orderId) => (await act(`orderEditBegin(id: "${id}")`)).calculatedOrder;
const commit = async (id: string) =>
  (
    await shop.data(`mutation { orderEditCommit(id: "${id}") { order { edited displayFinancialStatus lineItems(first: 9) { nodes { title quantity currentQuantity } }
      totalPriceSet { shopMoney { amount } } originalTotalPriceSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } } } userErrors { field message } } }`)
  ).orderEditCommit;
const outstanding = ({ totalOutstandingSet }: Calculated) => totalOutstandingSet.shopMoney.amount;

test("an edit is seen before it holds, and leaves what is to pay or to give back", async () => {
  const edit = await begin();
  const [candle] = edit.lineItems.nodes;
  const added = await act(`orderEditAddVariant(id: "${edit.id}", variantId: "${cloudberry}", quantity: 2)`);
  expect(outstanding(added.calculatedOrder)).toBe("42.0");
  const taken = await act(
    `orderEditSetQuantity(id: "${edit.id}", lineItemId: "${candle?.id}", quantity: 0, restock: true)`,
  );
  expect(outstanding(taken.calculatedOrder)).toBe("23.0");
  const wrapped = await act(
    `orderEditAddCustomItem(id: "${edit.id}", title: "Gift wrap", price: { amount: "4.50", currencyCode: EUR }, quantity: 1)`,
  );
  const wrap = wrapped.calculatedOrder.addedLineItems.nodes.at(-1);
  const reduced = await act(
    `orderEditAddLineItemDiscount(id: "${edit.id}", lineItemId: "${wrap?.id}", discount: { percentValue: 50 })`,
  );
  expect(outstanding(reduced.calculatedOrder)).toBe("25.25");
  const [discount] = reduced.calculatedOrder.addedDiscountApplications.nodes;
  const full = await act(`orderEditRemoveDiscount(id: "${edit.id}", discountApplicationId: "${discount?.id}")`);
  expect(outstanding(full.calculatedOrder)).toBe("27.5");
  expect(full.calculatedOrder.stagedChanges.nodes.map((each) => each.__typename)).toEqual([
    ...["OrderStagedChangeAddVariant", "OrderStagedChangeDecrementItem", "OrderStagedChangeAddCustomItem"],
  ]);
  const before = await shop.data(`{ order(id: "${orderId}") { edited lineItems(first: 9) { nodes { id } } } }`);
  expect(before.order).toMatchObject({ edited: false, lineItems: { nodes: [{}, {}] } });

  expect(await commit(edit.id)).toMatchObject({
    userErrors: [],
    order: {
      ...{
        edited: true,
        displayFinancialStatus: "PARTIALLY_PAID",
        totalOutstandingSet: { shopMoney: { amount: "27.5" } },
      },
      ...{ totalPriceSet: { shopMoney: { amount: "64.9" } }, originalTotalPriceSet: { shopMoney: { amount: "37.4" } } },
      lineItems: {
        nodes: [
          ...[
            { title: "Aurora candle", quantity: 1, currentQuantity: 0 },
            { title: "Wick trimmer", currentQuantity: 1 },
          ],
          ...[{ title: "Aurora candle", quantity: 2, currentQuantity: 2 }, { title: "Gift wrap" }],
        ],
      },
    },
  });
  await until(() => shop.receiver.asked.some(({ headers }) => headers["x-shopify-topic"] === "orders/edited"));
  const { productVariants } = await shop.data(
    `{ productVariants(first: 5, query: "product_id:610002") { nodes { inventoryQuantity } } }`,
  );
  expect(productVariants.nodes).toEqual([{ inventoryQuantity: 13 }, { inventoryQuantity: 6 }]);
  expect((await commit(edit.id)).userErrors).toHaveLength(1);
});

test("a cheaper order owes the shopper, who is refunded without the order owing again", async () => {
  const edit = await begin();
  await act(`orderEditSetQuantity(id: "${edit.id}", lineItemId: "${edit.lineItems.nodes[0]?.id}", quantity: 0)`);
  expect((await commit(edit.id)).order.totalOutstandingSet.shopMoney.amount).toBe("-19.0");
  const { order } = await shop.data(`{ order(id: "${orderId}") { transactions { id } } }`);
  const transactions = [
    { orderId, parentId: order.transactions[0].id, gateway: "shopify_payments", kind: "REFUND", amount: "19.00" },
  ];
  const { refundCreate } = await shop.data(
    `mutation ($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "balance") { order { totalOutstandingSet { shopMoney { amount } } currentTotalPriceSet { shopMoney { amount } } } userErrors { message } } }`,
    { input: { orderId, transactions } },
  );
  expect(refundCreate.order).toEqual({
    totalOutstandingSet: { shopMoney: { amount: "0.0" } },
    currentTotalPriceSet: { shopMoney: { amount: "18.4" } },
  });
});

test("what was sent cannot be taken out, and two edits of the same units do not both hold", async () => {
  const sent = await begin("gid://shopify/Order/5500000001042");
  expect(
    (await act(`orderEditSetQuantity(id: "${sent.id}", lineItemId: "${sent.lineItems.nodes[0]?.id}", quantity: 1)`))
      .userErrors,
  ).toMatchObject([{ field: ["quantity"] }]);
  const [first, second] = [await begin(), await begin()];
  for (const { id, lineItems } of [first, second])
    await act(`orderEditSetQuantity(id: "${id}", lineItemId: "${lineItems.nodes[1]?.id}", quantity: 0)`);
  expect((await commit(first.id)).userErrors).toEqual([]);
  expect((await commit(second.id)).order.lineItems.nodes[1].currentQuantity).toBe(0);
  await shop.reset();
  const late = await begin();
  await act(`orderEditSetQuantity(id: "${late.id}", lineItemId: "${late.lineItems.nodes[0]?.id}", quantity: 0)`);
  await shop.control("PATCH", `shopify/${domain}/orders/1043`, {
    fulfillments: [{ lines: [{ lineId: 4301, quantity: 1 }] }],
  });
  expect((await commit(late.id)).userErrors).toMatchObject([{ field: ["quantity"] }]);
});

test("a change that makes no sense is refused and the edit stays as it was", async () => {
  const { id, lineItems } = await begin();
  const line = lineItems.nodes[0]?.id;
  const hostile = [
    `orderEditAddVariant(id: "${id}", variantId: "gid://shopify/ProductVariant/1", quantity: 1)`,
    `orderEditAddVariant(id: "${id}", variantId: "${cloudberry}", quantity: 0)`,
    `orderEditAddVariant(id: "${id}", variantId: "gid://shopify/ProductVariant/610021", quantity: 1)`,
    `orderEditSetQuantity(id: "${id}", lineItemId: "${line}", quantity: -1)`,
    `orderEditSetQuantity(id: "${id}", lineItemId: "gid://shopify/CalculatedLineItem/1", quantity: 1)`,
    `orderEditAddCustomItem(id: "${id}", title: " ", price: { amount: "1", currencyCode: EUR }, quantity: 1)`,
    `orderEditAddCustomItem(id: "${id}", title: "X", price: { amount: "-1", currencyCode: EUR }, quantity: 1)`,
    `orderEditAddCustomItem(id: "${id}", title: "X", price: { amount: "1", currencyCode: USD }, quantity: 1)`,
    `orderEditAddLineItemDiscount(id: "${id}", lineItemId: "${line}", discount: { percentValue: 101 })`,
    `orderEditAddLineItemDiscount(id: "${id}", lineItemId: "${line}", discount: { fixedValue: { amount: "19.01", currencyCode: EUR } })`,
    `orderEditAddVariant(id: "gid://shopify/CalculatedOrder/1", variantId: "${cloudberry}", quantity: 1)`,
  ];
  for (const call of hostile)
    expect([call, (await act(call)).userErrors]).toEqual([
      call,
      [expect.objectContaining({ message: expect.any(String) })],
    ]);
  expect((await commit(id)).userErrors).toMatchObject([{ field: ["id"] }]);
  expect(
    (
      await act(
        `orderEditAddVariant(id: "${id}", variantId: "gid://shopify/ProductVariant/610021", quantity: 1, allowDuplicates: true)`,
      )
    ).userErrors,
  ).toEqual([]);
});
