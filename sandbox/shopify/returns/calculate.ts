import { GraphQLError } from "graphql";
import { minus, nothing, share, times } from "../bag.ts";
import { orderIn } from "../find.ts";
import { gid } from "../gid.ts";
import type { Asking } from "../part.ts";
import { Refused } from "../user-error.ts";
import { fulfillmentLineOf, fulfillmentLineView } from "../views/fulfillment.ts";
import { findVariant } from "../views/line.ts";
import { bagView } from "../views/money.ts";
import { variantView } from "../views/product.ts";
import { newReturn, type ReturnInput } from "./new-return.ts";
import { returnWorth } from "./outcome.ts";

export type CalculateReturnInput = Pick<
  ReturnInput,
  "orderId" | "returnLineItems" | "exchangeLineItems" | "returnShippingFee"
>;

/**
 * What a return would come to, without making it.
 * @throws GraphQLError for what could not be returned.
 */
export function calculateReturn(asking: Asking, input: CalculateReturnInput) {
  try {
    return calculated(asking, input);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new GraphQLError(error.message, { extensions: { code: "BAD_REQUEST", field: error.errors[0]?.field } });
  }
}

function calculated(asking: Asking, input: CalculateReturnInput) {
  const order = orderIn(asking.shop, input.orderId, ["orderId"]);
  const { nextId } = asking.shop;
  const { lines, exchanges, shippingFee } = newReturn(asking, order, input, "OPEN");
  asking.shop.nextId = nextId; // nothing was made
  const bag = bagView(asking.shop, order);
  return {
    id: gid("CalculatedReturn", order.id),
    returnShippingFee: shippingFee && {
      id: gid("CalculatedReturnShippingFee", order.id),
      amountSet: bag(shippingFee.amount),
    },
    returnLineItems: lines.map((line) => {
      const { subtotal, tax, fee } = returnWorth(order, line, line.quantity);
      const sent = fulfillmentLineOf(order, line.fulfillmentLineId);
      return {
        ...{
          id: gid("CalculatedReturnLineItem", line.fulfillmentLineId),
          quantity: line.quantity,
          totalTaxSet: bag(tax),
        },
        ...{ subtotalSet: bag(subtotal), subtotalBeforeOrderDiscountsSet: bag(subtotal) },
        restockingFee:
          line.restockingPercent === null
            ? null
            : {
                id: gid("CalculatedRestockingFee", line.fulfillmentLineId),
                percentage: line.restockingPercent,
                amountSet: bag(fee),
              },
        fulfillmentLineItem: () => sent && fulfillmentLineView(asking, order, sent.line),
      };
    }),
    exchangeLineItems: exchanges.map((row) => {
      const total = minus(times(row.unit, row.quantity), row.discount);
      const match = findVariant(asking, row);
      return {
        ...{ id: gid("CalculatedExchangeLineItem", row.variantId), quantity: row.quantity, totalTaxSet: bag(nothing) },
        ...{ originalUnitPriceSet: bag(row.unit), subtotalSet: bag(total), calculatedDiscountAllocations: [] },
        discountedUnitPriceSet: bag(share(total, 1, row.quantity)),
        variant: () => match && variantView(asking, match.product, match.variant),
      };
    }),
  };
}
