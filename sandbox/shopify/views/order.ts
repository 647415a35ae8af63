import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";
import { eventsOf } from "../happenings.ts";
import type { Asking } from "../part.ts";
import { seenOrder } from "../protected-data.ts";
import type { Order, ShippingLine } from "../records.ts";
import { previewRefund, type SuggestedRefundArgs } from "../refunds/preview.ts";
import { financialStatus, fulfillmentStatus, returnStatus, shippingPrice, totals, unitsOf } from "../totals.ts";
import { addressView } from "./address.ts";
import { customerNamed } from "./customer.ts";
import { fulfillmentView } from "./fulfillment.ts";
import { applicationView, discountsOf, lineView, taxLines } from "./line.ts";
import { bagView } from "./money.ts";
import { orderMoney } from "./order-money.ts";
import { refundView } from "./refund.ts";
import { returnView } from "./return.ts";
import { transactionView } from "./transaction.ts";

interface FirstArgs {
  first?: number | null;
}

export function orderView(asking: Asking, order: Order): { id: string; [field: string]: unknown } {
  const { shop } = asking;
  const { email, phone, shippingAddress, billingAddress } = seenOrder(shop, order);
  const { id, number, note, tags, createdAt, updatedAt, cancelledAt, cancelReason, closedAt } = order;
  return {
    ...{ id: gid("Order", id), legacyResourceId: String(id), name: `#${number}`, number, email, phone, note, tags },
    ...{
      poNumber: order.poNumber,
      customAttributes: order.customAttributes,
      sourceName: order.sourceName,
      test: false,
    },
    ...{ createdAt, processedAt: createdAt, updatedAt, cancelledAt, cancelReason, closedAt, closed: closedAt !== null },
    cancellation: cancelledAt && { staffNote: order.staffNote },
    ...{ confirmed: true, edited: order.edited, currencyCode: shop.currency, taxesIncluded: order.taxesIncluded },
    ...{ presentmentCurrencyCode: order.presentment.currency, confirmationNumber: `N${id}`, customerLocale: "en" },
    ...{ displayFinancialStatus: financialStatus(order), displayFulfillmentStatus: fulfillmentStatus(order) },
    ...{ returnStatus: returnStatus(order), requiresShipping: order.lines.some((line) => line.requiresShipping) },
    ...editability(order),
    ...orderMoney(shop, order),
    customer: () => customerNamed(asking, order.customerId),
    shippingAddress: () => addressView(shippingAddress),
    billingAddress: () => addressView(billingAddress),
    displayAddress: () => addressView(shippingAddress ?? billingAddress),
    statusPageUrl: `https://${shop.domain}/orders/${id}/status`,
    paymentGatewayNames: [...new Set(order.transactions.map(({ gateway }) => gateway))],
    ...{ discountCode: order.discountCodes[0] ?? null, discountCodes: order.discountCodes },
    risk: { recommendation: recommendations[order.risk], assessments: riskOf(order) },
    disputes: order.disputes.map((each) => ({ ...each, id: gid("ShopifyPaymentsDispute", each.id) })),
    ...rowsOf(asking, order),
  };
}

const recommendations = { NONE: "NONE", PENDING: "NONE", LOW: "ACCEPT", MEDIUM: "INVESTIGATE", HIGH: "CANCEL" };

function riskOf({ risk }: Order) {
  return risk === "NONE" ? [] : [{ riskLevel: risk, provider: null, facts: [] }];
}

function editability(order: Order) {
  const errors = [...(order.cancelledAt ? ["The order is cancelled"] : [])];
  const units = order.lines.map((line) => unitsOf(order, line));
  return {
    ...{ merchantEditable: errors.length === 0, merchantEditableErrors: errors },
    fulfillable: order.cancelledAt === null && units.some(({ unfulfilled }) => unfulfilled > 0),
    restockable: order.lines.some(({ variantId }) => variantId !== null),
    canNotifyCustomer: order.email !== null || order.phone !== null,
    subtotalLineItemsQuantity: order.lines.reduce((sum, { quantity, removed }) => sum + quantity - removed, 0),
    currentSubtotalLineItemsQuantity: units.reduce((sum, { current }) => sum + current, 0),
    canMarkAsPaid: order.cancelledAt === null && totals(order).outstanding.presentment > 0,
  };
}

function rowsOf(asking: Asking, order: Order) {
  const count = (rows: readonly unknown[]) => ({ count: rows.length, precision: "EXACT" });
  return {
    lineItems: (args: PageArgs) => connection(order.lines, args, (line) => lineView(asking, order, line)),
    fulfillments: ({ first }: FirstArgs) =>
      order.fulfillments.slice(0, first ?? undefined).map((each) => fulfillmentView(asking, order, each)),
    fulfillmentsCount: count(order.fulfillments),
    refunds: ({ first }: FirstArgs) =>
      order.refunds.slice(0, first ?? undefined).map((each) => refundView(asking, order, each)),
    returns: (args: PageArgs) => connection(order.returns, args, (each) => returnView(asking, order, each)),
    transactions: ({ first }: FirstArgs) =>
      order.transactions.slice(0, first ?? undefined).map((each) => transactionView(asking, order, each)),
    transactionsCount: count(order.transactions),
    shippingLine: () => order.shippingLines.map((line) => shippingLineView(asking, order, line))[0] ?? null,
    shippingLines: (args: PageArgs) =>
      connection(order.shippingLines, args, (line) => shippingLineView(asking, order, line)),
    discountApplications: (args: PageArgs) =>
      connection(discountsOf(order), args, (each) => applicationView(order, each)),
    events: eventsOf(asking.shop, gid("Order", order.id)),
    suggestedRefund: (args: SuggestedRefundArgs) => previewRefund(asking, order, args),
  };
}

export function shippingLineView(
  { shop }: Pick<Asking, "shop">,
  order: Pick<Order, "presentment">,
  line: ShippingLine,
) {
  const bag = bagView(shop, order);
  return {
    ...{ id: gid("ShippingLine", line.id), title: line.title, code: line.title, source: "shopify", custom: false },
    ...{ originalPriceSet: bag(line.price), discountedPriceSet: bag(shippingPrice(line)), isRemoved: false },
    ...{ currentDiscountedPriceSet: bag(shippingPrice(line)), taxLines: taxLines(bag, line.tax, shippingPrice(line)) },
  };
}
