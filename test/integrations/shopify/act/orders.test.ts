import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { OrderChange, PostalAddress, ShopAction } from "../../../../src/integrations/contract-actions.ts";
import { until } from "../../../support/until.ts";
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
const variant = (id: number) => gid("ProductVariant", id);
const eur = (minor: number) => ({ minor, currency: "EUR" });
const refusalOf = async (action: ShopAction) => (await acting.preview(action)).refusal;
const address: PostalAddress = {
  ...{ firstName: "Mia", lastName: "Berg", company: null, address1: "Kirkegata 9", address2: null, city: "Bergen" },
  ...{ provinceCode: null, zip: "5017", countryCode: "NO", phone: null },
};

type Cancel = Extract<ShopAction, { kind: "order.cancel" }>;
const cancel = (orderId: number, given: Partial<Cancel> = {}): Cancel => ({
  ...{ kind: "order.cancel", orderId: order(orderId), reason: "customer", restock: true, refundTo: "original" },
  ...{ notify: false, note: "Changed her mind" },
  ...given,
});

const nothing = { amount: "0.0", currencyCode: "EUR" };
const noMoney = { shopMoney: nothing, presentmentMoney: nothing };
/** An open order, as the shop tells of one. */
const orderSeen = {
  ...{ createdAt: "2026-10-01T09:00:00Z", cancelledAt: null, displayFinancialStatus: "PAID", tags: [] },
  ...{ displayFulfillmentStatus: "UNFULFILLED", currentTotalPriceSet: noMoney, totalRefundedSet: noMoney },
  ...{ netPaymentSet: noMoney, totalOutstandingSet: noMoney },
};

describe("cancelling", () => {
  test("gives back what was paid, and says when it is through", async () => {
    const attempt = await acting.attemptOf(cancel(ids.paid));

    expect(attempt.preview.lines.map(({ label }) => label)).toEqual([
      "Cancel #1001",
      "Refund",
      "Put the items back into stock",
    ]);
    expect(await acting.execute(attempt)).toMatchObject({ state: "done", cost: eur(5300), undo: null });
    const { order: found } = await acting.ask(`{ order(id: "${order(ids.paid)}") { cancellation { staffNote } } }`);
    expect(found).toEqual({ cancellation: { staffNote: `Changed her mind [${attempt.key}]` } });
  });

  test("without a refund the money stays, and that is said before", async () => {
    const action = cancel(ids.paid, { refundTo: "none" });

    expect((await acting.preview(action)).warnings).toContain("53.00 EUR stay paid");
    expect((await acting.perform(action)).cost).toEqual(eur(0));
  });

  test("to store credit", async () => {
    expect((await acting.perform(cancel(ids.paid, { refundTo: "store_credit" }))).cost).toEqual(eur(5300));
  });

  test.each([
    ["a cancelled order", cancel(ids.cancelled), "already_cancelled"],
    ["an order that was sent", cancel(ids.delivered), "fulfilled"],
    ["one that was sent in part", cancel(ids.part), "fulfilled"],
    ["a guest's, to store credit", cancel(ids.guest, { refundTo: "store_credit" }), "no_customer"],
  ])("%s is refused", async (_, action, code) => {
    expect(await refusalOf(action)).toMatchObject({ code });
    expect(await acting.execute(await acting.attemptOf(action))).toMatchObject({ state: "refused", code });
    expect(acting.proxy.passed).not.toContain("OrderCancel");
  });

  test("somebody else's cancellation is not taken for ours", async () => {
    const attempt = await acting.attemptOf(cancel(ids.paid));
    await acting.perform(cancel(ids.paid, { refundTo: "none" }));

    expect(await acting.readBack(attempt)).toBeNull();
    expect(await acting.execute(attempt)).toMatchObject({ state: "refused", code: "already_cancelled" });
  });

  test("a refusal that our own earlier attempt caused is no refusal", async () => {
    const attempt = await acting.attemptOf(cancel(ids.paid));
    await acting.executeCut(attempt, "OrderCancel");
    await until(async () => (await acting.readBack(attempt)) !== null, { what: "the job to have run" });
    // Asked a moment before the job ran.
    const lastSeen = { ...orderSeen, id: order(ids.paid), name: "#1001" };
    acting.proxy.answer("OrderForAction", { data: { order: lastSeen } });

    expect(await acting.execute(attempt)).toMatchObject({ state: "done", cost: eur(5300) });
  });

  test("a job that ends without a cancelled order is a refusal", async () => {
    const attempt = await acting.attemptOf(cancel(ids.paid));
    acting.proxy.answer("OrderCancel", {
      data: { orderCancel: { job: { id: "gid://shopify/Job/lost", done: false }, orderCancelUserErrors: [] } },
    });
    acting.proxy.answer("Job", { data: { job: { id: "gid://shopify/Job/lost", done: true } } });

    expect(await acting.execute(attempt)).toMatchObject({ state: "refused", code: "not_cancelled" });
  });
});

describe("taking back", () => {
  type Return = Extract<ShopAction, { kind: "order.return" }>;
  const back = (orderId: number, lineId: string, quantity = 1, exchange: Return["exchange"] = []): Return => ({
    ...{ kind: "order.return", orderId: order(orderId), exchange, notify: false, settlementNote: null },
    lines: [{ lineId, quantity, reason: "My cat ate it", note: "" }],
  });

  test("an exchange for something dearer says what she still pays, and moves no money yet", async () => {
    const action = back(ids.delivered, line(1002), 1, [{ variantId: variant(ids.lamp), quantity: 1 }]);

    const preview = await acting.preview(action);
    expect(preview).toMatchObject({ cost: eur(0), balanceDue: eur(2600), refusal: null });
    expect(preview.lines.map(({ label }) => label)).toEqual(["Back: Candle", expect.stringContaining("Instead: Lamp")]);
    expect(await acting.perform(action)).toMatchObject({ cost: eur(0), shown: { returnName: "#1002-R1" } });
  });

  test("a reason that Shopify's library does not have stands in the note", async () => {
    const done = await acting.perform(back(ids.delivered, line(1002)));

    const { return: found } = await acting.ask(
      `{ return(id: "${done.externalId}") { returnLineItems(first: 1) { nodes { returnReasonNote } } } }`,
    );
    expect(JSON.stringify(found)).toContain("My cat ate it [");
  });

  test.each([
    ["what was not sent", () => back(ids.paid, line(1001)), "not_fulfilled"],
    ["more than was sent", () => back(ids.delivered, line(1002), 3), "exceeds_returnable"],
    ["more than was sent of a part", () => back(ids.part, line(1007), 2), "exceeds_returnable"],
    ["a line of another order", () => back(ids.delivered, line(1001)), "unknown_line"],
    ["a cancelled order", () => back(ids.cancelled, line(1004)), "already_cancelled"],
    ["nothing", () => ({ ...back(ids.delivered, line(1002)), lines: [] }), "nothing_to_return"],
  ])("%s is refused", async (_, action, code) => {
    expect(await refusalOf(action())).toMatchObject({ code });
  });

  test("what is on its way back cannot come back again", async () => {
    await acting.perform(back(ids.delivered, line(1002), 2));

    expect(await refusalOf(back(ids.delivered, line(1002)))).toMatchObject({ code: "exceeds_returnable" });
  });
});

describe("editing", () => {
  const edit = (orderId: number, ...changes: OrderChange[]): ShopAction => ({
    ...{ kind: "order.edit", orderId: order(orderId), changes, notify: false, note: "" },
  });
  const set = (orderNumber: number, quantity: number): OrderChange => ({
    ...{ change: "set_quantity", lineId: line(orderNumber), quantity, restock: true },
  });
  const linesOf = async (id: number) => {
    const { order: found } = await acting.ask(
      `{ order(id: "${order(id)}") { lineItems(first: 9) { nodes { title currentQuantity } } } }`,
    );
    return JSON.stringify(found);
  };

  test("what is added is owed, and what is taken off is to be refunded: both are said, nothing is moved", async () => {
    const more = edit(ids.paid, { change: "add_variant", variantId: variant(ids.lamp), quantity: 1 });
    const less = edit(ids.paid, set(1001, 1));

    expect(await acting.preview(more)).toMatchObject({ cost: eur(0), balanceDue: eur(5000) });
    expect((await acting.preview(less)).warnings).toEqual(["24.00 EUR are then to be refunded; this does not do it"]);
    expect(await linesOf(ids.paid)).toBe(await linesOf(ids.paid));
    expect(acting.proxy.passed).not.toContain("OrderEditCommit");
  });

  test("undone, the order holds what it held", async () => {
    const before = await linesOf(ids.paid);
    const { undo } = await acting.perform(edit(ids.paid, set(1001, 1)));
    expect(await linesOf(ids.paid)).not.toBe(before);

    if (undo) await acting.perform(undo);

    expect(await linesOf(ids.paid)).toBe(before);
  });

  test.each([
    ["what was sent", edit(ids.part, set(1007, 0)), "fulfilled"],
    ["a cancelled order", edit(ids.cancelled, set(1004, 1)), "already_cancelled"],
    ["what changes nothing", edit(ids.paid, set(1001, 2)), "nothing_to_change"],
    ["no change", edit(ids.paid), "nothing_to_change"],
    ["a line of another order", edit(ids.paid, set(1002, 1)), "unknown_line"],
    [
      "a variant that is not there",
      edit(ids.paid, { change: "add_variant", variantId: variant(999), quantity: 1 }),
      "not_found",
    ],
  ])("%s is refused", async (_, action, code) => {
    expect(await refusalOf(action)).toMatchObject({ code });
  });

  test("an order that somebody else edited meanwhile is left alone", async () => {
    const attempt = await acting.attemptOf(edit(ids.paid, set(1001, 1)));
    await acting.perform(edit(ids.paid, { change: "add_variant", variantId: variant(ids.lamp), quantity: 1 }));
    acting.proxy.passed.length = 0;

    expect(await acting.execute(attempt)).toMatchObject({ state: "refused", code: "changed_meanwhile" });
    expect(acting.proxy.passed).not.toContain("OrderEditCommit");
  });
});

describe("the rest of an order", () => {
  test("a parcel on its way keeps its address", async () => {
    const action: ShopAction = { kind: "order.change_address", orderId: order(ids.delivered), address };

    expect(await refusalOf(action)).toMatchObject({ code: "fulfilled" });
  });

  test("tags: only what really changed is taken back", async () => {
    const tagging: ShopAction = {
      kind: "order.tag",
      orderId: order(ids.paid),
      add: ["VIP", "sorry"],
      remove: ["none"],
    };

    expect((await acting.perform(tagging)).undo).toEqual({
      ...{ kind: "order.tag", orderId: order(ids.paid), add: [], remove: ["sorry"] },
    });
    expect((await acting.preview(tagging)).warnings).toContain("It is so already");
    expect(await refusalOf({ ...tagging, add: ["a,b"] })).toMatchObject({ code: "invalid_tag" });
    expect(await refusalOf({ ...tagging, add: ["x".repeat(41)] })).toMatchObject({ code: "invalid_tag" });
  });

  test("a replacement gives goods away, and no gift card", async () => {
    const again = (id: number): ShopAction => ({
      ...{ kind: "order.duplicate", orderId: order(id), lines: null, replacement: true, note: "" },
    });

    const done = await acting.perform(again(ids.cancelled));
    expect(done).toMatchObject({ cost: eur(4800), discrepancy: null, undo: null });
    const { order: made } = await acting.ask(
      `{ order(id: "${done.externalId}") { note displayFinancialStatus currentTotalPriceSet { shopMoney { amount } } } }`,
    );
    expect(made).toMatchObject({ note: "Replaces #1004", currentTotalPriceSet: { shopMoney: { amount: "0.0" } } });
    expect(await refusalOf(again(ids.gift))).toMatchObject({ code: "nothing_to_send" });
  });

  test("a copy is a draft that costs what it costs", async () => {
    const done = await acting.perform({
      ...{ kind: "order.duplicate", orderId: order(ids.delivered), lines: null, replacement: false, note: "Once more" },
    });

    expect(done).toMatchObject({ cost: eur(0), undo: { kind: "draft_order.delete" } });
    expect(done.shown.draftOrderName).toMatch(/^#D/);
  });
});
