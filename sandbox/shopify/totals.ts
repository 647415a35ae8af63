import { type Bag, minus, nothing, plus, share, sum, times } from "./bag.ts";
import type { Line, Order, ShippingLine, Transaction } from "./records.ts";

/** Everything an order adds up to, worked out from its rows. */
export function totals(order: Pick<Order, "lines" | "shippingLines" | "taxesIncluded"> & Partial<Order>) {
  const { lines, shippingLines, taxesIncluded, refunds = [], transactions = [] } = order;
  const subtotal = sum(lines.map((line) => priceOf(line, line.quantity - line.removed, line.removed)));
  const shipping = sum(shippingLines.map(shippingPrice));
  const tax = plus(
    sum(lines.map((line) => taxOf(line, line.quantity - line.removed, line.removed))),
    shippingTax(order),
  );
  const total = sum([subtotal, shipping, taxesIncluded ? nothing : tax]);

  const back = {
    lines: sum(refunds.flatMap((refund) => refund.lines.map((line) => line.subtotal))),
    shipping: sum(refunds.flatMap((refund) => refund.shipping.map((each) => each.subtotal))),
    tax: sum(refunds.flatMap((refund) => [...refund.lines, ...refund.shipping].map((each) => each.tax))),
    adjustment: sum(refunds.map(({ adjustment }) => adjustment)),
  };
  const current = {
    subtotal: minus(subtotal, back.lines),
    shipping: minus(shipping, back.shipping),
    tax: minus(tax, back.tax),
  };
  const returned = sum([back.lines, back.shipping, back.adjustment, taxesIncluded ? nothing : back.tax]);
  const currentTotal = minus(total, returned);
  const received = moved(transactions, ["SALE", "CAPTURE"]);
  const refunded = moved(transactions, ["REFUND"]);
  const net = minus(received, refunded);
  const discounts = sum(lines.flatMap((line) => line.discounts.map(({ amount }) => amount)));
  return {
    ...{ subtotal, shipping, tax, total, discounts, current, currentTotal, received, refunded, net },
    ...{ refundedShipping: back.shipping, adjustment: back.adjustment, outstanding: minus(currentTotal, net) },
  };
}

/** All units after their discounts. */
export function lineTotal({ unit, quantity, discounts }: Line): Bag {
  return minus(times(unit, quantity), sum(discounts.map(({ amount }) => amount)));
}

/** What `units` of a line are worth when `before` of them are gone already. */
export function priceOf(line: Line, units: number, before = 0): Bag {
  const whole = lineTotal(line);
  return minus(share(whole, before + units, line.quantity), share(whole, before, line.quantity));
}

export function taxOf({ tax, quantity }: Line, units: number, before = 0): Bag {
  return minus(share(tax, before + units, quantity), share(tax, before, quantity));
}

export const shippingPrice = ({ price, discount }: ShippingLine): Bag => minus(price, discount);

function shippingTax({ shippingLines }: Pick<Order, "shippingLines">): Bag {
  return sum(shippingLines.map(({ tax }) => tax));
}

function moved(transactions: readonly Transaction[], kinds: Transaction["kind"][]): Bag {
  return sum(
    transactions.filter(({ kind, status }) => kinds.includes(kind) && status === "SUCCESS").map(({ amount }) => amount),
  );
}

/** Units of each state of a line. */
export function unitsOf(order: Order, line: Line) {
  const count = (rows: readonly { lineId: number; quantity: number }[]) =>
    rows.filter(({ lineId }) => lineId === line.id).reduce((units, { quantity }) => units + quantity, 0);
  const refunded = count(order.refunds.flatMap((refund) => refund.lines));
  const fulfilled = count(order.fulfillments.flatMap(({ status, lines }) => (status === "CANCELLED" ? [] : lines)));
  const current = line.quantity - line.removed - refunded;
  const unfulfilled = Math.max(0, Math.min(line.quantity - line.removed - fulfilled, current));
  return { refunded, fulfilled, current, unfulfilled, gone: line.removed + refunded };
}

/** What can still be given back on each payment, in the order they were made. */
export function refundables({ transactions }: Order): { transaction: Transaction; left: Bag }[] {
  return transactions
    .filter(({ kind, status }) => (kind === "SALE" || kind === "CAPTURE") && status === "SUCCESS")
    .map((transaction) => {
      const back = transactions.filter(({ kind, parentId }) => kind === "REFUND" && parentId === transaction.id);
      return { transaction, left: minus(transaction.amount, sum(back.map(({ amount }) => amount))) };
    });
}

/** Everything paid and not given back, by whatever way. */
export function refundable(order: Order): Bag {
  const { net } = totals(order);
  return net.presentment > 0 ? net : nothing;
}

/** Source: https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderDisplayFinancialStatus */
export function financialStatus(order: Order): NonNullable<Order["forcedStatus"]> {
  if (order.forcedStatus) return order.forcedStatus;
  const { received, refunded, outstanding, total } = totals(order);
  if (received.presentment === 0) {
    if (order.transactions.some(({ kind }) => kind === "VOID")) return "VOIDED";
    if (order.transactions.some(({ kind }) => kind === "AUTHORIZATION")) return "AUTHORIZED";
    return total.presentment === 0 ? "PAID" : order.cancelledAt ? "VOIDED" : "PENDING";
  }
  if (refunded.presentment >= received.presentment) return "REFUNDED";
  if (refunded.presentment > 0) return "PARTIALLY_REFUNDED";
  return outstanding.presentment > 0 ? "PARTIALLY_PAID" : "PAID";
}

/** Source: https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderDisplayFulfillmentStatus */
export function fulfillmentStatus(order: Order): "FULFILLED" | "PARTIALLY_FULFILLED" | "UNFULFILLED" {
  const units = order.lines.map((line) => unitsOf(order, line));
  if (units.every(({ fulfilled }) => fulfilled === 0)) return "UNFULFILLED";
  return units.every(({ unfulfilled }) => unfulfilled === 0) ? "FULFILLED" : "PARTIALLY_FULFILLED";
}

/** Source: https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderReturnStatus */
export function returnStatus({ returns }: Order) {
  const has = (status: string) => returns.some((each) => each.status === status);
  if (has("OPEN")) return "IN_PROGRESS";
  if (has("REQUESTED")) return "RETURN_REQUESTED";
  return has("CLOSED") ? "RETURNED" : "NO_RETURN";
}
