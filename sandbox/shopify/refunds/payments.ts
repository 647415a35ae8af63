import { now } from "../../../src/platform/clock.ts";
import { type MoneyInput, minorOf } from "../amount.ts";
import { type Bag, bagFrom, ofPresentment, sum } from "../bag.ts";
import { numberIn } from "../find.ts";
import type { Order } from "../records.ts";
import type { Shop } from "../state.ts";
import { refundable, refundables } from "../totals.ts";
import { Refused } from "../user-error.ts";
import type { RefundOrder } from "./make-refund.ts";

export interface PaymentInput {
  /** A SALE or a CAPTURE; null: the gateway's first. */
  parentId: string | null;
  gateway: string | null;
  amount: unknown;
  field: string[];
}
export interface RefundMethodInput {
  storeCreditRefund?: { amount: MoneyInput; expiresAt?: string | null } | null;
}

/**
 * Money to give back on payments and as store credit, found to be there.
 * @throws Refused for more than is left, unless `mayExceed`.
 */
export function checkedMoney(
  shop: Shop,
  order: Order,
  given: { payments: PaymentInput[]; methods: RefundMethodInput[]; mayExceed: boolean; field: string[] },
): Pick<RefundOrder, "payments" | "credits"> {
  const payments = given.payments.map((each) => checkedPayment(shop, order, each));
  const spent = new Map<number, number>();
  for (const [i, { parent, amount }] of payments.entries()) {
    const left = refundables(order).find(({ transaction }) => transaction.id === parent.id)?.left;
    const all = (spent.get(parent.id) ?? 0) + amount.presentment;
    spent.set(parent.id, all);
    if (!given.mayExceed && all > (left?.presentment ?? 0)) {
      throw new Refused(
        given.payments[i]?.field ?? given.field,
        "Refund amount cannot exceed the amount left on the payment",
      );
    }
  }
  const credits = given.methods.flatMap(({ storeCreditRefund }) =>
    storeCreditRefund ? [checkedCredit(shop, order, storeCreditRefund)] : [],
  );
  const total = sum([...payments, ...credits].map(({ amount }) => amount));
  if (!given.mayExceed && total.presentment > refundable(order).presentment) {
    throw new Refused(given.field, "Refund amount cannot exceed the amount paid for the order");
  }
  return { payments, credits };
}

function checkedPayment(shop: Shop, order: Order, { parentId, gateway, amount: text, field }: PaymentInput) {
  const all = refundables(order);
  const found = all.find(({ transaction }) =>
    parentId ? transaction.id === numberIn("OrderTransaction", parentId) : transaction.gateway === gateway,
  );
  if (!found) throw new Refused(field, "Parent transaction is not a payment of this order");
  const minor = minorOf(text, order.presentment.currency, field);
  if (minor <= 0) throw new Refused(field, "Amount must be greater than 0");
  const { transaction: parent, left } = found;
  const amount: Bag =
    minor <= left.presentment ? ofPresentment(left, minor) : bagFrom(minor, shop.currency, order.presentment);
  return { parent, gateway: parent.gateway, amount };
}

function checkedCredit(shop: Shop, order: Order, given: { amount: MoneyInput; expiresAt?: string | null }) {
  const field = ["refundMethods"];
  if (order.customerId === null) throw new Refused(field, "Store credit can only be refunded to a customer");
  if (given.amount.currencyCode !== order.presentment.currency) {
    throw new Refused(field, "Currency must be the presentment currency of the order");
  }
  const minor = minorOf(given.amount.amount, order.presentment.currency, field);
  if (minor <= 0) throw new Refused(field, "Amount must be greater than 0");
  if (given.expiresAt && Date.parse(given.expiresAt) <= now().getTime())
    throw new Refused(field, "Expiration date must be in the future");
  const paid = refundable(order);
  const amount =
    minor <= paid.presentment ? ofPresentment(paid, minor) : bagFrom(minor, shop.currency, order.presentment);
  return { amount, expiresAt: given.expiresAt ?? null };
}
