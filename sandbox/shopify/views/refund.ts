import { share, sum } from "../bag.ts";
import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";
import type { Asking } from "../part.ts";
import type { Order, Refund } from "../records.ts";
import { lineView } from "./line.ts";
import { bagView } from "./money.ts";
import { orderView, shippingLineView } from "./order.ts";
import { locationView } from "./product.ts";
import { returnView } from "./return.ts";
import { transactionView } from "./transaction.ts";

export function refundView(asking: Asking, order: Order, refund: Refund) {
  const { id, note, createdAt } = refund;
  const bag = bagView(asking.shop, order);
  const transactions = order.transactions.filter(({ refundId }) => refundId === id);
  const { presentment } = refund.adjustment;
  const adjustment = { id: gid("OrderAdjustment", id), amountSet: bag(refund.adjustment), taxAmountSet: bag(sum([])) };
  return {
    ...{
      id: gid("Refund", id),
      legacyResourceId: String(id),
      note,
      createdAt,
      processedAt: createdAt,
      updatedAt: createdAt,
    },
    order: () => orderView(asking, order),
    return: () =>
      order.returns.filter((each) => each.id === refund.returnId).map((each) => returnView(asking, order, each))[0] ??
      null,
    totalRefundedSet: bag(sum(transactions.filter(({ kind }) => kind === "REFUND").map(({ amount }) => amount))),
    refundLineItems: (args: PageArgs) => connection(refund.lines, args, (line) => refundLineView(asking, order, line)),
    refundShippingLines: (args: PageArgs) =>
      connection(refund.shipping, args, (each) => ({
        ...{
          id: gid("RefundShippingLine", each.id),
          subtotalAmountSet: bag(each.subtotal),
          taxAmountSet: bag(each.tax),
        },
        shippingLine: () =>
          order.shippingLines
            .filter((line) => line.id === each.shippingLineId)
            .map((line) => shippingLineView(asking, order, line))[0],
      })),
    orderAdjustments: (args: PageArgs) =>
      connection(presentment === 0 ? [] : [refund], args, () => ({
        ...adjustment,
        reason: refund.discrepancyReason ?? "REFUND_DISCREPANCY",
      })),
    transactions: (args: PageArgs) => connection(transactions, args, (each) => transactionView(asking, order, each)),
  };
}

export function refundLineView(asking: Asking, order: Order, row: Refund["lines"][number]) {
  const bag = bagView(asking.shop, order);
  const line = order.lines.find((each) => each.id === row.lineId);
  const location = asking.shop.locations.find((each) => each.id === row.locationId);
  return {
    ...{ id: gid("RefundLineItem", row.id), quantity: row.quantity, restockType: row.restockType },
    ...{ restocked: row.restockType === "RETURN" || row.restockType === "CANCEL", subtotalSet: bag(row.subtotal) },
    ...{ priceSet: bag(share(row.subtotal, 1, row.quantity)), totalTaxSet: bag(row.tax) },
    lineItem: () => line && lineView(asking, order, line),
    location: () => (location ? locationView(location) : null),
  };
}
