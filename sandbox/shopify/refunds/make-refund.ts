import { type Bag, minus, nothing, share, sum } from "../bag.ts";
import { newRowId } from "../goods.ts";
import { recordMovement } from "../ledger.ts";
import { touch } from "../moment.ts";
import { payIntoGiftCard } from "../payments.ts";
import { transaction } from "../plant-order.ts";
import type { Line, Order, Refund, RestockType, Transaction } from "../records.ts";
import type { Shop } from "../state.ts";
import { addToStock } from "../stock.ts";
import { credit } from "../store-credit.ts";
import { totals } from "../totals.ts";
import { shippingLeft, worthOf } from "./shares.ts";

export interface RefundOrder {
  lines: { line: Line; quantity: number; restockType: RestockType; locationId: number | null }[];
  shipping: Bag;
  payments: { parent: Transaction | null; gateway: string; amount: Bag }[];
  credits: { amount: Bag; expiresAt: string | null }[];
  note: string | null;
  discrepancyReason?: string | null;
  returnId?: number | null;
  /** False: what the lines are worth is no longer owed by anybody, whatever was given back (a cancellation). */
  balances?: boolean;
}

/** Gives back what was asked for, all of it in one step; what may be refused was refused before. */
export function makeRefund(shop: Shop, order: Order, asked: RefundOrder): Refund {
  const at = touch(order);
  const owed = totals(order).outstanding;
  const left = shippingLeft(order);
  const id = newRowId(shop);
  const refund: Refund = {
    ...{ id, createdAt: at, note: asked.note, adjustment: nothing, discrepancyReason: asked.discrepancyReason ?? null },
    returnId: asked.returnId ?? null,
    lines: asked.lines.map(({ line, ...given }) => ({
      ...{ id: newRowId(shop), lineId: line.id, ...worthOf(order, line, given.quantity), ...given },
    })),
    shipping: shippingRows(shop, order, asked.shipping, left),
  };
  const money = sum([...asked.payments, ...asked.credits].map(({ amount }) => amount));
  if (asked.balances !== false) refund.adjustment = adjustment(order, refund, money, owed);
  order.refunds.push(refund);
  order.forcedStatus = null;
  for (const { line, quantity, restockType, locationId } of asked.lines) {
    if (restockType === "RETURN" || restockType === "CANCEL") addToStock(shop, line.variantId, quantity, locationId);
  }
  for (const { parent, gateway, amount } of asked.payments) {
    const row = { kind: "REFUND", gateway, amount, createdAt: at, parentId: parent?.id ?? null, refundId: id } as const;
    pay(shop, order, transaction(shop, row));
  }
  for (const { amount, expiresAt } of asked.credits) {
    if (order.customerId === null) continue;
    credit(shop, order.customerId, order.presentment.currency, amount.presentment, {
      expiresAt,
      event: "ORDER_REFUND",
      at,
    });
    const row = { kind: "REFUND", gateway: "shopify_store_credit", amount, createdAt: at, refundId: id } as const;
    pay(shop, order, transaction(shop, row));
  }
  return refund;
}

function pay(shop: Shop, order: Order, made: Transaction): void {
  order.transactions.push(made);
  payIntoGiftCard(shop, made.gateway, made.amount.shop);
  const { amount, gateway, createdAt: at } = made;
  const sums = { amountMinor: amount.presentment, currency: order.presentment.currency };
  recordMovement(shop, { at, kind: "refund", ...sums, order, type: "OrderTransaction", id: made.id, gateway });
}

/** Money beyond what the lines and the shipping are worth, first against what was owed to the shopper anyway. */
function adjustment(order: Order, { lines, shipping }: Refund, money: Bag, outstanding: Bag): Bag {
  const taxes = order.taxesIncluded ? nothing : sum([...lines, ...shipping].map(({ tax }) => tax));
  const worth = sum([...lines, ...shipping].map(({ subtotal }) => subtotal).concat(taxes));
  const beyond = minus(money, worth);
  if (outstanding.presentment >= 0 || beyond.presentment <= 0) return beyond;
  const owed = minus(nothing, outstanding);
  return owed.presentment >= beyond.presentment ? nothing : minus(beyond, owed);
}

function shippingRows(shop: Shop, order: Order, given: Bag, left: { price: Bag; tax: Bag }): Refund["shipping"] {
  const [line] = order.shippingLines;
  if (!line || given.presentment === 0) return [];
  const tax = share(left.tax, given.presentment, left.price.presentment);
  return [{ id: newRowId(shop), shippingLineId: line.id, subtotal: given, tax }];
}
