import type { MoneyInput } from "../amount.ts";
import { announce } from "../announce.ts";
import { minus, nothing, plus, sum } from "../bag.ts";
import { numberIn } from "../find.ts";
import { newRowId } from "../goods.ts";
import { moment } from "../moment.ts";
import type { Asking } from "../part.ts";
import type { ExchangeLine, Line, Order, RestockType, Return } from "../records.ts";
import { makeRefund } from "../refunds/make-refund.ts";
import { checkedMoney, type RefundMethodInput } from "../refunds/payments.ts";
import { shippingLeft } from "../refunds/shares.ts";
import { addToStock } from "../stock.ts";
import { totals, unitsOf } from "../totals.ts";
import { Refused } from "../user-error.ts";
import { findVariant } from "../views/line.ts";
import { type RefundShippingInput, returnWorth, shippingBack } from "./outcome.ts";

export interface ProcessInput {
  returnId: string;
  returnLineItems?:
    | {
        id: string;
        quantity: number;
        dispositions?: { dispositionType: string; locationId?: string | null }[] | null;
      }[]
    | null;
  exchangeLineItems?: { id: string; quantity: number }[] | null;
  refundShipping?: RefundShippingInput | null;
  note?: string | null;
  financialTransfer?: {
    issueRefund?: {
      orderTransactions: { parentId: string; transactionAmount: MoneyInput }[];
      refundMethods?: RefundMethodInput[] | null;
      allowOverRefunding?: boolean | null;
    } | null;
  } | null;
}

/**
 * Takes returned goods in, sends exchanged ones out and gives money back, all of it or nothing. What is not given
 * back stays owed (`totalOutstandingSet` is negative); fees are kept.
 */
export function processReturn(asking: Asking, order: Order, row: Return, input: ProcessInput): void {
  const { shop } = asking;
  if (row.status !== "OPEN") throw new Refused(["returnId"], "Return is not open.", "INVALID_STATE");
  const back = (input.returnLineItems ?? []).map((each, i) => returned(asking, order, row, each, i));
  const out = (input.exchangeLineItems ?? []).map((each, i) => exchanged(row, each, i));
  if (back.length + out.length === 0) throw new Refused(["returnLineItems"], "Nothing to process", "BLANK");
  const shipping = shippingBack(shop.currency, order, input.refundShipping, shippingLeft(order).price);
  if (shipping.presentment > shippingLeft(order).price.presentment) {
    throw new Refused(["refundShipping"], "Shipping refund exceeds the shipping that is left", "LESS_THAN_OR_EQUAL_TO");
  }
  const money = refundMoney(asking, order, input);
  const isFirst = row.lines.every(({ processed }) => processed === 0);
  const fees = sum([...back.map(({ fee }) => fee), isFirst ? (row.shippingFee?.amount ?? nothing) : nothing]);

  for (const { returnLine, quantity } of back) returnLine.processed += quantity;
  for (const { line, quantity } of out) addExchange(asking, order, line, quantity);
  if (back.length > 0 || money.payments.length + money.credits.length > 0) {
    const refund = makeRefund(shop, order, {
      ...{ lines: back, shipping, ...money, note: input.note ?? null, returnId: row.id, balances: false },
    });
    refund.adjustment = minus(nothing, fees);
    const { outstanding } = totals(order);
    const given = sum([...money.payments, ...money.credits].map(({ amount }) => amount));
    if (out.length === 0 && outstanding.presentment > 0 && given.presentment > 0) {
      refund.adjustment = plus(refund.adjustment, outstanding);
    }
    announce(asking).refund(refund, order);
  }
  const isDone = [...row.lines, ...row.exchanges].every(({ quantity, processed }) => processed >= quantity);
  if (isDone) Object.assign(row, { status: "CLOSED", closedAt: moment() });
}

type LineInput = NonNullable<ProcessInput["returnLineItems"]>[number];

function returned({ shop }: Asking, order: Order, row: Return, { id, quantity, dispositions }: LineInput, i: number) {
  const field = ["returnLineItems", String(i)];
  const returnLine = row.lines.find((each) => each.id === numberIn("ReturnLineItem", id));
  const line = order.lines.find((each) => each.id === returnLine?.lineId);
  if (!returnLine || !line) throw new Refused([...field, "id"], "Return line item not found.", "NOT_FOUND");
  const most = Math.min(returnLine.quantity - returnLine.processed, unitsOf(order, line).current);
  if (quantity < 1 || quantity > most) {
    throw new Refused([...field, "quantity"], "Quantity exceeds what can be processed", "LESS_THAN_OR_EQUAL_TO");
  }
  const disposition = dispositions?.find(({ dispositionType }) => dispositionType === "RESTOCKED");
  const locationId =
    shop.locations.find((each) => each.id === numberIn("Location", disposition?.locationId))?.id ?? null;
  const restockType: RestockType = disposition ? "RETURN" : "NO_RESTOCK";
  return { returnLine, line, quantity, restockType, locationId, fee: returnWorth(order, returnLine, quantity).fee };
}

function exchanged(row: Return, { id, quantity }: { id: string; quantity: number }, i: number) {
  const line = row.exchanges.find((each) => each.id === numberIn("ExchangeLineItem", id));
  if (!line) throw new Refused(["exchangeLineItems", String(i), "id"], "Exchange line item not found.", "NOT_FOUND");
  if (quantity < 1 || quantity > line.quantity - line.processed) {
    throw new Refused(
      ["exchangeLineItems", String(i), "quantity"],
      "Quantity exceeds what can be processed",
      "LESS_THAN_OR_EQUAL_TO",
    );
  }
  return { line, quantity };
}

function refundMoney({ shop }: Asking, order: Order, { financialTransfer }: ProcessInput) {
  const issue = financialTransfer?.issueRefund;
  const field = ["financialTransfer", "issueRefund"];
  const payments = (issue?.orderTransactions ?? []).map(({ parentId, transactionAmount }, i) => {
    const at = [...field, "orderTransactions", String(i)];
    if (transactionAmount.currencyCode !== order.presentment.currency) {
      throw new Refused(at, "Currency must be the presentment currency of the order", "INVALID");
    }
    return { parentId, gateway: null, amount: transactionAmount.amount, field: at };
  });
  const methods = issue?.refundMethods ?? [];
  return checkedMoney(shop, order, { payments, methods, mayExceed: issue?.allowOverRefunding === true, field });
}

/** What is sent instead is a new line of the order. */
function addExchange(asking: Asking, order: Order, row: ExchangeLine, quantity: number): void {
  const { shop } = asking;
  const match = findVariant(asking, row);
  const discounts =
    row.discount.presentment > 0
      ? [{ id: newRowId(shop), title: "Exchange", code: null, amount: row.discount, percentage: null }]
      : [];
  const line: Line = {
    ...{ id: newRowId(shop), variantId: row.variantId, productId: match?.product.id ?? null, quantity, removed: 0 },
    ...{ title: match?.product.title ?? "", variant: match?.variant.title ?? null, sku: match?.variant.sku ?? null },
    ...{ vendor: match?.product.vendor ?? null, image: match?.product.image ?? null, unit: row.unit, discounts },
    ...{ tax: nothing, requiresShipping: true, isGiftCard: false, customAttributes: [] },
  };
  order.lines.push(line);
  row.processed += quantity;
  row.lineIds.push(line.id);
  addToStock(shop, row.variantId, -quantity);
}
