import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { PostalAddress, ShopAction } from "../../../../src/integrations/contract-actions.ts";
import { act } from "../../../../src/integrations/shopify/act/index.ts";
import { type Acting, gid, startActing } from "./acting.ts";
import { ids, lineNumber } from "./shop-world.ts";

let acting: Acting;
beforeAll(async () => {
  acting = await startActing();
});
afterAll(() => acting.stop());

const customerId = gid("Customer", ids.mia);
const order = (id: number) => gid("Order", id);
const line = (orderNumber: number) => gid("LineItem", lineNumber(orderNumber, 1));
const lamp = gid("ProductVariant", ids.lamp);
const eur = (minor: number) => ({ minor, currency: "EUR" });
const address: PostalAddress = {
  ...{ firstName: "Mia", lastName: "Berg", company: null, address1: "Kirkegata 9", address2: null, city: "Bergen" },
  ...{ provinceCode: null, zip: "5017", countryCode: "NO", phone: null },
};

interface Case {
  kind: ShopAction["kind"];
  action(): Promise<ShopAction> | ShopAction;
  /** Steps whose answers are lost, each in an attempt of its own. */
  cuts: string[];
  /** Shopify does it in a job: asked again before the job ran, it starts another one, which finds nothing to do. */
  inAJob?: boolean;
  /** Whether the shop has a way back. */
  undone: boolean;
  cost?: number;
}

const made = async (action: ShopAction) => {
  const { undo } = await acting.perform(action);
  if (!undo) throw new Error(`${action.kind} has no undo`);
  return undo;
};
const discount: ShopAction = {
  ...{ kind: "discount_code.create", customerId, code: null, worth: { percent: 10 }, minimum: null, endsAt: null },
};
const giftCard: ShopAction = {
  kind: "gift_card.create",
  customerId,
  amount: eur(1500),
  note: "Sorry",
  expiresOn: null,
};
const draft: ShopAction = {
  ...{ kind: "draft_order.create", customerId, lines: [{ variantId: lamp, quantity: 1 }], discount: { percent: 10 } },
  ...{ address, note: "By phone", invoice: true },
};
const takeBack: ShopAction = {
  ...{ kind: "order.return", orderId: order(ids.returned), exchange: [], notify: false, settlementNote: null },
  lines: [{ lineId: line(1011), quantity: 1, reason: "too-small", note: "Does not fit" }],
};

const cases: Case[] = [
  {
    kind: "order.refund",
    action: () => ({
      ...{ kind: "order.refund", orderId: order(ids.paid), shipping: null, amount: null, to: "original" },
      ...{ lines: [{ lineId: line(1001), quantity: 1, restock: "cancel" }], notify: false, note: "Broken" },
    }),
    ...{ cuts: ["RefundCreate"], undone: false, cost: 2400 },
  },
  {
    kind: "order.cancel",
    action: () => ({
      ...{ kind: "order.cancel", orderId: order(ids.split), reason: "customer", restock: true, refundTo: "original" },
      ...{ notify: false, note: "Changed her mind" },
    }),
    ...{ cuts: ["OrderCancel"], inAJob: true, undone: false, cost: 4800 },
  },
  { kind: "order.return", action: () => takeBack, cuts: ["ReturnCreate"], undone: true },
  { kind: "order.cancel_return", action: () => made(takeBack), cuts: ["ReturnCancel"], undone: false },
  {
    kind: "order.edit",
    action: () => ({
      ...{ kind: "order.edit", orderId: order(ids.long), notify: false, note: "Lamp instead" },
      changes: [
        { change: "set_quantity", lineId: line(1006), quantity: 0, restock: true },
        { change: "add_variant", variantId: lamp, quantity: 1 },
        { change: "add_item", title: "Wrapping", quantity: 1, unitPrice: eur(300) },
      ],
    }),
    ...{ cuts: ["OrderEditCommit"], undone: true },
  },
  {
    kind: "order.change_address",
    action: () => ({ kind: "order.change_address", orderId: order(ids.pending), address }),
    ...{ cuts: ["OrderUpdate"], undone: true },
  },
  {
    kind: "order.duplicate",
    action: () => ({
      ...{ kind: "order.duplicate", orderId: order(ids.delivered), lines: null, replacement: true, note: "Broken" },
    }),
    ...{ cuts: ["DraftOrderCreate", "DraftOrderComplete"], undone: false, cost: 4800 },
  },
  {
    kind: "order.resend_confirmation",
    action: () => ({ kind: "order.resend_confirmation", orderId: order(ids.delivered), email: null }),
    ...{ cuts: ["OrderInvoiceSend"], undone: false },
  },
  {
    kind: "order.set_note",
    action: () => ({ kind: "order.set_note", orderId: order(ids.paid), note: "Leave at the door" }),
    ...{ cuts: ["OrderUpdate"], undone: true },
  },
  {
    kind: "order.tag",
    action: () => ({ kind: "order.tag", orderId: order(ids.paid), add: ["sorry", "vip"], remove: ["vip-2"] }),
    ...{ cuts: ["TagsAdd"], undone: true },
  },
  {
    kind: "customer.change_address",
    action: () => ({ kind: "customer.change_address", customerId, address }),
    ...{ cuts: ["CustomerAddressUpdate"], undone: true },
  },
  {
    kind: "customer.set_note",
    action: () => ({ kind: "customer.set_note", customerId, note: "Prefers calls" }),
    ...{ cuts: ["CustomerUpdate"], undone: true },
  },
  {
    kind: "customer.tag",
    action: () => ({ kind: "customer.tag", customerId, add: ["friend"], remove: ["regular"] }),
    ...{ cuts: ["TagsAdd", "TagsRemove"], undone: true },
  },
  {
    kind: "draft_order.create",
    action: () => draft,
    ...{ cuts: ["DraftOrderCreate", "DraftOrderInvoiceSend"], undone: true, cost: 500 },
  },
  { kind: "draft_order.delete", action: () => made(draft), cuts: ["DraftOrderDelete"], undone: false },
  { kind: "discount_code.create", action: () => discount, cuts: ["DiscountCreate"], undone: true },
  { kind: "discount_code.deactivate", action: () => made(discount), cuts: ["DiscountDeactivate"], undone: false },
  { kind: "gift_card.create", action: () => giftCard, cuts: ["GiftCardCreate"], undone: true, cost: 1500 },
  { kind: "gift_card.deactivate", action: () => made(giftCard), cuts: ["GiftCardDeactivate"], undone: false },
  {
    kind: "store_credit.add",
    action: () => ({ kind: "store_credit.add", customerId, amount: eur(700), expiresAt: null, notify: false }),
    ...{ cuts: ["StoreCreditAdd"], undone: true, cost: 700 },
  },
  {
    kind: "store_credit.remove",
    action: async () => {
      await acting.perform({ kind: "store_credit.add", customerId, amount: eur(900), expiresAt: null, notify: false });
      return { kind: "store_credit.remove", customerId, amount: eur(900) };
    },
    ...{ cuts: ["StoreCreditRemove"], undone: true },
  },
];

test("every kind of action is tried here", () => {
  expect(cases.map(({ kind }) => kind).sort()).toEqual([...act.kinds].sort());
});

describe.each(cases)("$kind", ({ action, cuts, inAJob, undone, cost = 0 }) => {
  test("with every answer of a step lost, it is done once, found again, and taken back where the shop can", async () => {
    const attempt = await acting.attemptOf(await action());
    expect(attempt.preview).toMatchObject({ refusal: null, cost: { minor: cost, currency: "EUR" } });
    expect(await acting.readBack(attempt)).toBeNull();
    acting.proxy.passed.length = 0;

    for (const operation of cuts) await acting.executeCut(attempt, operation);
    const result = await acting.execute(attempt);

    expect(result).toMatchObject({ state: "done", discrepancy: null, cost: { minor: cost, currency: "EUR" } });
    expect(await acting.readBack(attempt)).toEqual(result);
    expect(await acting.execute(attempt)).toEqual(result);
    const asked = acting.proxy.passed.filter((name) => cuts.includes(name));
    expect(inAJob ? [...new Set(asked)] : asked).toEqual(cuts);
    if (result.state !== "done") return;
    expect(result.undo !== null).toBe(undone);
    // The ledger keeps whom and what an action is about, and takes back nothing of another's.
    for (const id of ["orderId", "customerId"]) {
      if (result.undo && id in result.undo) expect(Reflect.get(result.undo, id)).toBe(Reflect.get(attempt.action, id));
    }
    if (result.undo) expect(await acting.perform(result.undo)).toMatchObject({ state: "done" });
  });
});
