import type { Bag } from "../bag.ts";
import { gid } from "../gid.ts";
import type { Asking } from "../part.ts";
import type { Order, Transaction } from "../records.ts";
import { refundables } from "../totals.ts";
import { bagView, money } from "./money.ts";
import { orderView } from "./order.ts";

const names: Record<string, string> = {
  ...{ shopify_payments: "Shopify payments", gift_card: "Gift card", store_credit: "Store credit", paypal: "PayPal" },
  ...{ shopify_store_credit: "Store credit", manual: "Manual", bogus: "Bogus" },
};
const gatewayName = (gateway: string) => names[gateway] ?? gateway;

export function transactionView(asking: Asking, order: Order, transaction: Transaction) {
  const { id, kind, status, gateway, amount, createdAt, parentId } = transaction;
  const parent = order.transactions.find((each) => each.id === parentId);
  const left = refundables(order).find((each) => each.transaction === transaction)?.left;
  return {
    ...{ id: gid("OrderTransaction", id), kind, status, gateway, formattedGateway: gatewayName(gateway), createdAt },
    ...{
      processedAt: createdAt,
      test: true,
      errorCode: null,
      manualPaymentGateway: gateway === "manual",
      accountNumber: null,
    },
    amountSet: bagView(asking.shop, order)(amount),
    maximumRefundableV2: left ? money(left.presentment, order.presentment.currency) : null,
    paymentId: `#${order.number}.${order.transactions.indexOf(transaction) + 1}`,
    parentTransaction: () => (parent ? transactionView(asking, order, parent) : null),
    order: () => orderView(asking, order),
  };
}

/** What Shopify proposes to give back on the payments, the last made first, until `amount` is reached. */
export function suggestedTransactions(
  asking: Asking,
  order: Order,
  shares: { transaction: Transaction; part: Bag; left: Bag }[],
) {
  const bag = bagView(asking.shop, order);
  return shares.map(({ transaction, part, left }) => ({
    ...{ kind: "SUGGESTED_REFUND", gateway: transaction.gateway, formattedGateway: gatewayName(transaction.gateway) },
    ...{ amountSet: bag(part), maximumRefundableSet: bag(left), accountNumber: null },
    parentTransaction: () => transactionView(asking, order, transaction),
  }));
}
