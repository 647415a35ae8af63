import { GraphQLError } from "graphql";
import { minorOf } from "../amount.ts";
import { type Bag, bagFrom, nothing, share, sum } from "../bag.ts";
import { numberIn } from "../find.ts";
import type { Asking } from "../part.ts";
import type { Line, Order, RestockType } from "../records.ts";
import { refundable, unitsOf } from "../totals.ts";
import { bagView } from "../views/money.ts";
import { refundLineView } from "../views/refund.ts";
import { suggestedTransactions } from "../views/transaction.ts";
import { sharesOf, shippingLeft, worthOf } from "./shares.ts";

export interface SuggestedRefundArgs {
  refundLineItems?: RefundLineInput[] | null;
  refundShipping?: boolean | null;
  shippingAmount?: unknown;
  suggestFullRefund?: boolean | null;
  refundMethodAllocation?: "ORIGINAL_PAYMENT_METHODS" | "STORE_CREDIT" | null;
}

export interface RefundLineInput {
  lineItemId: string;
  quantity: number;
  restockType?: RestockType | null;
  locationId?: string | null;
}

/** What Shopify would give back for these lines and this shipping, before anything is done. */
export function previewRefund(asking: Asking, order: Order, args: SuggestedRefundArgs) {
  const { shop } = asking;
  const bag = bagView(shop, order);
  const rows = chosen(order, args).map(({ line, quantity, restockType, locationId }) => ({
    ...{ id: line.id, lineId: line.id, quantity, ...worthOf(order, line, quantity), restockType },
    locationId: numberIn("Location", locationId) || null,
  }));
  const left = shippingLeft(order);
  const shipping = shippingBack(shop.currency, order, args, left.price);
  const shippingTax = share(left.tax, shipping.presentment, left.price.presentment);
  const tax = sum([...rows.map((row) => row.tax), shippingTax]);
  const worth = sum([...rows.map((row) => row.subtotal), shipping, order.taxesIncluded ? nothing : tax]);
  const most = refundable(order);
  const amount = worth.presentment < most.presentment ? worth : most;
  const isCredit = args.refundMethodAllocation === "STORE_CREDIT";
  const subtotal = bag(sum(rows.map((row) => row.subtotal)));
  return {
    ...{ amountSet: bag(amount), maximumRefundableSet: bag(most), subtotalSet: subtotal, totalTaxSet: bag(tax) },
    ...{ discountedSubtotalSet: subtotal, totalCartDiscountAmountSet: bag(nothing), totalDutiesSet: bag(nothing) },
    ...{ refundDuties: [], refundLineItems: rows.map((row) => refundLineView(asking, order, row)) },
    shipping: { amountSet: bag(shipping), maximumRefundableSet: bag(left.price), taxSet: bag(shippingTax) },
    suggestedTransactions: isCredit ? [] : suggestedTransactions(asking, order, sharesOf(order, amount)),
    suggestedRefundMethods: isCredit ? [creditMethod(bag(amount), bag(most))] : [],
  };
}

function chosen(order: Order, { refundLineItems, suggestFullRefund }: SuggestedRefundArgs): Chosen[] {
  if (suggestFullRefund) {
    return order.lines.flatMap((line) => {
      const quantity = unitsOf(order, line).current;
      return quantity > 0 ? [{ line, quantity, restockType: "NO_RESTOCK" as const, locationId: null }] : [];
    });
  }
  return (refundLineItems ?? []).map(({ lineItemId, quantity, restockType, locationId }) => {
    const line = order.lines.find(({ id }) => id === numberIn("LineItem", lineItemId));
    if (!line || quantity < 1 || quantity > unitsOf(order, line).current) {
      throw new GraphQLError(`${lineItemId} cannot be refunded ${quantity} times`, {
        extensions: { code: "BAD_REQUEST" },
      });
    }
    return { line, quantity, restockType: restockType ?? "NO_RESTOCK", locationId: locationId ?? null };
  });
}

interface Chosen {
  line: Line;
  quantity: number;
  restockType: RestockType;
  locationId: string | null;
}

function shippingBack(currency: string, order: Order, args: SuggestedRefundArgs, left: Bag): Bag {
  if (args.suggestFullRefund || args.refundShipping) return left;
  if (args.shippingAmount === null || args.shippingAmount === undefined) return nothing;
  const asked = minorOf(args.shippingAmount, order.presentment.currency, ["shippingAmount"]);
  return asked >= left.presentment ? left : bagFrom(asked, currency, order.presentment);
}

export function creditMethod(amount: object, maximumRefundable: object) {
  return { __typename: "SuggestedStoreCreditRefund", amount, maximumRefundable, expiresAt: null };
}
