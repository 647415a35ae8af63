import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { ShopAction } from "../../../../src/integrations/contract-actions.ts";
import { type Acting, gid, startActing } from "./acting.ts";
import { ids, lineNumber } from "./shop-world.ts";

let acting: Acting;
beforeAll(async () => {
  acting = await startActing();
});
beforeEach(() => acting.reset());
afterAll(() => acting.stop());

const order = (id: number) => gid("Order", id);
const line = (orderNumber: number, n = 1) => gid("LineItem", lineNumber(orderNumber, n));
const eur = (minor: number) => ({ minor, currency: "EUR" });

type Refund = Extract<ShopAction, { kind: "order.refund" }>;
function refund(orderId: number, given: Partial<Refund> = {}): Refund {
  return {
    ...{ kind: "order.refund", orderId: order(orderId), lines: [], shipping: null, amount: null, to: "original" },
    ...{ notify: false, note: "Sorry" },
    ...given,
  };
}
const one = (orderNumber: number, restock: Refund["lines"][number]["restock"] = "none", quantity = 1) => ({
  lines: [{ lineId: line(orderNumber), quantity, restock }],
});
const refundedOf = async (id: number) => {
  const { order: found } = z(
    await acting.ask(
      `{ order(id: "${order(id)}") { totalRefundedSet { presentmentMoney { amount currencyCode } } transactions { kind gateway amountSet { presentmentMoney { amount } } } } }`,
    ),
  );
  return found;
};
// What the sandbox answers to a question of this very file.
const z = (data: Record<string, unknown>) =>
  data as {
    order: {
      totalRefundedSet: { presentmentMoney: { amount: string; currencyCode: string } };
      transactions: { kind: string; gateway: string; amountSet: { presentmentMoney: { amount: string } } }[];
    };
  };

describe("what a refund gives", () => {
  test("lines and shipping at what the shop works out, told line by line", async () => {
    const action = refund(ids.paid, { ...one(1001, "cancel"), shipping: eur(500) });

    const preview = await acting.preview(action);
    const result = await acting.perform(action);

    expect(preview).toMatchObject({ cost: eur(2900), customerCost: eur(2900), warnings: [] });
    expect(preview.lines.map(({ label, money }) => [label, money?.minor])).toEqual([
      ["Candle", 2400],
      ["Shipping", 500],
      ["To Shopify payments", 2900],
    ]);
    expect(preview.facts).toMatchObject({
      ...{ orderName: "#1001", customerExternalId: gid("Customer", ids.mia), financialStatus: "paid" },
      ...{ fulfillmentStatus: "unfulfilled", total: eur(5300), refundable: eur(5300), tags: ["vip"], disputed: false },
    });
    expect(result).toMatchObject({ cost: eur(2900), shown: { amount: "29.00 EUR", orderName: "#1001" } });
    expect((await refundedOf(ids.paid)).totalRefundedSet.presentmentMoney.amount).toBe("29.0");
  });

  test("an amount without lines, over the payments of the order one after the other", async () => {
    const result = await acting.perform(refund(ids.split, { amount: eur(1500) }));

    expect(result.cost).toEqual(eur(1500));
    const { transactions } = await refundedOf(ids.split);
    const given = transactions.filter(({ kind }) => kind === "REFUND");
    expect(given.map(({ gateway, amountSet }) => [gateway, amountSet.presentmentMoney.amount])).toEqual([
      ["gift_card", "10.0"],
      ["shopify_payments", "5.0"],
    ]);
  });

  test("less than the lines are worth, which is said", async () => {
    const action = refund(ids.paid, { ...one(1001), amount: eur(1000) });

    expect((await acting.preview(action)).warnings).toEqual(["Shopify works out 24.00 EUR for this"]);
    expect((await acting.perform(action)).cost).toEqual(eur(1000));
  });

  test("to store credit, and nothing to the payment", async () => {
    const result = await acting.perform(refund(ids.paid, { ...one(1001), to: "store_credit" }));

    expect(result.cost).toEqual(eur(2400));
    const { transactions } = await refundedOf(ids.paid);
    expect(transactions.filter(({ kind }) => kind === "REFUND").map(({ gateway }) => gateway)).toEqual([
      "shopify_store_credit",
    ]);
  });

  test("in the customer's currency, with what it costs the shop in its own", async () => {
    const action = refund(ids.foreign, one(1005));

    const preview = await acting.preview(action);
    expect(preview).toMatchObject({ cost: eur(2400), customerCost: { minor: 2640, currency: "USD" } });
    expect((await acting.perform(action)).cost).toEqual(eur(2400));
    const exact = refund(ids.foreign, { amount: { minor: 550, currency: "USD" } });
    expect(await acting.preview(exact)).toMatchObject({
      cost: eur(500),
      customerCost: { minor: 550, currency: "USD" },
    });
    expect((await acting.perform(exact)).cost).toEqual(eur(500));
    expect((await refundedOf(ids.foreign)).totalRefundedSet.presentmentMoney).toEqual({
      amount: "31.9",
      currencyCode: "USD",
    });
  });

  test("the 300th line of an order", async () => {
    const action = refund(ids.long, { lines: [{ lineId: line(1006, 300), quantity: 1, restock: "none" }] });

    expect((await acting.preview(action)).lines[0]).toMatchObject({ label: "Candle 300", money: eur(100) });
    expect((await acting.perform(action)).cost).toEqual(eur(100));
  });

  test("a gift card's money, with a word of warning, and no stock", async () => {
    const preview = await acting.preview(refund(ids.gift, one(1008, "return")));

    expect(preview.refusal).toBeNull();
    expect(preview.warnings).toContain("A gift card stays good after its refund: deactivate it");
  });
});

describe.each([
  ["JPY", 2400, "2400"],
  ["KWD", 2400, "2.4"],
])("in %s", (currency, minor, amount) => {
  test(`the minor units of the currency are exact: ${minor} are ${amount}`, async () => {
    await acting.reset(currency);

    const result = await acting.perform(refund(ids.paid, one(1001)));

    expect(result.cost).toEqual({ minor, currency });
    const { amount: given } = (await refundedOf(ids.paid)).totalRefundedSet.presentmentMoney;
    expect(Number(given)).toBe(Number(amount));
  });
});

describe("refused, with a word an agent understands", () => {
  const refusalOf = async (action: ShopAction) => (await acting.preview(action)).refusal;

  test.each([
    ["more of a line than there is", refund(ids.paid, one(1001, "none", 3)), "exceeds_refundable", "Of Candle only 2"],
    ["more money than was paid", refund(ids.paid, { amount: eur(5301) }), "exceeds_refundable", "Only 53.00 EUR"],
    [
      "more shipping than was paid",
      refund(ids.paid, { shipping: eur(501) }),
      "exceeds_refundable",
      "Of the shipping only",
    ],
    ["another currency", refund(ids.foreign, { amount: eur(100) }), "wrong_currency", "was paid in USD"],
    ["nothing at all", refund(ids.paid), "nothing_to_refund", "Choose lines"],
    ["a line of another order", refund(ids.paid, one(1002)), "unknown_line", "#1001 has no such line"],
    ["sent goods as cancelled", refund(ids.delivered, one(1002, "cancel")), "fulfilled", "was sent"],
    ["store credit for a guest", refund(ids.guest, { ...one(1003), to: "store_credit" }), "no_customer", "has none"],
    ["an order nobody paid", refund(ids.pending, { amount: eur(100) }), "exceeds_refundable", "Nothing is left"],
  ])("%s", async (_, action, code, says) => {
    expect(await refusalOf(action)).toEqual({ code, message: expect.stringContaining(says) });
    const attempt = await acting.attemptOf(action);
    expect(await acting.execute(attempt)).toMatchObject({ state: "refused", code });
    expect(acting.proxy.passed).not.toContain("RefundCreate");
  });

  test("an order that is not there, and an id that is none", async () => {
    for (const id of [gid("Order", 9), gid("Customer", ids.mia), "1001", 'gid://shopify/Order/1"', ""]) {
      await expect(acting.preview({ ...refund(ids.paid, one(1001)), orderId: id })).rejects.toMatchObject({
        code: "provider_rejected",
        message: "This order is not in the shop",
      });
    }
  });

  test("what was refunded in part gives only the rest", async () => {
    await acting.perform(refund(ids.paid, { amount: eur(4000) }));

    expect(await refusalOf(refund(ids.paid, { amount: eur(1301) }))).toMatchObject({ code: "exceeds_refundable" });
    expect((await acting.perform(refund(ids.paid, { amount: eur(1300) }))).cost).toEqual(eur(1300));
  });
});

describe("never twice", () => {
  test("two refunds at once, each good by itself, give no more than was paid", async () => {
    const attempts = await Promise.all([1, 2].map(() => acting.attemptOf(refund(ids.paid, { amount: eur(3000) }))));

    const results = await Promise.all(attempts.map(acting.execute));

    expect(results.map(({ state }) => state).sort()).toEqual(["done", "refused"]);
    expect(results).toContainEqual(expect.objectContaining({ state: "refused", code: "exceeds_refundable" }));
    expect((await refundedOf(ids.paid)).totalRefundedSet.presentmentMoney.amount).toBe("30.0");
  });

  test("one attempt sent five times at once is one refund", async () => {
    const attempt = await acting.attemptOf(refund(ids.paid, { amount: eur(700) }));

    const results = await Promise.allSettled([1, 2, 3, 4, 5].map(() => acting.execute(attempt)));

    const states = results.map((each) => (each.status === "fulfilled" ? each.value.state : each.reason.outcomeUnknown));
    expect(states).toContain("done");
    expect(new Set(states)).not.toContain("refused");
    expect((await refundedOf(ids.paid)).totalRefundedSet.presentmentMoney.amount).toBe("7.0");
  });

  test("a question that never arrived was not done, and is done by the next attempt", async () => {
    const attempt = await acting.attemptOf(refund(ids.paid, { amount: eur(700) }));
    acting.proxy.cut("RefundCreate", "before");

    await expect(acting.execute(attempt)).rejects.toMatchObject({ outcomeUnknown: true });
    expect(await acting.readBack(attempt)).toBeNull();
    expect(await acting.execute(attempt)).toMatchObject({ state: "done", cost: eur(700) });
  });

  test("a preview is another one as soon as something was given back", async () => {
    const action = refund(ids.paid, one(1001));
    const [before, again] = [await acting.preview(action), await acting.preview(action)];
    await acting.perform(refund(ids.paid, { amount: eur(1) }));

    expect(again.fingerprint).toBe(before.fingerprint);
    expect((await acting.preview(action)).fingerprint).not.toBe(before.fingerprint);
  });
});
