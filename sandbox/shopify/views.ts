import type { AddressSeed, CustomerSeed, FulfillmentSeed, LineSeed, OrderSeed, RefundSeed } from "../world.ts";
import { connection, type PageArgs } from "./connection.ts";
import { gid } from "./gid.ts";
import { decimal, totals } from "./money.ts";
import { sorted } from "./sort.ts";
import type { Shop } from "./state.ts";

type ListArgs = PageArgs & { query?: string | null; sortKey?: string | null };
interface FirstArgs {
  first?: number | null;
}

/** Rows of a shop as the objects of the Admin API; fields with arguments are functions. */
export function views(shop: Shop, imageBase: string) {
  const money = (minor: number) => {
    const amount = { amount: decimal(minor, shop.currency), currencyCode: shop.currency };
    return { shopMoney: amount, presentmentMoney: amount };
  };
  const ordersOf = ({ id }: CustomerSeed) => shop.orders.filter(({ customerId }) => customerId === id);

  function customerView(customer: CustomerSeed) {
    const { id, firstName, lastName, email, phone } = customer;
    const spent = ordersOf(customer).reduce((sum, order) => sum + totals(order).current, 0);
    return {
      ...{ id: gid("Customer", id), legacyResourceId: String(id), firstName, lastName, createdAt: customer.createdAt },
      ...{ displayName: `${firstName} ${lastName}`.trim(), locale: "en", note: null, tags: [], state: "DISABLED" },
      ...{ verifiedEmail: email !== null, updatedAt: customer.createdAt, amountSpent: money(spent).shopMoney },
      numberOfOrders: String(ordersOf(customer).length),
      defaultEmailAddress: email && { emailAddress: email, marketingState: "NOT_SUBSCRIBED", validFormat: true },
      defaultPhoneNumber: phone && { phoneNumber: phone },
      defaultAddress: () => addressView(customer, customer.address),
      lastOrder: () => ordersOf(customer).map(orderView).at(-1) ?? null,
      orders: (args: ListArgs) => connection(sorted(ordersOf(customer), args.sortKey ?? "ID").map(orderView), args),
    };
  }

  function addressView(customer: CustomerSeed | undefined, address: AddressSeed | null) {
    if (!customer || !address) return null;
    const { firstName, lastName, phone } = customer;
    const { countryCode: countryCodeV2, ...lines } = address;
    const id = gid("MailingAddress", customer.id);
    return { ...lines, ...{ id, countryCodeV2, firstName, lastName, name: `${firstName} ${lastName}`, phone } };
  }

  function orderView(order: OrderSeed): { id: string; [field: string]: unknown } {
    const customer = shop.customers.find(({ id }) => id === order.customerId);
    const { subtotal, refunded, total, current } = totals(order);
    const paid = order.financialStatus === "PENDING" || order.financialStatus === "VOIDED" ? 0 : total;
    return {
      ...{
        id: gid("Order", order.id),
        legacyResourceId: String(order.id),
        name: `#${order.number}`,
        number: order.number,
      },
      ...{ email: customer?.email ?? null, phone: customer?.phone ?? null, note: order.note, tags: [], test: false },
      ...{ createdAt: order.createdAt, processedAt: order.createdAt, updatedAt: order.updatedAt },
      ...{ cancelledAt: order.cancelledAt, cancelReason: order.cancelReason },
      ...{ closed: false, closedAt: null, confirmed: true, fullyPaid: paid === total, unpaid: paid === 0 },
      ...{ refundable: paid - refunded > 0, requiresShipping: true },
      ...{ currencyCode: shop.currency, presentmentCurrencyCode: shop.currency },
      ...{ displayFinancialStatus: order.financialStatus, displayFulfillmentStatus: fulfillmentStatus(order) },
      returnStatus: "NO_RETURN",
      customer: () => (customer ? customerView(customer) : null),
      shippingAddress: () => addressView(customer, customer?.address ?? null),
      billingAddress: () => addressView(customer, customer?.address ?? null),
      subtotalLineItemsQuantity: order.lines.reduce((sum, { quantity }) => sum + quantity, 0),
      ...{ subtotalPriceSet: money(subtotal), totalPriceSet: money(total), currentTotalPriceSet: money(current) },
      ...{ totalShippingPriceSet: money(order.shippingMinor), totalTaxSet: money(0), totalDiscountsSet: money(0) },
      ...{ totalReceivedSet: money(paid), totalRefundedSet: money(refunded) },
      ...{ totalOutstandingSet: money(total - paid), netPaymentSet: money(paid - refunded) },
      statusPageUrl: `https://${shop.domain}/orders/${order.id}/status`,
      lineItems: (args: PageArgs) =>
        connection(
          order.lines.map((line) => lineView(order, line)),
          args,
        ),
      fulfillments: ({ first }: FirstArgs) =>
        order.fulfillments.slice(0, first ?? undefined).map((each, i) => fulfillmentView(order, each, i)),
      refunds: ({ first }: FirstArgs) =>
        order.refunds.slice(0, first ?? undefined).map((each) => refundView(order, each)),
    };
  }

  function lineView(order: OrderSeed, line: LineSeed) {
    const { id, title, variant, sku, quantity, unitPriceMinor, image } = line;
    const unit = money(unitPriceMinor);
    const all = money(unitPriceMinor * quantity);
    const sent = sumFor(
      id,
      order.fulfillments.flatMap((each) => (each.status === "CANCELLED" ? [] : each.lines)),
    );
    const back = sumFor(
      id,
      order.refunds.flatMap(({ lines }) => lines),
    );
    return {
      ...{
        id: gid("LineItem", id),
        name: variant ? `${title} - ${variant}` : title,
        title,
        variantTitle: variant,
        sku,
      },
      ...{ vendor: shop.name, quantity, currentQuantity: quantity - back, refundableQuantity: quantity - back },
      ...{ unfulfilledQuantity: Math.max(0, quantity - sent), requiresShipping: true },
      image: image && {
        id: gid("ImageSource", id),
        altText: title,
        height: 400,
        width: 400,
        url: `${imageBase}/${image}.svg`,
      },
      ...{ originalUnitPriceSet: unit, discountedUnitPriceSet: unit, originalTotalSet: all, discountedTotalSet: all },
    };
  }

  function fulfillmentView(order: OrderSeed, fulfillment: FulfillmentSeed, index: number) {
    const { id, status, displayStatus, createdAt, estimatedDeliveryAt, inTransitAt, deliveredAt } = fulfillment;
    const lines = fulfillment.lines.flatMap(({ lineId, quantity }) => {
      const line = order.lines.find((each) => each.id === lineId);
      return line ? [{ id: gid("FulfillmentLineItem", lineId), lineItem: () => lineView(order, line), quantity }] : [];
    });
    const events = fulfillment.events.map(({ id: eventId, status: what, message, at }) => ({
      ...{ id: gid("FulfillmentEvent", eventId), status: what, message, city: null, country: null },
      ...{ createdAt: at, happenedAt: at, estimatedDeliveryAt },
    }));
    return {
      ...{
        id: gid("Fulfillment", id),
        legacyResourceId: String(id),
        name: `#${order.number}-F${index + 1}`,
        status,
        displayStatus,
      },
      ...{ createdAt, updatedAt: events.at(-1)?.createdAt ?? createdAt, estimatedDeliveryAt, inTransitAt, deliveredAt },
      ...{ requiresShipping: true, totalQuantity: lines.reduce((sum, { quantity }) => sum + quantity, 0) },
      order: () => orderView(order),
      trackingInfo: ({ first }: FirstArgs) =>
        (fulfillment.tracking ? [fulfillment.tracking] : []).slice(0, first ?? undefined),
      events: (args: PageArgs) => connection(events, args),
      fulfillmentLineItems: (args: PageArgs) => connection(lines, args),
    };
  }

  function refundView(order: OrderSeed, { id, note, createdAt, amountMinor, lines }: RefundSeed) {
    const rows = lines.flatMap(({ lineId, quantity, subtotalMinor }) => {
      const line = order.lines.find((each) => each.id === lineId);
      if (!line) return [];
      const price = { priceSet: money(line.unitPriceMinor), subtotalSet: money(subtotalMinor) };
      return [
        {
          id: gid("RefundLineItem", lineId),
          lineItem: () => lineView(order, line),
          quantity,
          restockType: "NO_RESTOCK",
          ...price,
        },
      ];
    });
    return {
      ...{
        id: gid("Refund", id),
        legacyResourceId: String(id),
        note,
        createdAt,
        processedAt: createdAt,
        updatedAt: createdAt,
      },
      order: () => orderView(order),
      totalRefundedSet: money(amountMinor),
      refundLineItems: (args: PageArgs) => connection(rows, args),
    };
  }

  return { customerView, orderView };
}

/** Source: https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderDisplayFulfillmentStatus */
export function fulfillmentStatus({
  lines,
  fulfillments,
}: OrderSeed): "FULFILLED" | "PARTIALLY_FULFILLED" | "UNFULFILLED" {
  const sent = fulfillments.filter(({ status }) => status !== "CANCELLED").flatMap((each) => each.lines);
  if (sent.length === 0) return "UNFULFILLED";
  return lines.every(({ id, quantity }) => sumFor(id, sent) >= quantity) ? "FULFILLED" : "PARTIALLY_FULFILLED";
}

function sumFor(lineId: number, rows: readonly { lineId: number; quantity: number }[]): number {
  return rows.filter((row) => row.lineId === lineId).reduce((sum, { quantity }) => sum + quantity, 0);
}
