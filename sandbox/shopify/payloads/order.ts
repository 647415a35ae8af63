import { times } from "../bag.ts";
import { gid } from "../gid.ts";
import { price } from "../money.ts";
import { seenOrder } from "../protected-data.ts";
import type { Address, Fulfillment, Line, Order, Refund, Transaction } from "../records.ts";
import type { Shop } from "../state.ts";
import { financialStatus, fulfillmentStatus, totals, unitsOf } from "../totals.ts";
import { lineName } from "../views/line.ts";
import { customerPayload } from "./customer.ts";

/**
 * An order in the REST form webhooks still have.
 * Source: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-orders/updated
 */
export function orderPayload(order: Order, shop: Shop) {
  const { id, number, createdAt, updatedAt, cancelledAt, cancelReason, closedAt, note } = order;
  const { email, phone, shippingAddress, billingAddress } = seenOrder(shop, order);
  const customer = shop.customers.find((each) => each.id === order.customerId);
  const { subtotal, total, currentTotal, tax, discounts, outstanding } = totals(order);
  const money = (minor: number) => price(minor, shop.currency);
  return {
    ...{ id, admin_graphql_api_id: gid("Order", id), name: `#${number}`, number: number - 1000, order_number: number },
    ...{ email, contact_email: email, phone, note, tags: order.tags.join(", "), po_number: order.poNumber },
    ...{ created_at: createdAt, processed_at: createdAt, updated_at: updatedAt, closed_at: closedAt },
    ...{ cancelled_at: cancelledAt, cancel_reason: cancelReason?.toLowerCase() ?? null, test: false, confirmed: true },
    ...{ currency: shop.currency, presentment_currency: order.presentment.currency },
    financial_status: financialStatus(order).toLowerCase(),
    fulfillment_status: { FULFILLED: "fulfilled", PARTIALLY_FULFILLED: "partial", UNFULFILLED: null }[
      fulfillmentStatus(order)
    ],
    ...{ subtotal_price: money(subtotal.shop), total_price: money(total.shop), total_tax: money(tax.shop) },
    ...{ current_total_price: money(currentTotal.shop), total_discounts: money(discounts.shop) },
    ...{ total_outstanding: money(outstanding.shop), taxes_included: order.taxesIncluded },
    payment_gateway_names: [...new Set(order.transactions.map(({ gateway }) => gateway))],
    customer: customer ? customerPayload(customer, shop) : null,
    ...{
      shipping_address: addressPayload(shippingAddress),
      billing_address: addressPayload(billingAddress),
    },
    line_items: order.lines.map((line) => linePayload(line, order, shop)),
    fulfillments: order.fulfillments.map((each) => fulfillmentPayload(each, order)),
    refunds: order.refunds.map((refund) => ({
      ...{ id: refund.id, order_id: id, created_at: refund.createdAt, note: refund.note },
    })),
  };
}

function linePayload(line: Line, order: Order, shop: Shop) {
  const { id, variantId, productId, title, variant, sku, quantity, unit, requiresShipping, isGiftCard } = line;
  const units = unitsOf(order, line);
  return {
    ...{ id, admin_graphql_api_id: gid("LineItem", id), variant_id: variantId, product_id: productId },
    ...{ title, variant_title: variant, name: lineName(line), sku, quantity, requires_shipping: requiresShipping },
    ...{ gift_card: isGiftCard, current_quantity: units.current, fulfillable_quantity: units.unfulfilled },
    price: price(unit.shop, shop.currency),
    total_discount: price(
      times(unit, quantity).shop -
        line.discounts.reduce((left, { amount }) => left - amount.shop, times(unit, quantity).shop),
      shop.currency,
    ),
  };
}

export function addressPayload(address: Address | null) {
  if (!address) return null;
  const { firstName, lastName, company, address1, address2, city, zip, province, country, phone } = address;
  return {
    ...{ first_name: firstName, last_name: lastName, name: [firstName, lastName].filter(Boolean).join(" "), company },
    ...{ address1, address2, city, zip, province, country, phone },
    ...{ country_code: address.countryCode, province_code: address.provinceCode },
  };
}

export function fulfillmentPayload(
  { id, status, displayStatus, trackings, createdAt, updatedAt }: Fulfillment,
  order: Order,
) {
  const [tracking] = trackings;
  return {
    ...{ id, order_id: order.id, status: status.toLowerCase(), shipment_status: displayStatus.toLowerCase() },
    ...{ tracking_company: tracking?.company ?? null, tracking_number: tracking?.number ?? null },
    ...{ tracking_url: tracking?.url ?? null, created_at: createdAt, updated_at: updatedAt },
  };
}

/** Source: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-refunds/create */
export function refundPayload(refund: Refund, order: Order, shop: Shop) {
  const { id, createdAt, note, lines } = refund;
  const amount = (minor: number) => Number(price(minor, shop.currency));
  const made = order.transactions.filter(({ refundId }) => refundId === id);
  return {
    ...{
      id,
      admin_graphql_api_id: gid("Refund", id),
      order_id: order.id,
      created_at: createdAt,
      processed_at: createdAt,
    },
    ...{ note, restock: lines.some(({ restockType }) => restockType !== "NO_RESTOCK"), duties: [] },
    return: refund.returnId && { id: refund.returnId, admin_graphql_api_id: gid("Return", refund.returnId) },
    refund_line_items: lines.map((row) => ({
      ...{ id: row.id, line_item_id: row.lineId, quantity: row.quantity, location_id: row.locationId },
      ...{
        restock_type: row.restockType.toLowerCase(),
        subtotal: amount(row.subtotal.shop),
        total_tax: amount(row.tax.shop),
      },
    })),
    transactions: made.map((each) => transactionPayload(each, order, shop)),
  };
}

export function transactionPayload(
  { id, kind, gateway, status, createdAt, parentId, amount }: Transaction,
  order: Order,
  shop: Shop,
) {
  return {
    ...{ id, admin_graphql_api_id: gid("OrderTransaction", id), order_id: order.id, kind: kind.toLowerCase(), gateway },
    ...{
      status: status.toLowerCase(),
      created_at: createdAt,
      processed_at: createdAt,
      parent_id: parentId,
      test: true,
    },
    ...{ amount: price(amount.shop, shop.currency), currency: shop.currency },
  };
}
