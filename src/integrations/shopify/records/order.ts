import type { Fulfillment, OrderDetails, OrderLine, OrderRecord, Refund, Return, Transaction } from "../../contract.ts";
import {
  addressOf,
  adminUrl,
  amountsIn,
  count,
  hasMore,
  idOf,
  isoTime,
  type Json,
  nodes,
  numberIn,
  object,
  type ReadAmount,
  text,
  texts,
  time,
  word,
} from "./parse.ts";

/** Of the lists that come with an order. */
export interface OrderSizes {
  lines: number;
  parts: number;
  partLines: number;
}

/** An order as `OrderFields` asks for it, with these lines; null for a node that is no order. */
export function orderRecord(
  node: Json,
  shop: string,
  lines: readonly Json[] = nodes(node.lineItems),
): OrderRecord | null {
  const externalId = idOf(node);
  const updatedAt = time(node.updatedAt);
  const currency = text(node.currencyCode);
  if (externalId === null || updatedAt === null || currency === null) return null;
  const presentmentCurrency = text(node.presentmentCurrencyCode) ?? currency;
  const amount = amountsIn(currency, presentmentCurrency);
  const total = amount(node.totalPriceSet);
  return {
    kind: "order",
    externalId,
    updatedAt,
    name: text(node.name) ?? numberIn(externalId),
    customerExternalId: idOf(node.customer),
    email: text(node.email),
    phone: text(node.phone),
    placedAt: time(node.processedAt) ?? time(node.createdAt) ?? updatedAt,
    currency,
    presentmentCurrency,
    totalMinor: total.minor,
    presentmentTotalMinor: total.presentmentMinor,
    financialStatus: word(node.displayFinancialStatus),
    fulfillmentStatus: word(node.displayFulfillmentStatus),
    returnStatus: word(node.returnStatus),
    cancelledAt: time(node.cancelledAt),
    closedAt: time(node.closedAt),
    tags: texts(node.tags),
    lines: lines.map((line) => lineOf(line, amount)),
    fulfillments: nodes(node.fulfillments).map(fulfillmentOf),
    details: detailsOf(node, amount),
    adminUrl: adminUrl(shop, `orders/${numberIn(externalId)}`),
  };
}

/** Whether lists other than the lines were longer than asked for. */
export function isCut(node: Json, { parts, partLines }: OrderSizes): boolean {
  const fulfillments = nodes(node.fulfillments);
  const refunds = nodes(node.refunds);
  return (
    fulfillments.length >= parts ||
    refunds.length >= parts ||
    nodes(node.transactions).length >= partLines ||
    hasMore(node.returns) ||
    fulfillments.some((one) => hasMore(one.fulfillmentLineItems)) ||
    refunds.some((one) => hasMore(one.refundLineItems)) ||
    nodes(node.returns).some((one) => hasMore(one.returnLineItems))
  );
}

function lineOf(line: Json, amount: ReadAmount): OrderLine {
  const unit = amount(line.originalUnitPriceSet);
  const total = amount(line.discountedTotalSet);
  const quantity = count(line.quantity) ?? 0;
  return {
    externalId: idOf(line) ?? "",
    title: text(line.title) ?? "",
    variant: text(line.variantTitle),
    sku: text(line.sku),
    productExternalId: idOf(line.product),
    variantExternalId: idOf(line.variant),
    quantity,
    currentQuantity: count(line.currentQuantity) ?? quantity,
    refundableQuantity: count(line.refundableQuantity) ?? 0,
    unfulfilledQuantity: count(line.unfulfilledQuantity) ?? 0,
    unitPriceMinor: unit.minor,
    presentmentUnitPriceMinor: unit.presentmentMinor,
    totalMinor: total.minor,
    presentmentTotalMinor: total.presentmentMinor,
    imageUrl: text(object(line.image).url),
  };
}

/** `displayStatus` says where the parcel is ("in_transit"); `status` only that it was handed over ("success"). */
function fulfillmentOf(one: Json): Fulfillment {
  const [tracking] = nodes(one.trackingInfo);
  return {
    externalId: idOf(one) ?? "",
    status: word(one.displayStatus) ?? word(one.status) ?? "unknown",
    trackingCompany: text(tracking?.company),
    trackingNumber: text(tracking?.number),
    trackingUrl: text(tracking?.url),
    createdAt: isoTime(one.createdAt),
    estimatedDeliveryAt: isoTime(one.estimatedDeliveryAt),
    inTransitAt: isoTime(one.inTransitAt),
    deliveredAt: isoTime(one.deliveredAt),
    events: nodes(one.events).map((event) => ({
      status: word(event.status) ?? "unknown",
      at: isoTime(event.happenedAt) ?? "",
      message: text(event.message),
    })),
    lines: nodes(one.fulfillmentLineItems).map((line) => ({
      externalId: idOf(line) ?? "",
      lineExternalId: idOf(line.lineItem) ?? "",
      quantity: count(line.quantity) ?? 0,
    })),
  };
}

function detailsOf(node: Json, amount: ReadAmount): OrderDetails {
  const risk = object(node.risk);
  return {
    confirmationNumber: text(node.confirmationNumber),
    amounts: {
      subtotal: amount(node.subtotalPriceSet),
      discounts: amount(node.totalDiscountsSet),
      shipping: amount(node.totalShippingPriceSet),
      taxes: amount(node.totalTaxSet),
      currentTotal: amount(node.currentTotalPriceSet),
      received: amount(node.totalReceivedSet),
      refunded: amount(node.totalRefundedSet),
      outstanding: amount(node.totalOutstandingSet),
    },
    discounts: nodes(node.discountApplications).map(discountOf),
    shippingLines: nodes(node.shippingLines).map((line) => ({
      externalId: idOf(line),
      title: text(line.title) ?? "",
      price: amount(line.originalPriceSet),
      discountedPrice: amount(line.discountedPriceSet),
    })),
    taxLines: nodes(node.taxLines).map((line) => ({
      title: text(line.title) ?? "",
      rate: typeof line.rate === "number" ? String(line.rate) : null,
      price: amount(line.priceSet),
    })),
    taxesIncluded: node.taxesIncluded === true,
    shippingAddress: addressOf(node.shippingAddress),
    billingAddress: addressOf(node.billingAddress),
    note: text(node.note),
    refunds: nodes(node.refunds).map((refund) => refundOf(refund, amount)),
    returns: nodes(node.returns).map(returnOf),
    transactions: nodes(node.transactions).map((transaction) => transactionOf(transaction, amount)),
    risk: riskOf(risk),
    disputes: nodes(node.disputes).map((dispute) => ({
      externalId: idOf(dispute) ?? "",
      status: word(dispute.status) ?? "unknown",
      initiatedAs: word(dispute.initiatedAs) ?? "unknown",
    })),
    cancelReason: word(node.cancelReason),
    can: canOf(node),
    editProblems: texts(node.merchantEditableErrors),
    gateways: texts(node.paymentGatewayNames),
    test: node.test === true,
    statusUrl: text(node.statusPageUrl),
    source: text(node.sourceName),
  };
}

/** Shopify cancels what is not cancelled yet and of which nothing has left. */
function canOf(node: Json): OrderDetails["can"] {
  const sent = nodes(node.fulfillments).some(({ status }) => word(status) !== "cancelled");
  return {
    cancel: text(node.cancelledAt) === null && !sent,
    edit: node.merchantEditable === true,
    refund: node.refundable === true,
    restock: node.restockable === true,
  };
}

const riskLevels = ["high", "medium", "low"];

function riskOf(risk: Json): OrderDetails["risk"] {
  const recommendation = word(risk.recommendation);
  if (recommendation === null) return null;
  const levels = nodes(risk.assessments).map(({ riskLevel }) => word(riskLevel));
  return { recommendation, level: riskLevels.find((level) => levels.includes(level)) ?? null };
}

const discountKinds = {
  DiscountCodeApplication: "code",
  AutomaticDiscountApplication: "automatic",
  ManualDiscountApplication: "manual",
  ScriptDiscountApplication: "script",
} as const;

function discountOf(one: Json): OrderDetails["discounts"][number] {
  const type = text(one.__typename) ?? "";
  const kind = type in discountKinds ? discountKinds[type as keyof typeof discountKinds] : "manual";
  return { kind, code: text(one.code), title: text(one.title) };
}

function refundOf(one: Json, amount: ReadAmount): Refund {
  return {
    externalId: idOf(one) ?? "",
    createdAt: isoTime(one.createdAt),
    note: text(one.note),
    total: amount(one.totalRefundedSet),
    lines: nodes(one.refundLineItems).map((line) => ({
      lineExternalId: idOf(line.lineItem) ?? "",
      quantity: count(line.quantity) ?? 0,
      restock: word(line.restockType) ?? "no_restock",
      subtotal: amount(line.subtotalSet),
    })),
  };
}

function returnOf(one: Json): Return {
  return {
    externalId: idOf(one) ?? "",
    name: text(one.name) ?? "",
    status: word(one.status) ?? "unknown",
    createdAt: isoTime(one.createdAt),
    closedAt: isoTime(one.closedAt),
    lines: nodes(one.returnLineItems).map((line) => ({
      externalId: idOf(line) ?? "",
      fulfillmentLineExternalId: idOf(line.fulfillmentLineItem),
      lineExternalId: idOf(object(line.fulfillmentLineItem).lineItem),
      quantity: count(line.quantity) ?? 0,
      processedQuantity: count(line.processedQuantity) ?? 0,
      refundedQuantity: count(line.refundedQuantity) ?? 0,
      reason: text(object(line.returnReasonDefinition).name),
      note: text(line.returnReasonNote),
    })),
  };
}

function transactionOf(one: Json, amount: ReadAmount): Transaction {
  return {
    externalId: idOf(one) ?? "",
    parentExternalId: idOf(one.parentTransaction),
    kind: word(one.kind) ?? "unknown",
    status: word(one.status) ?? "unknown",
    gateway: text(one.gateway),
    amount: amount(one.amountSet),
    processedAt: isoTime(one.processedAt),
  };
}
