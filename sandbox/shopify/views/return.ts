import { nothing, share } from "../bag.ts";
import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";
import type { Asking } from "../part.ts";
import type { ExchangeLine, Order, Return, ReturnLine } from "../records.ts";
import { type OutcomeArgs, suggestedOutcome } from "../returns/outcome.ts";
import { reasonView } from "../returns/reasons.ts";
import { priceOf } from "../totals.ts";
import { fulfillmentLineOf, fulfillmentLineView } from "./fulfillment.ts";
import { findVariant, lineView } from "./line.ts";
import { bagView } from "./money.ts";
import { orderView } from "./order.ts";
import { refundView } from "./refund.ts";
import { transactionView } from "./transaction.ts";

export function returnView(asking: Asking, order: Order, given: Return) {
  const { id, name, status, createdAt, closedAt, approvedAt, decline, lines, exchanges, shippingFee } = given;
  const refunds = order.refunds.filter(({ returnId }) => returnId === id);
  const made = order.transactions.filter(({ refundId }) => refunds.some((refund) => refund.id === refundId));
  return {
    ...{ id: gid("Return", id), name, status, createdAt, closedAt, requestApprovedAt: approvedAt, decline },
    totalQuantity: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    order: () => orderView(asking, order),
    returnLineItems: (args: PageArgs) => connection(lines, args, (line) => returnLineView(asking, order, given, line)),
    exchangeLineItems: (args: PageArgs) => connection(exchanges, args, (line) => exchangeLineView(asking, order, line)),
    refunds: (args: PageArgs) => connection(refunds, args, (each) => refundView(asking, order, each)),
    transactions: (args: PageArgs) => connection(made, args, (each) => transactionView(asking, order, each)),
    returnShippingFees: shippingFee
      ? [{ id: gid("ReturnShippingFee", shippingFee.id), amountSet: bagView(asking.shop, order)(shippingFee.amount) }]
      : [],
    reverseFulfillmentOrders: (args: PageArgs) =>
      connection(status === "OPEN" || status === "CLOSED" ? [given] : [], args, () =>
        reverseView(asking, order, given),
      ),
    suggestedFinancialOutcome: (args: OutcomeArgs) => suggestedOutcome(asking, order, given, args),
  };
}

function returnLineView(asking: Asking, order: Order, { status, id: returnId }: Return, row: ReturnLine) {
  const { id, quantity, processed, reasonId, reasonNote, customerNote, restockingPercent, lineId } = row;
  const bag = bagView(asking.shop, order);
  const line = order.lines.find((each) => each.id === lineId);
  const worth = line ? priceOf(line, quantity) : nothing;
  const refunded = refundedUnits(order, returnId, lineId);
  const sent = fulfillmentLineOf(order, row.fulfillmentLineId);
  const fee = restockingPercent === null ? null : share(worth, Math.round(restockingPercent * 100), 10_000);
  return {
    ...{
      __typename: "ReturnLineItem",
      id: gid("ReturnLineItem", id),
      quantity,
      customerNote,
      returnReasonNote: reasonNote,
    },
    ...{ processedQuantity: processed, unprocessedQuantity: quantity - processed },
    ...{
      processableQuantity: status === "OPEN" ? quantity - processed : 0,
      refundedQuantity: Math.min(refunded, quantity),
    },
    ...{ refundableQuantity: Math.max(0, quantity - refunded), withCodeDiscountedTotalPriceSet: bag(worth) },
    ...{ returnReasonDefinition: reasonView(reasonId), returnReason: "UNKNOWN" },
    restockingFee: fee && { id: gid("RestockingFee", id), percentage: restockingPercent, amountSet: bag(fee) },
    fulfillmentLineItem: () => sent && fulfillmentLineView(asking, order, sent.line),
  };
}

function refundedUnits(order: Order, returnId: number, lineId: number): number {
  return order.refunds
    .filter((refund) => refund.returnId === returnId)
    .flatMap(({ lines }) => lines)
    .filter((line) => line.lineId === lineId)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

function exchangeLineView(asking: Asking, order: Order, row: ExchangeLine) {
  const { id, variantId, quantity, processed } = row;
  const found = findVariant(asking, row);
  return {
    ...{
      id: gid("ExchangeLineItem", id),
      quantity,
      processedQuantity: processed,
      variantId: gid("ProductVariant", variantId),
    },
    ...{ unprocessedQuantity: quantity - processed, processableQuantity: quantity - processed },
    ...{
      title: found?.product.title ?? null,
      variantTitle: found?.variant.title ?? null,
      variantSku: found?.variant.sku ?? null,
    },
    productId: found && gid("Product", found.product.id),
    lineItems: () =>
      order.lines.filter((line) => row.lineIds.includes(line.id)).map((line) => lineView(asking, order, line)),
  };
}

function reverseView(asking: Asking, order: Order, given: Return) {
  return {
    ...{ id: gid("ReverseFulfillmentOrder", given.id), status: given.status === "CLOSED" ? "CLOSED" : "OPEN" },
    order: () => orderView(asking, order),
    lineItems: (args: PageArgs) =>
      connection(given.lines, args, (line) => {
        const sent = fulfillmentLineOf(order, line.fulfillmentLineId);
        return {
          ...{ id: gid("ReverseFulfillmentOrderLineItem", line.id), totalQuantity: line.quantity, dispositions: [] },
          ...{ remainingQuantity: line.quantity - line.processed },
          fulfillmentLineItem: () => sent && fulfillmentLineView(asking, order, sent.line),
        };
      }),
  };
}
