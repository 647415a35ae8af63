import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { demoWorld } from "../../sandbox/seed.ts";
import { until } from "../support/until.ts";
import { domain, type ShopSandbox, startShopSandbox } from "./shopify-shop.ts";

const card = { id: 77, code: "gift_card_77", initialMinor: 50_00, balanceMinor: 10_00, customerId: 7002 };
let shop: ShopSandbox;
beforeAll(async () => {
  const world = demoWorld();
  const [first, ...others] = world.shops;
  shop = await startShopSandbox({ world: { ...world, shops: [{ ...first!, giftCards: [card] }, ...others] } });
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

const state = () => shop.sandbox.state.shops.get(domain)!;
const order = () => state().orders.find(({ number }) => number === 1043)!;
const settle = async (gateway: string) =>
  (await shop.control("POST", `shopify/${domain}/orders/1043/settlement`, { gateway })).paid;

/** Adds something to order #1043, or takes a unit of its first line off. */
async function edit(change: "more" | "less"): Promise<void> {
  const id = `gid://shopify/Order/${order().id}`;
  const begin = "mutation ($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id } userErrors { message } } }";
  const calculated = (await shop.data(begin, { id })).orderEditBegin.calculatedOrder.id;
  const line = `gid://shopify/CalculatedLineItem/${order().lines[0]!.id}`;
  const step =
    change === "more"
      ? `orderEditAddCustomItem(id: $id, title: "Ribbon", price: { amount: "4.00", currencyCode: EUR }, quantity: 1)`
      : `orderEditSetQuantity(id: $id, lineItemId: "${line}", quantity: 0)`;
  for (const each of [step, "orderEditCommit(id: $id)"]) {
    const answer = await shop.data(`mutation ($id: ID!) { done: ${each} { userErrors { message } } }`, {
      id: calculated,
    });
    expect(answer.done.userErrors).toEqual([]);
  }
}

test("what an edited order costs more is paid with a gift card that holds as much, and taken off it", async () => {
  await edit("more");
  expect(await settle(card.code)).toBe(4_00);
  expect(order().transactions.at(-1)).toMatchObject({ kind: "SALE", gateway: card.code, amount: { shop: 4_00 } });
  expect(state().giftCards[0]!.balanceMinor).toBe(6_00);
  expect(await settle(card.code)).toBe(0);
});

test("a gift card that holds less pays nothing", async () => {
  state().giftCards[0]!.balanceMinor = 3_99;
  await edit("more");
  const before = order().transactions.length;
  expect(await settle(card.code)).toBeNull();
  expect([order().transactions.length, state().giftCards[0]!.balanceMinor]).toEqual([before, 3_99]);
  const check = (amountMinor: number) =>
    shop.control("POST", `shopify/${domain}/payment-check`, { gateway: card.code, amountMinor });
  expect([await check(3_99), await check(4_00)]).toEqual([{ paid: 3_99 }, { paid: null }]);
});

test("what it costs less goes to the instrument she names", async () => {
  await edit("less");
  expect(await settle(card.code)).toBe(-19_00);
  expect(state().giftCards[0]!.balanceMinor).toBe(29_00);
  const { data } = await (
    await shop.ask(
      `{ orders(first: 1, query: "name:1043") { nodes { totalOutstandingSet { shopMoney { amount } } } } }`,
    )
  ).json();
  expect(data.orders.nodes[0].totalOutstandingSet.shopMoney.amount).toBe("0.0");
});

test("a refund of what was paid with a gift card is on the card again", async () => {
  order().transactions[0]!.gateway = card.code;
  const cancel = `mutation ($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true,
    refundMethod: { originalPaymentMethodsRefund: true }) { orderCancelUserErrors { message } } }`;
  await shop.data(cancel, { id: `gid://shopify/Order/${order().id}` });
  await until(() => order().cancelledAt !== null);
  expect(state().giftCards[0]!.balanceMinor).toBe(10_00 + order().transactions[0]!.amount.shop);
});
