import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { until } from "../support/until.ts";
import { domain, type ShopSandbox, startShopSandbox } from "./shopify-shop.ts";

let shop: ShopSandbox;
beforeAll(async () => {
  shop = await startShopSandbox();
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

const mia = "gid://shopify/Customer/7001";
const fjord = "gid://shopify/ProductVariant/610011";
const shown = `{ draftOrder { id name status email note2 discountCodes totalPriceSet { shopMoney { amount } } totalDiscountsSet { shopMoney { amount } }
  shippingAddress { address1 } lineItems(first: 5) { nodes { name quantity custom discountedTotalSet { shopMoney { amount } } } }
  order { id name displayFinancialStatus totalPriceSet { shopMoney { amount } } customer { id } lineItems(first: 5) { nodes { quantity } } } } userErrors { field message } }`;
const create = async (input: object) =>
  (await shop.data(`mutation ($input: DraftOrderInput!) { draftOrderCreate(input: $input) ${shown} }`, { input }))
    .draftOrderCreate;
const act = async (call: string) =>
  Object.values<{ draftOrder: Record<string, unknown>; userErrors: object[] }>(
    await shop.data(`mutation { ${call} ${shown} }`),
  )[0]!;
const full = {
  ...{ purchasingEntity: { customerId: mia }, useCustomerDefaultAddress: true, note: "By phone" },
  lineItems: [
    { variantId: fjord, quantity: 2, appliedDiscount: { value: 10, valueType: "PERCENTAGE" } },
    { title: "Engraving", originalUnitPriceWithCurrency: { amount: "3.33", currencyCode: "EUR" }, quantity: 3 },
  ],
  appliedDiscount: { value: 1, valueType: "FIXED_AMOUNT", title: "Kindness" },
  shippingLine: { title: "Post", priceWithCurrency: { amount: "4.90", currencyCode: "EUR" } },
};

test("a draft is priced as it was calculated, invoiced, paid into an order, and cannot be changed any more", async () => {
  const { draftOrderCalculate } = await shop.data(
    "mutation ($input: DraftOrderInput!) { draftOrderCalculate(input: $input) { calculatedDraftOrder { totalPriceSet { shopMoney { amount } } lineItems { discountedTotalSet { shopMoney { amount } } } } userErrors { message } } }",
    { input: full },
  );
  const { draftOrder } = await create(full);
  expect(draftOrder).toMatchObject({
    ...{
      name: "#D1",
      status: "OPEN",
      email: "mia.berg@mail.example",
      note2: "By phone",
      shippingAddress: { address1: "Storgatan 12" },
    },
    ...{ totalPriceSet: { shopMoney: { amount: "57.09" } }, totalDiscountsSet: { shopMoney: { amount: "5.8" } } },
    lineItems: {
      nodes: [
        { name: "Fjord candle - Large / Sea salt", custom: false },
        { name: "Engraving", custom: true },
      ],
    },
  });
  expect(draftOrderCalculate.calculatedDraftOrder.totalPriceSet).toEqual(draftOrder.totalPriceSet);
  const { id } = draftOrder;
  expect(
    (await act(`draftOrderUpdate(id: "${id}", input: { tags: ["phone"], note: "Gift" })`)).draftOrder,
  ).toMatchObject({
    ...{ note2: "Gift", totalPriceSet: { shopMoney: { amount: "57.09" } } },
  });
  expect((await act(`draftOrderInvoiceSend(id: "${id}")`)).draftOrder.status).toBe("INVOICE_SENT");
  expect((await act(`draftOrderComplete(id: "${id}")`)).draftOrder).toMatchObject({
    status: "COMPLETED",
    order: {
      name: "#1045",
      displayFinancialStatus: "PAID",
      totalPriceSet: { shopMoney: { amount: "57.09" } },
      customer: { id: mia },
    },
  });
  for (const call of [
    `draftOrderComplete(id: "${id}")`,
    `draftOrderUpdate(id: "${id}", input: { note: "x" })`,
    `draftOrderInvoiceSend(id: "${id}")`,
  ]) {
    expect((await act(call)).userErrors).toMatchObject([{ field: ["id"] }]);
  }
  const { sums } = await shop.control("GET", `shopify/${domain}/ledger`);
  expect(sums).toEqual({ "payment EUR": 5709 });
  const topics = () => shop.receiver.asked.map(({ headers }) => headers["x-shopify-topic"]);
  await until(() =>
    ["draft_orders/create", "draft_orders/update", "orders/create"].every((topic) => topics().includes(topic)),
  );
});

test("an order can be made again, and a draft thrown away", async () => {
  const { draftOrder } = await act(`draftOrderCreateFromOrder(orderId: "gid://shopify/Order/5500000001042")`);
  expect(draftOrder).toMatchObject({
    totalPriceSet: { shopMoney: { amount: "53.9" } },
    lineItems: { nodes: [{ quantity: 2 }] },
  });
  const { draftOrderDelete } = await shop.data(
    `mutation { draftOrderDelete(input: { id: "${draftOrder.id}" }) { deletedId userErrors { message } } }`,
  );
  expect(draftOrderDelete).toEqual({ deletedId: draftOrder.id, userErrors: [] });
  expect((await shop.data(`{ draftOrder(id: "${draftOrder.id}") { id } }`)).draftOrder).toBeNull();
});

test("a code counts for whom and as long as it holds; one that does not is left out", async () => {
  await shop.data(`mutation { discountCodeBasicCreate(basicCodeDiscount: { title: "Sorry", code: "SORRY10", startsAt: "2026-01-01T00:00:00Z", usageLimit: 1,
    context: { customers: { add: ["${mia}"] } }, customerGets: { value: { percentage: 0.1 }, items: { all: true } } }) { userErrors { message } } }`);
  const lineItems = [{ variantId: fjord, quantity: 1 }];
  const forMia = { lineItems, discountCodes: ["sorry10", "NONE"], purchasingEntity: { customerId: mia } };
  const made = await create(forMia);
  expect(made.draftOrder).toMatchObject({
    discountCodes: ["SORRY10"],
    totalPriceSet: { shopMoney: { amount: "21.6" } },
  });
  expect((await create({ lineItems, discountCodes: ["SORRY10"] })).draftOrder.discountCodes).toEqual([]);
  await act(`draftOrderComplete(id: "${made.draftOrder.id}")`);
  expect((await create(forMia)).draftOrder.discountCodes).toEqual([]);
});

test("a draft that makes no sense is refused", async () => {
  const line = { variantId: fjord, quantity: 1 };
  for (const input of [
    ...[
      {},
      { lineItems: [] },
      { lineItems: [{ ...line, quantity: 0 }] },
      { lineItems: [{ variantId: "gid://shopify/ProductVariant/1", quantity: 1 }] },
    ],
    ...[
      { lineItems: [{ quantity: 1 }] },
      { lineItems: [line], purchasingEntity: { customerId: "gid://shopify/Customer/1" } },
    ],
    ...[
      { lineItems: [{ ...line, priceOverride: { amount: "-1", currencyCode: "EUR" } }] },
      { lineItems: [line], email: "nobody" },
    ],
    { lineItems: [line], appliedDiscount: { value: 101, valueType: "PERCENTAGE" } },
  ]) {
    expect(await create(input)).toMatchObject({ draftOrder: null, userErrors: [{ message: expect.any(String) }] });
  }
  expect((await shop.control("GET", `shopify/${domain}`)).drafts).toEqual([]);
});
