import { gid } from "../gid.ts";
import type { Discount, Draft, Product } from "../goods-records.ts";
import { price } from "../money.ts";
import type { Shop } from "../state.ts";
import { totals } from "../totals.ts";
import { lineName } from "../views/line.ts";
import { stockOf } from "../views/product.ts";
import { customerPayload } from "./customer.ts";
import { addressPayload } from "./order.ts";

/** Source: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-draft_orders/create */
export function draftPayload(draft: Draft, shop: Shop) {
  const { id, number, status, createdAt, updatedAt, completedAt, invoiceSentAt, order } = draft;
  const { subtotal, total, tax } = totals(order);
  const customer = shop.customers.find((each) => each.id === draft.customerId);
  return {
    ...{ id, admin_graphql_api_id: gid("DraftOrder", id), name: `#D${number}`, status: status.toLowerCase() },
    ...{ created_at: createdAt, updated_at: updatedAt, completed_at: completedAt, invoice_sent_at: invoiceSentAt },
    ...{ email: order.email, note: order.note, currency: shop.currency, taxes_included: order.taxesIncluded },
    ...{ tags: order.tags.join(", "), order_id: draft.orderId, invoice_url: `https://${shop.domain}/invoices/${id}` },
    ...{ subtotal_price: price(subtotal.shop, shop.currency), total_price: price(total.shop, shop.currency) },
    total_tax: price(tax.shop, shop.currency),
    customer: customer ? customerPayload(customer, shop) : null,
    shipping_address: addressPayload(order.shippingAddress),
    line_items: order.lines.map((line) => ({
      ...{ id: line.id, admin_graphql_api_id: gid("DraftOrderLineItem", line.id), variant_id: line.variantId },
      ...{
        product_id: line.productId,
        title: line.title,
        variant_title: line.variant,
        name: lineName(line),
        sku: line.sku,
      },
      ...{ quantity: line.quantity, custom: line.variantId === null, price: price(line.unit.shop, shop.currency) },
    })),
  };
}

/** Source: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-discounts/create */
export function discountPayload({ id, title, createdAt, updatedAt, endsAt }: Discount) {
  const status = endsAt !== null && Date.parse(endsAt) <= Date.parse(updatedAt) ? "EXPIRED" : "ACTIVE";
  return {
    admin_graphql_api_id: gid("DiscountCodeNode", id),
    title,
    status,
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

/** Source: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-products/update */
export function productPayload(product: Product, { currency }: Shop) {
  const { id, title, handle, vendor, productType, status, tags, description, createdAt, updatedAt } = product;
  return {
    ...{ id, admin_graphql_api_id: gid("Product", id), title, handle, vendor, product_type: productType },
    ...{ status: status.toLowerCase(), tags: tags.join(", "), body_html: description, created_at: createdAt },
    updated_at: updatedAt,
    variants: product.variants.map((variant, i) => ({
      ...{
        id: variant.id,
        admin_graphql_api_id: gid("ProductVariant", variant.id),
        product_id: id,
        title: variant.title,
      },
      ...{
        sku: variant.sku,
        price: price(variant.priceMinor, currency),
        position: i + 1,
        updated_at: variant.updatedAt,
      },
      ...{ option1: variant.optionValues[0] ?? null, option2: variant.optionValues[1] ?? null },
      ...{ option3: variant.optionValues[2] ?? null, inventory_quantity: stockOf(variant) },
    })),
  };
}
