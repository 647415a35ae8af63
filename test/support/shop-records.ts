import type { CustomerRecord, OrderRecord, ShopRecord } from "../../src/domain/commerce/index.ts";

/** Records as a shop's adapter tells them; every value can be replaced. */
export function aCustomerRecord(overrides: Partial<CustomerRecord> = {}): CustomerRecord {
  return {
    kind: "customer",
    externalId: "gid://shopify/Customer/7",
    updatedAt: new Date("2026-11-18T10:00:00Z"),
    ...{ name: null, email: null, phone: null, orderCount: null, spentMinor: null, currency: null },
    ...{ tags: [], note: null, locale: null, accountState: null, verifiedEmail: null, addresses: [], since: null },
    adminUrl: null,
    ...overrides,
  };
}

export function aLine(overrides: Partial<OrderRecord["lines"][number]> = {}): OrderRecord["lines"][number] {
  const { quantity = 2, unitPriceMinor = 3490 } = overrides;
  return {
    ...{ externalId: "gid://shopify/LineItem/1", title: "Fjord", variant: "Large", sku: null },
    ...{ productExternalId: null, variantExternalId: null },
    ...{ quantity, currentQuantity: quantity, refundableQuantity: quantity, unfulfilledQuantity: quantity },
    ...{ unitPriceMinor, presentmentUnitPriceMinor: unitPriceMinor },
    ...{ totalMinor: quantity * unitPriceMinor, presentmentTotalMinor: quantity * unitPriceMinor },
    imageUrl: null,
    ...overrides,
  };
}

export function aParcel(
  overrides: Partial<OrderRecord["fulfillments"][number]> = {},
): OrderRecord["fulfillments"][number] {
  return {
    ...{ externalId: "gid://shopify/Fulfillment/1", status: "in_transit" },
    ...{ trackingCompany: null, trackingNumber: null, trackingUrl: null },
    ...{ createdAt: null, estimatedDeliveryAt: null, inTransitAt: null, deliveredAt: null, events: [], lines: [] },
    ...overrides,
  };
}

const none = { minor: 0, presentmentMinor: 0 };

export function someDetails(overrides: Partial<OrderRecord["details"]> = {}): OrderRecord["details"] {
  return {
    confirmationNumber: null,
    amounts: {
      ...{ subtotal: none, discounts: none, shipping: none, taxes: none, currentTotal: none },
      ...{ received: none, refunded: none, outstanding: none },
    },
    ...{ discounts: [], shippingLines: [], taxLines: [], taxesIncluded: true },
    ...{ shippingAddress: null, billingAddress: null, note: null, refunds: [], returns: [], transactions: [] },
    ...{ risk: null, disputes: [], cancelReason: null, editProblems: [], gateways: [], test: false },
    can: { cancel: false, edit: false, refund: false, restock: false },
    ...{ statusUrl: null, source: null },
    ...overrides,
  };
}

export function anOrderRecord(overrides: Partial<OrderRecord> = {}): OrderRecord {
  const { name = "#1042", currency = "EUR", totalMinor = 6980 } = overrides;
  return {
    kind: "order",
    externalId: `gid://shopify/Order/${name}`,
    updatedAt: new Date("2026-11-18T10:00:00Z"),
    name,
    ...{ customerExternalId: null, email: null, phone: null },
    placedAt: new Date("2026-11-18T09:00:00Z"),
    ...{ currency, presentmentCurrency: currency, totalMinor, presentmentTotalMinor: totalMinor },
    ...{ financialStatus: "paid", fulfillmentStatus: "fulfilled", returnStatus: "no_return" },
    ...{ cancelledAt: null, closedAt: null, tags: [] },
    lines: [aLine()],
    fulfillments: [],
    details: someDetails(),
    adminUrl: null,
    ...overrides,
  };
}

/** What a shop answers when it is asked about a customer: her, and orders of hers. */
export function told(customer: Partial<CustomerRecord>, orders: readonly Partial<OrderRecord>[] = []) {
  const record = aCustomerRecord({ orderCount: orders.length, ...customer });
  const { externalId: customerExternalId } = record;
  return { customer: record, orders: orders.map((order) => anOrderRecord({ ...order, customerExternalId })) };
}

/** A product whose variants are called so. */
export function aProductRecord(variants: readonly string[]): Extract<ShopRecord, { kind: "product" }> {
  return {
    ...{ kind: "product", externalId: "gid://shopify/Product/1", updatedAt: new Date("2026-11-18T10:00:00Z") },
    ...{ title: "Fjord", handle: "fjord", status: "active", vendor: null, productType: null, tags: [] },
    ...{ description: "", options: [{ name: "Size", values: [...variants] }], currency: "EUR", imageUrl: null },
    ...{ url: null, totalInventory: null, adminUrl: null },
    variants: variants.map((title) => ({
      ...{ externalId: `gid://shopify/ProductVariant/${title}`, title, sku: null, barcode: null, priceMinor: 3490 },
      ...{ compareAtMinor: null, available: true, inventory: null, options: [], imageUrl: null },
    })),
  };
}
