import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { ActionAttempt, ActionResult, ShopAction } from "../../../../src/integrations/contract-actions.ts";
import { act } from "../../../../src/integrations/shopify/act/index.ts";
import { ProviderUnavailable } from "../../../../src/platform/errors.ts";
import { type Acting, gid, startActing } from "./acting.ts";
import { ids, lineNumber } from "./shop-world.ts";

let acting: Acting;
beforeAll(async () => {
  acting = await startActing();
});
beforeEach(() => acting.reset());
afterAll(() => acting.stop());

const eur = (minor: number) => ({ minor, currency: "EUR" });
const customerId = gid("Customer", ids.mia);
const note = { notify: false, note: "" };
const refund = (orderId: number, minor: number): ShopAction => ({
  ...{ kind: "order.refund", orderId: gid("Order", orderId), lines: [], shipping: null, to: "original", ...note },
  amount: eur(minor),
});
const refundLine = (orderId: number, orderNumber: number, n: number): ShopAction => ({
  ...{
    kind: "order.refund",
    orderId: gid("Order", orderId),
    shipping: null,
    amount: null,
    to: "store_credit",
    ...note,
  },
  lines: [{ lineId: gid("LineItem", lineNumber(orderNumber, n)), quantity: 1, restock: "none" }],
});
const cancel = (orderId: number): ShopAction => ({
  ...{ kind: "order.cancel", orderId: gid("Order", orderId), reason: "staff", restock: true, refundTo: "original" },
  ...note,
});
const credit = (minor: number): ShopAction => ({
  ...{ kind: "store_credit.add", customerId, amount: eur(minor), expiresAt: null, notify: false },
});
const debit = (minor: number): ShopAction => ({ kind: "store_credit.remove", customerId, amount: eur(minor) });
const giftCard = (minor: number): ShopAction => ({
  ...{ kind: "gift_card.create", customerId, amount: eur(minor), note: "", expiresOn: null },
});

const mutations: Partial<Record<ShopAction["kind"], string>> = {
  "order.refund": "RefundCreate",
  "order.cancel": "OrderCancel",
  "store_credit.add": "StoreCreditAdd",
  "store_credit.remove": "StoreCreditRemove",
  "gift_card.create": "GiftCardCreate",
};

/** The same numbers in every run. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

/** As a ledger does it: what is unknown is looked up, and tried again only when it is not there. */
async function carry(attempt: ActionAttempt, cutOften: () => void): Promise<ActionResult> {
  let handle: string | null = null;
  let isUnknown = false;
  for (let tries = 0; tries < 60; tries++) {
    try {
      const found: ActionResult | null = isUnknown ? await act.readBack(acting.shop, attempt, handle) : null;
      if (!found) cutOften();
      const result: ActionResult = found ?? (await act.execute(acting.shop, attempt));
      if (result.state !== "pending") return result;
      handle = result.handle;
      isUnknown = true;
    } catch (error) {
      if (!(error instanceof ProviderUnavailable)) throw error;
      isUnknown ||= error.outcomeUnknown;
    }
  }
  throw new Error(`${attempt.action.kind} came to no end`);
}

test.each([1, 2])(
  "on an awful line the money the shop moved is the money that was told, to the cent (%i)",
  async (seed) => {
    const roll = dice(seed);
    const told: Record<string, number> = {};
    const tell = (kind: string, minor: number) => {
      told[kind] = (told[kind] ?? 0) + minor;
    };
    const actions = [
      ...Array.from({ length: 6 }, () => refund(ids.paid, 500 + roll(900))),
      ...Array.from({ length: 6 }, (_, n) => refundLine(ids.long, 1006, n + 1 + roll(3))),
      ...[cancel(ids.split), cancel(ids.guest), cancel(ids.cancelled), refund(ids.split, 100)],
      ...Array.from({ length: 8 }, () => credit(500)),
      ...Array.from({ length: 4 }, () => debit(500)),
      ...Array.from({ length: 4 }, () => giftCard(1000 + roll(500))),
    ];

    for (const action of actions) {
      const mutation = mutations[action.kind] ?? "";
      const cutOften = () => {
        const chance = roll(4);
        if (chance < 2) acting.proxy.cut(mutation, chance === 0 ? "before" : "after");
      };
      const result = await carry(await acting.attemptOf(action), cutOften);
      if (result.state !== "done") continue;
      const isRefund = action.kind === "order.refund" || action.kind === "order.cancel";
      if (isRefund) tell("refund EUR", result.cost.minor);
      if (action.kind === "store_credit.add") tell("store_credit EUR", result.cost.minor);
      if (action.kind === "store_credit.remove") tell("store_credit_debit EUR", action.amount.minor);
      if (action.kind === "gift_card.create") tell("gift_card EUR", result.cost.minor);
    }

    expect((await acting.ledger()).sums).toEqual(told);
    expect(told["refund EUR"]).toBeGreaterThan(5000);
  },
);
