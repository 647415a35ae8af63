import { minus, nothing, sum } from "../bag.ts";
import type { Order } from "../records.ts";
import type { Shop } from "../state.ts";
import { totals } from "../totals.ts";
import { taxLines } from "./line.ts";
import { bagView } from "./money.ts";

/** The sums of an order. */
export function orderMoney(shop: Shop, order: Order) {
  const all = totals(order);
  const bag = bagView(shop, order);
  const held = order.transactions.filter(
    ({ kind }) => kind === "AUTHORIZATION" || kind === "VOID" || kind === "CAPTURE",
  );
  const capturable = sum(held.map(({ kind, amount }) => (kind === "AUTHORIZATION" ? amount : minus(nothing, amount))));
  return {
    ...{
      subtotalPriceSet: bag(all.subtotal),
      totalPriceSet: bag(all.total),
      originalTotalPriceSet: bag(order.original),
    },
    ...{ currentSubtotalPriceSet: bag(all.current.subtotal), currentTotalPriceSet: bag(all.currentTotal) },
    ...{ totalShippingPriceSet: bag(all.shipping), currentShippingPriceSet: bag(all.current.shipping) },
    ...{ totalTaxSet: bag(all.tax), currentTotalTaxSet: bag(all.current.tax) },
    ...{
      taxLines: taxLines(bag, all.tax, all.subtotal),
      currentTaxLines: taxLines(bag, all.current.tax, all.subtotal),
    },
    ...{ totalDiscountsSet: bag(all.discounts), currentTotalDiscountsSet: bag(all.discounts) },
    ...{ cartDiscountAmountSet: bag(all.discounts), currentCartDiscountAmountSet: bag(all.discounts) },
    ...{ totalReceivedSet: bag(all.received), totalRefundedSet: bag(all.refunded), netPaymentSet: bag(all.net) },
    ...{ totalRefundedShippingSet: bag(all.refundedShipping), refundDiscrepancySet: bag(all.adjustment) },
    ...{
      totalOutstandingSet: bag(all.outstanding),
      totalCapturableSet: bag(capturable),
      totalTipReceivedSet: bag(nothing),
    },
    ...{ fullyPaid: all.outstanding.presentment <= 0, unpaid: all.received.presentment === 0 },
    ...{ refundable: all.net.presentment > 0, capturable: capturable.presentment > 0 },
  };
}
