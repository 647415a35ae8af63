import { type MoneyInput, minorOf } from "../amount.ts";
import { type Bag, bagFrom, minus, nothing, share, sum, times } from "../bag.ts";
import { numberIn } from "../find.ts";
import type { Asking } from "../part.ts";
import type { ExchangeLine, Order, Return, ReturnLine } from "../records.ts";
import { creditMethod } from "../refunds/preview.ts";
import { sharesOf, shippingLeft, worthOf } from "../refunds/shares.ts";
import { refundable } from "../totals.ts";
import { bagView } from "../views/money.ts";
import { suggestedTransactions } from "../views/transaction.ts";

interface Part {
  id: string;
  quantity: number;
}
export interface RefundShippingInput {
  fullRefund?: boolean | null;
  shippingRefundAmount?: MoneyInput | null;
}
export interface OutcomeArgs {
  returnLineItems: Part[];
  exchangeLineItems: Part[];
  refundShipping?: RefundShippingInput | null;
  refundMethodAllocation?: "ORIGINAL_PAYMENT_METHODS" | "STORE_CREDIT" | null;
}

/** What a return comes to for the shopper: money back, or a bill when the exchange is worth more. */
export function suggestedOutcome(asking: Asking, order: Order, given: Return, args: OutcomeArgs) {
  const { shop } = asking;
  const bag = bagView(shop, order);
  const back = args.returnLineItems.flatMap(({ id, quantity }) => {
    const line = given.lines.find((each) => each.id === numberIn("ReturnLineItem", id));
    return line ? [returnWorth(order, line, quantity)] : [];
  });
  const exchanged = args.exchangeLineItems.flatMap(({ id, quantity }) => {
    const line = given.exchanges.find((each) => each.id === numberIn("ExchangeLineItem", id));
    return line ? [exchangeWorth(line, quantity)] : [];
  });
  const left = shippingLeft(order);
  const shipping = shippingBack(shop.currency, order, args.refundShipping, left.price);
  const tax = sum(back.map((each) => each.tax));
  const fees = sum([...back.map(({ fee }) => fee), given.shippingFee?.amount ?? nothing]);
  const worth = sum([...back.map(({ subtotal }) => subtotal), shipping, order.taxesIncluded ? nothing : tax]);
  const due = minus(minus(worth, fees), sum(exchanged));
  return {
    ...{
      discountedSubtotal: bag(sum(back.map(({ subtotal }) => subtotal))),
      maximumRefundable: bag(refundable(order)),
    },
    ...{ refundDuties: [], totalAdditionalFees: bag(nothing), totalCartDiscountAmount: bag(nothing) },
    ...{ totalDuties: bag(nothing), totalTax: bag(tax), totalReturnAmount: bag(worth) },
    shipping: { amountSet: bag(shipping), maximumRefundableSet: bag(left.price), taxSet: bag(nothing) },
    financialTransfer: transfer(asking, order, due, args.refundMethodAllocation === "STORE_CREDIT"),
  };
}

function transfer(asking: Asking, order: Order, due: Bag, isCredit: boolean) {
  const bag = bagView(asking.shop, order);
  if (due.presentment === 0) return null;
  if (due.presentment < 0) return { __typename: "InvoiceReturnOutcome", amount: bag(minus(nothing, due)) };
  const most = refundable(order);
  const amount = due.presentment < most.presentment ? due : most;
  return {
    ...{ __typename: "RefundReturnOutcome", amount: bag(amount) },
    suggestedTransactions: isCredit ? [] : suggestedTransactions(asking, order, sharesOf(order, amount)),
    suggestedRefundMethods: isCredit ? [creditMethod(bag(amount), bag(most))] : [],
  };
}

export function returnWorth(
  order: Order,
  { lineId, restockingPercent }: Pick<ReturnLine, "lineId" | "restockingPercent">,
  quantity: number,
) {
  const line = order.lines.find(({ id }) => id === lineId);
  const { subtotal, tax } = line ? worthOf(order, line, quantity) : { subtotal: nothing, tax: nothing };
  return { subtotal, tax, fee: share(subtotal, Math.round((restockingPercent ?? 0) * 100), 10_000) };
}

function exchangeWorth(
  { unit, discount, quantity: whole }: Pick<ExchangeLine, "unit" | "discount" | "quantity">,
  quantity: number,
): Bag {
  return minus(times(unit, quantity), share(discount, quantity, whole));
}

/** @throws Refused for more than is left of the shipping. */
export function shippingBack(
  currency: string,
  order: Order,
  given: RefundShippingInput | null | undefined,
  left: Bag,
): Bag {
  if (given?.shippingRefundAmount) {
    const asked = minorOf(given.shippingRefundAmount.amount, order.presentment.currency, ["refundShipping"]);
    return asked === left.presentment ? left : bagFrom(asked, currency, order.presentment);
  }
  return given?.fullRefund ? left : nothing;
}
