import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { OrderChange, ShopAction } from "../../../../src/integrations/contract-actions.ts";
import { act } from "../../../../src/integrations/shopify/act/index.ts";
import { type Acting, gid, startActing } from "./acting.ts";
import { domain, ids, lineNumber } from "./shop-world.ts";

let acting: Acting;
beforeAll(async () => {
  acting = await startActing();
});
beforeEach(() => acting.reset());
afterAll(() => acting.stop());

const variant = (id: number) => gid("ProductVariant", id);
const add = (id: number, quantity = 1): OrderChange => ({ change: "add_variant", variantId: variant(id), quantity });
const set = (quantity: number): OrderChange => ({
  ...{ change: "set_quantity", lineId: gid("LineItem", lineNumber(1001, 1)), quantity, restock: true },
});
const edit = (...changes: OrderChange[]): ShopAction => ({
  ...{ kind: "order.edit", orderId: gid("Order", ids.paid), changes, notify: false, note: "" },
});
const exchange = (id: number): ShopAction => ({
  ...{ kind: "order.return", orderId: gid("Order", ids.delivered), notify: false, settlementNote: null },
  lines: [{ lineId: gid("LineItem", lineNumber(1002, 1)), quantity: 1, reason: "unwanted", note: "" }],
  exchange: [{ variantId: variant(id), quantity: 1 }],
});
const bringsOf = async (action: ShopAction) => (await acting.preview(action)).facts.brings;

test("an edit or exchange says whether it brings another product than what goes", async () => {
  expect(await bringsOf(edit(set(1), add(ids.candle)))).toMatchObject({ otherProduct: false });
  expect(await bringsOf(edit(set(1), add(ids.candle, 2)))).toMatchObject({ otherProduct: true });
  expect(await bringsOf(edit(set(1), add(ids.lamp)))).toMatchObject({ otherProduct: true });
  expect(await bringsOf(exchange(ids.candle))).toEqual({ otherProduct: false, unavailable: false });
  expect(await bringsOf(exchange(ids.lamp))).toMatchObject({ otherProduct: true });
  expect(await bringsOf(edit(set(1)))).toBeUndefined();
});

test("a return or refund says which products it is for, and a new address whether it is in another country", async () => {
  const back = await acting.preview({ ...exchange(ids.candle), exchange: [] } as ShopAction);
  const { order } = await acting.ask(
    `{ order(id: "${gid("Order", ids.delivered)}") { lineItems(first: 1) { nodes { product { tags } } } } }`,
  );
  expect(order).toMatchObject({ lineItems: { nodes: [{ product: { tags: back.facts.productTags } }] } });
  const abroad = async (countryCode: string) => {
    const nobody = { firstName: null, lastName: null, company: null, address2: null, provinceCode: null, phone: null };
    const address = { ...nobody, address1: "Street 1", city: "Town", zip: "12345", countryCode };
    const move: ShopAction = { kind: "order.change_address", orderId: gid("Order", ids.paid), address };
    return (await acting.preview(move)).facts.otherCountry;
  };
  expect([await abroad("BR"), await abroad("NO"), await abroad("DE")].filter(Boolean).length).toBeGreaterThan(1);
});

test("it says whether what it brings can be bought now", async () => {
  expect(await bringsOf(edit(add(ids.lamp)))).toMatchObject({ unavailable: false });
  await acting.control("PATCH", `shopify/${domain}/variants/${ids.lamp}`, { available: 0 });
  expect(await bringsOf(edit(add(ids.lamp)))).toMatchObject({ unavailable: true });
  expect(await bringsOf(exchange(ids.lamp))).toMatchObject({ unavailable: true });
});

test("a line taken off and the same put on again is done once, at the price of now, and found when its answer is lost", async () => {
  await acting.control("PATCH", `shopify/${domain}/variants/${ids.candle}`, { priceMinor: 2000 });
  const attempt = await acting.attemptOf(edit(set(0), add(ids.candle, 2)));
  expect(attempt.preview.refusal).toBeNull();
  await acting.executeCut(attempt, "OrderEditCommit");
  expect(await acting.readBack(attempt)).toMatchObject({ state: "done" });
  expect(await act.execute(acting.shop, attempt)).toMatchObject({ state: "done" });
  const { order } = await acting.ask(
    `{ order(id: "${gid("Order", ids.paid)}") { currentSubtotalLineItemsQuantity currentSubtotalPriceSet { shopMoney { amount } } } }`,
  );
  expect(order).toEqual({
    currentSubtotalLineItemsQuantity: 2,
    currentSubtotalPriceSet: { shopMoney: { amount: "40.0" } },
  });
});
