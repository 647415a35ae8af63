import { type Bag, minus, nothing, ofPresentment, sum } from "../bag.ts";
import type { Line, Order, Transaction } from "../records.ts";
import { priceOf, refundable, refundables, taxOf, totals, unitsOf } from "../totals.ts";

export interface Share {
  transaction: Transaction;
  part: Bag;
  /** What could be given back on this payment in all. */
  left: Bag;
}

/** Spreads an amount over the payments that can still be given back, in the order they were made. */
export function sharesOf(order: Order, amount: Bag): Share[] {
  let open = Math.min(amount.presentment, refundable(order).presentment);
  return refundables(order).flatMap(({ transaction, left }) => {
    const part = Math.min(open, left.presentment);
    open -= part;
    return part > 0 ? [{ transaction, left, part: ofPresentment(left, part) }] : [];
  });
}

/** What units of a line are worth that have not been given back or taken out yet. */
export function worthOf(order: Order, line: Line, quantity: number): { subtotal: Bag; tax: Bag } {
  const { gone } = unitsOf(order, line);
  return { subtotal: priceOf(line, quantity, gone), tax: taxOf(line, quantity, gone) };
}

/** The shipping not given back yet. */
export function shippingLeft(order: Order): { price: Bag; tax: Bag } {
  const { current } = totals(order);
  const tax = sum(order.shippingLines.map((line) => line.tax));
  const back = sum(order.refunds.flatMap(({ shipping }) => shipping.map((each) => each.tax)));
  return { price: current.shipping, tax: current.shipping.presentment > 0 ? minus(tax, back) : nothing };
}
