import { type Bag, minus, nothing } from "./bag.ts";
import type { GiftCard } from "./goods-records.ts";
import { recordMovement } from "./ledger.ts";
import { moment, touch } from "./moment.ts";
import { transaction } from "./plant-order.ts";
import type { Order } from "./records.ts";
import type { Shop } from "./state.ts";
import { totals } from "./totals.ts";

/** Whether a payment with this instrument goes through: a gift card of the shop's must hold as much. */
export function goesThrough(shop: Shop, gateway: string, minor: number): boolean {
  const card = giftCardOf(shop, gateway);
  return card === undefined || (card.deactivatedAt === null && card.balanceMinor >= minor);
}

/**
 * The shopper pays what an order still costs, or is paid what it costs less now, with an instrument of hers. At no
 * difference a transaction of nothing says which one it would have been.
 *
 * @returns what she paid (below nothing: got), or null when the payment did not go through.
 */
export function settle(shop: Shop, order: Order, gateway: string): Bag | null {
  const due = totals(order).outstanding;
  if (!goesThrough(shop, gateway, due.shop)) return null;
  const isPayment = due.shop > 0;
  const kind = isPayment ? "SALE" : "REFUND";
  const amount = isPayment ? due : minus(nothing, due);
  const createdAt = touch(order);
  const made = transaction(shop, { kind, gateway, amount, createdAt });
  order.transactions.push(made);
  payIntoGiftCard(shop, gateway, -due.shop);
  const money = { amountMinor: amount.presentment, currency: order.presentment.currency, gateway };
  const what = { at: createdAt, order, type: "OrderTransaction", id: made.id } as const;
  recordMovement(shop, { kind: isPayment ? "payment" : "refund", ...money, ...what });
  return due;
}

/** Money that goes back to a gift card of the shop's is on it again; below nothing is taken off. */
export function payIntoGiftCard(shop: Shop, gateway: string, minor: number): void {
  const card = giftCardOf(shop, gateway);
  if (!card || minor === 0) return;
  card.balanceMinor += minor;
  card.updatedAt = moment();
}

/** A payment with a gift card has the card's code as its gateway. */
function giftCardOf({ giftCards }: Shop, gateway: string): GiftCard | undefined {
  return giftCards.find(({ code }) => code === gateway);
}
