import type { CustomerSeed, OrderSeed } from "../world.ts";
import { gid } from "./gid.ts";
import { price, totals } from "./money.ts";
import type { Shop } from "./state.ts";
import { fulfillmentStatus } from "./views.ts";

/**
 * A customer in the REST form webhooks still have.
 * Source: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-customers/update
 */
export function customerPayload(customer: CustomerSeed, { currency }: Shop) {
  const { id, email, phone, firstName, lastName, createdAt, address } = customer;
  return {
    ...{ id, email, phone, first_name: firstName, last_name: lastName, created_at: createdAt, updated_at: createdAt },
    ...{ state: "disabled", note: null, verified_email: email !== null, tax_exempt: false, currency },
    default_address: address && {
      ...{ id, customer_id: id, first_name: firstName, last_name: lastName, name: `${firstName} ${lastName}` },
      ...{ address1: address.address1, city: address.city, zip: address.zip },
      ...{ country: address.country, country_code: address.countryCode, default: true },
    },
    admin_graphql_api_id: gid("Customer", id),
  };
}

/** Source: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-orders/updated */
export function orderPayload(order: OrderSeed, shop: Shop) {
  const { id, number, createdAt, updatedAt, cancelledAt, cancelReason, financialStatus, note } = order;
  const customer = shop.customers.find((each) => each.id === order.customerId);
  const { subtotal, total, current } = totals(order);
  const fulfilled = fulfillmentStatus(order);
  const money = (minor: number) => price(minor, shop.currency);
  return {
    ...{ id, admin_graphql_api_id: gid("Order", id), name: `#${number}`, number: number - 1000, order_number: number },
    ...{ email: customer?.email ?? null, contact_email: customer?.email ?? null, phone: customer?.phone ?? null, note },
    ...{ created_at: createdAt, processed_at: createdAt, updated_at: updatedAt, closed_at: null },
    ...{ cancelled_at: cancelledAt, cancel_reason: cancelReason?.toLowerCase() ?? null, test: false, confirmed: true },
    ...{
      currency: shop.currency,
      presentment_currency: shop.currency,
      financial_status: financialStatus.toLowerCase(),
    },
    fulfillment_status: { FULFILLED: "fulfilled", PARTIALLY_FULFILLED: "partial", UNFULFILLED: null }[fulfilled],
    ...{ subtotal_price: money(subtotal), total_price: money(total), current_total_price: money(current) },
    customer: customer ? customerPayload(customer, shop) : null,
    line_items: order.lines.map((line) => ({
      ...{
        id: line.id,
        admin_graphql_api_id: gid("LineItem", line.id),
        title: line.title,
        variant_title: line.variant,
      },
      ...{
        name: line.variant ? `${line.title} - ${line.variant}` : line.title,
        sku: line.sku,
        quantity: line.quantity,
      },
      price: money(line.unitPriceMinor),
    })),
    fulfillments: order.fulfillments.map(({ id: fulfillmentId, status, displayStatus, tracking, createdAt: at }) => ({
      ...{
        id: fulfillmentId,
        order_id: id,
        status: status.toLowerCase(),
        shipment_status: displayStatus.toLowerCase(),
      },
      ...{ tracking_company: tracking?.company ?? null, tracking_number: tracking?.number ?? null },
      ...{ tracking_url: tracking?.url ?? null, created_at: at, updated_at: at },
    })),
    refunds: order.refunds.map((refund) => ({
      id: refund.id,
      order_id: id,
      created_at: refund.createdAt,
      note: refund.note,
    })),
  };
}

export function uninstalledPayload({ domain, name, email, currency }: Shop) {
  return { id: 1, name, email, domain, myshopify_domain: domain, currency, plan_name: "partner_test" };
}
