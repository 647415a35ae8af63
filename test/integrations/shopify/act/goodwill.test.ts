import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { ShopAction } from "../../../../src/integrations/contract-actions.ts";
import { type Acting, type Done, gid, startActing } from "./acting.ts";
import { ids } from "./shop-world.ts";

let acting: Acting;
beforeAll(async () => {
  acting = await startActing();
});
beforeEach(() => acting.reset());
afterAll(() => acting.stop());

const customerId = gid("Customer", ids.mia);
const eur = (minor: number) => ({ minor, currency: "EUR" });
const usd = (minor: number) => ({ minor, currency: "USD" });
const refusalOf = async (action: ShopAction) => (await acting.preview(action)).refusal;

type Discount = Extract<ShopAction, { kind: "discount_code.create" }>;
const discount = (given: Partial<Discount> = {}): Discount => ({
  ...{ kind: "discount_code.create", customerId, code: null, worth: { percent: 10 }, minimum: null, endsAt: null },
  ...given,
});

describe("discount codes", () => {
  test("one that nobody chose cannot be guessed, and is another one each time", async () => {
    const [one, other] = [await acting.perform(discount()), await acting.perform(discount())];

    expect(one.shown.code).toMatch(/^[A-HJ-NP-Z2-9]{10}$/);
    expect(other.shown.code).not.toBe(one.shown.code);
  });

  test("an amount off is what it may cost", async () => {
    const action = discount({ worth: { amount: eur(1000) }, minimum: eur(3000), code: "SORRY10" });

    expect(await acting.preview(action)).toMatchObject({ cost: eur(1000), customerCost: eur(1000) });
    expect(await acting.perform(action)).toMatchObject({ cost: eur(1000), shown: { code: "SORRY10" } });
    expect(await refusalOf(action)).toEqual({ code: "taken", message: "The code SORRY10 exists already" });
  });

  test("a code that somebody took between preview and execution is refused", async () => {
    const attempt = await acting.attemptOf(discount({ code: "FJORD" }));
    await acting.perform(discount({ code: "FJORD" }));

    expect(await acting.execute(attempt)).toMatchObject({ state: "refused", code: "taken" });
  });

  test.each([
    [discount({ worth: { amount: usd(100) } }), "wrong_currency"],
    [discount({ minimum: usd(100) }), "wrong_currency"],
    [discount({ worth: { percent: 0 } }), "invalid_discount"],
    [discount({ worth: { percent: 100.5 } }), "invalid_discount"],
    [discount({ worth: { amount: eur(0) } }), "invalid_discount"],
    [discount({ endsAt: new Date("2020-01-01") }), "in_the_past"],
  ])("%j is refused: %s", async (action, code) => {
    expect(await refusalOf(action)).toMatchObject({ code });
  });
});

describe("gift cards", () => {
  const card: ShopAction = { kind: "gift_card.create", customerId, amount: eur(1500), note: "Sorry", expiresOn: null };

  test("the code is told again when the answer that held it was lost", async () => {
    const attempt = await acting.attemptOf(card);
    await acting.executeCut(attempt, "GiftCardCreate");

    const found = await acting.readBack(attempt);

    expect(found).toMatchObject({ state: "done", shown: { code: expect.stringMatching(/^[A-Z2-9]{16}$/) } });
  });

  test("sent twice at the same time, it is one card", async () => {
    const attempt = await acting.attemptOf(card);

    const results = await Promise.all([acting.execute(attempt), acting.execute(attempt)]);

    const { giftCardsCount } = await acting.ask("{ giftCardsCount { count } }");
    expect(results.map(({ state }) => state)).toEqual(["done", "done"]);
    expect(giftCardsCount).toEqual({ count: 2 });
  });

  test("one that ends after a part of it was spent says so", async () => {
    const end = (id: string): ShopAction => ({ kind: "gift_card.deactivate", giftCardId: id });
    const { externalId } = await acting.perform(card);

    expect(await acting.perform(end(externalId!))).toMatchObject({ discrepancy: null });
    expect(await acting.perform(end(gid("GiftCard", ids.card)))).toMatchObject({
      discrepancy: "10.00 EUR of it were spent before",
    });
  });

  test.each([
    [{ ...card, amount: usd(100) }, "wrong_currency"],
    [{ ...card, amount: eur(0) }, "invalid_amount"],
    [{ ...card, expiresOn: "2020-01-01" }, "in_the_past"],
  ])("%j is refused: %s", async (action, code) => {
    expect(await refusalOf(action)).toMatchObject({ code });
  });
});

describe("store credit", () => {
  const add = (minor: number): Extract<ShopAction, { kind: "store_credit.add" }> => ({
    ...{ kind: "store_credit.add", customerId, amount: eur(minor), expiresAt: null, notify: false },
  });

  test("the same amount twice is two credits, each found by its own attempt", async () => {
    const first = await acting.perform(add(500));
    const attempt = await acting.attemptOf(add(500));
    expect(await acting.readBack(attempt)).toBeNull();

    const second = await acting.execute(attempt);

    expect(second).toMatchObject({ state: "done", shown: { balance: "10.00 EUR" } });
    expect(second).not.toMatchObject({ externalId: first.externalId });
  });

  test("what came on the account since makes another preview", async () => {
    const before = await acting.preview(add(500));
    await acting.perform(add(500));

    expect((await acting.preview(add(500))).fingerprint).not.toBe(before.fingerprint);
  });

  test("no more is taken back than there is", async () => {
    await acting.perform(add(500));

    expect(await refusalOf({ kind: "store_credit.remove", customerId, amount: eur(501) })).toEqual({
      ...{ code: "insufficient_store_credit", message: "She has 5.00 EUR of store credit" },
    });
  });

  test("nobody's account, and another currency", async () => {
    expect(await refusalOf({ ...add(500), amount: usd(500) })).toMatchObject({ code: "wrong_currency" });
    await expect(acting.preview({ ...add(500), customerId: gid("Customer", 999) })).rejects.toMatchObject({
      message: "This customer is not in the shop",
    });
  });
});

describe("draft orders", () => {
  type Draft = Extract<ShopAction, { kind: "draft_order.create" }>;
  const draft = (given: Partial<Draft> = {}): Draft => ({
    ...{ kind: "draft_order.create", customerId, lines: [{ variantId: gid("ProductVariant", ids.lamp), quantity: 2 }] },
    ...{ discount: null, address: null, note: "", invoice: false },
    ...given,
  });

  test("costs nothing to make, and says what she pays", async () => {
    expect(await acting.preview(draft())).toMatchObject({ cost: eur(0), balanceDue: eur(10_000) });
    expect(await acting.preview(draft({ discount: { amount: eur(1999) } }))).toMatchObject({
      ...{ cost: eur(1999), balanceDue: eur(8001) },
    });
  });

  test.each([
    [draft({ lines: [] }), "nothing_to_sell"],
    [draft({ discount: { percent: 101 } }), "invalid_discount"],
    [draft({ lines: [{ variantId: gid("ProductVariant", 999), quantity: 1 }] }), expect.any(String)],
  ])("%j is refused: %s", async (action, code) => {
    expect(await refusalOf(action)).toMatchObject({ code });
  });

  test("whose answer was lost is found by its own tag, and not made twice, however many the shop made since", async () => {
    const attempt = await acting.attemptOf(draft());
    await acting.executeCut(attempt, "DraftOrderCreate");
    const other = `draftOrderCreate(input: { lineItems: [{ variantId: "${gid("ProductVariant", ids.lamp)}", quantity: 1 }], tags: ["phone"] }) { draftOrder { id } }`;
    const others = Array.from({ length: 20 }, (_, n) => `d${n}: ${other}`).join("\n");
    for (let batch = 0; batch < 6; batch++) await acting.ask(`mutation { ${others} }`);
    const count = () => acting.ask("{ draftOrdersCount { count } }");
    const before = await count();

    const found = await acting.readBack(attempt);
    expect(found).toMatchObject({ state: "done", externalId: expect.stringContaining("DraftOrder") });
    expect(await acting.execute(attempt)).toMatchObject({ state: "done", externalId: (found as Done).externalId });
    expect(await count()).toEqual(before);
    expect(await acting.readBack(await acting.attemptOf(draft()))).toBeNull();
  });

  test("deleted by somebody else, it is deleted", async () => {
    const { undo } = await acting.perform(draft());
    if (!undo) throw new Error("a draft can be deleted");
    const attempt = await acting.attemptOf(undo);
    await acting.perform(undo);

    expect(await acting.execute(attempt)).toMatchObject({ state: "done" });
    await expect(acting.preview(undo)).rejects.toMatchObject({ message: "This draft order is not in the shop" });
  });
});
