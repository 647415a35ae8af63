import { type MoneyInput, minorOf } from "../amount.ts";
import { type Bag, bagFrom, bagOf, nothing, share, times } from "../bag.ts";
import { numberIn } from "../find.ts";
import { newRowId } from "../goods.ts";
import { moment } from "../moment.ts";
import type { Asking } from "../part.ts";
import type { ExchangeLine, Order, Return, ReturnLine } from "../records.ts";
import { Refused } from "../user-error.ts";
import { fulfillmentLineOf } from "../views/fulfillment.ts";
import { findVariant } from "../views/line.ts";
import { isReason } from "./reasons.ts";
import { returnableUnits } from "./returnable.ts";

export interface ReturnInput {
  orderId: string;
  returnLineItems: ReturnLineInput[];
  exchangeLineItems?: ExchangeInput[] | null;
  returnShippingFee?: { amount: MoneyInput } | null;
  requestedAt?: string | null;
}
export interface ReturnLineInput {
  fulfillmentLineItemId: string;
  quantity: number;
  restockingFee?: { percentage: number } | null;
  returnReasonDefinitionId?: string | null;
  returnReasonNote?: string | null;
  customerNote?: string | null;
}
export interface ExchangeInput {
  variantId?: string | null;
  quantity: number;
  appliedDiscount?: { description?: string | null; value?: { amount?: MoneyInput; percentage?: number } | null } | null;
}

/** @throws Refused for lines that were not sent, more units than can come back, variants that are not there. */
export function newReturn(asking: Asking, order: Order, input: ReturnInput, status: "OPEN" | "REQUESTED"): Return {
  const { shop } = asking;
  const lines = input.returnLineItems.map((each, i) =>
    returnLine(asking, order, each, input.returnLineItems.slice(0, i), i),
  );
  if (lines.length === 0) throw new Refused(["returnLineItems"], "Return line items can't be blank", "BLANK");
  const exchanges = (input.exchangeLineItems ?? []).map((each, i) => exchangeLine(asking, order, each, i));
  const fee = input.returnShippingFee?.amount;
  const createdAt = moment();
  return {
    ...{ id: newRowId(shop), name: `#${order.number}-R${order.returns.length + 1}`, status, createdAt },
    ...{ approvedAt: status === "OPEN" ? createdAt : null, closedAt: null, decline: null, lines, exchanges },
    shippingFee: fee ? { id: newRowId(shop), amount: feeOf(asking, order, fee) } : null,
  };
}

function feeOf({ shop }: Asking, order: Order, { amount, currencyCode }: MoneyInput): Bag {
  const field = ["returnShippingFee", "amount"];
  if (currencyCode !== order.presentment.currency) {
    throw new Refused(field, "Currency must be the presentment currency of the order", "INVALID");
  }
  const minor = minorOf(amount, currencyCode, field);
  if (minor < 0) throw new Refused(field, "Amount must be at least 0", "GREATER_THAN_OR_EQUAL_TO");
  return bagFrom(minor, shop.currency, order.presentment);
}

function returnLine(
  { shop }: Asking,
  order: Order,
  input: ReturnLineInput,
  before: ReturnLineInput[],
  i: number,
): ReturnLine {
  const field = ["returnLineItems", String(i)];
  const sent = fulfillmentLineOf(order, numberIn("FulfillmentLineItem", input.fulfillmentLineItemId));
  if (!sent) throw new Refused([...field, "fulfillmentLineItemId"], "Fulfillment line item not found.", "NOT_FOUND");
  const asked = before.filter((each) => each.fulfillmentLineItemId === input.fulfillmentLineItemId);
  const units = returnableUnits(order, sent.line) - asked.reduce((sum, { quantity }) => sum + quantity, 0);
  if (input.quantity < 1) throw new Refused([...field, "quantity"], "Quantity must be greater than 0", "GREATER_THAN");
  if (input.quantity > units) {
    throw new Refused([...field, "quantity"], "Quantity is not available for return", "INVALID");
  }
  const reasonId = input.returnReasonDefinitionId
    ? numberIn("ReturnReasonDefinition", input.returnReasonDefinitionId)
    : null;
  if (reasonId !== null && !isReason(reasonId)) {
    throw new Refused([...field, "returnReasonDefinitionId"], "Return reason definition not found.", "NOT_FOUND");
  }
  if ((input.returnReasonNote?.length ?? 0) > 255) {
    throw new Refused(
      [...field, "returnReasonNote"],
      "Return reason note is too long (maximum is 255 characters)",
      "TOO_LONG",
    );
  }
  return {
    ...{ id: newRowId(shop), fulfillmentLineId: sent.line.id, lineId: sent.line.lineId, quantity: input.quantity },
    ...{ processed: 0, reasonId, reasonNote: input.returnReasonNote ?? "", customerNote: input.customerNote ?? null },
    restockingPercent: percentOf(input.restockingFee, [...field, "restockingFee"]),
  };
}

function percentOf(fee: { percentage: number } | null | undefined, field: string[]): number | null {
  if (!fee) return null;
  if (fee.percentage < 0 || fee.percentage > 100)
    throw new Refused(field, "Percentage must be between 0 and 100", "INVALID");
  return fee.percentage;
}

function exchangeLine(asking: Asking, order: Order, input: ExchangeInput, i: number): ExchangeLine {
  const { shop } = asking;
  const field = ["exchangeLineItems", String(i)];
  const variantId = numberIn("ProductVariant", input.variantId);
  const match = findVariant(asking, { variantId });
  if (!match) throw new Refused([...field, "variantId"], "Variant not found.", "NOT_FOUND");
  if (input.quantity < 1) throw new Refused([...field, "quantity"], "Quantity must be greater than 0", "GREATER_THAN");
  const unit = bagOf(match.variant.priceMinor, shop.currency, order.presentment);
  return {
    ...{ id: newRowId(shop), variantId, quantity: input.quantity, processed: 0, lineIds: [], unit },
    discount: discountOf(asking, order, times(unit, input.quantity), input.appliedDiscount?.value),
  };
}

function discountOf(
  { shop }: Asking,
  order: Order,
  whole: Bag,
  value: { amount?: MoneyInput; percentage?: number } | null | undefined,
): Bag {
  if (value?.percentage) return share(whole, Math.round(value.percentage * 100), 10_000);
  if (!value?.amount) return nothing;
  const minor = minorOf(value.amount.amount, order.presentment.currency, ["exchangeLineItems", "appliedDiscount"]);
  return bagFrom(Math.min(minor, whole.presentment), shop.currency, order.presentment);
}
