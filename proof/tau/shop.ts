import type {
  AddressSeed,
  CustomerSeed,
  FulfillmentSeed,
  OrderSeed,
  ProductSeed,
  ShopSeed,
} from "../../sandbox/world.ts";
import type { TauAddress, TauDatabase, TauOrder, TauUser } from "./data.ts";

/** Every order was placed, sent and delivered then: τ-bench knows no dates. */
const longAgo = "2026-10-01T12:00:00Z";
const firstCustomer = 7_000_000;
const firstOrder = 5_500_000_000;
const rowsPerOrder = 1_000;

export const tauToken = "shpat_sandbox_tau";

/** Which of our numbers stands for what in τ-bench; both ways. */
export interface TauNumbers {
  customers: Map<string, number>;
  orders: Map<string, number>;
}

export function numbersOf(db: TauDatabase): TauNumbers {
  const users = Object.keys(db.users).map((id, n) => [id, firstCustomer + n] as const);
  const orders = Object.keys(db.orders).map((id, n) => [id, firstOrder + n * rowsPerOrder] as const);
  return { customers: new Map(users), orders: new Map(orders) };
}

/**
 * The retail shop of τ-bench as a Shopify shop: users are customers, items variants whose SKU is the item's id, the
 * payment method of a payment its transaction's gateway, and gift cards gift cards whose code is the method's id.
 */
export function tauShop(db: TauDatabase, domain: string): ShopSeed {
  const numbers = numbersOf(db);
  return {
    ...{ domain, name: "τ retail", email: "support@tau.example", currency: "USD", accessToken: tauToken },
    products: Object.values(db.products).map(productSeed),
    customers: Object.entries(db.users).map(([id, user]) => customerSeed(numbers.customers.get(id) ?? 0, user)),
    orders: Object.values(db.orders).map((order) => orderSeed(order, db, numbers)),
    giftCards: Object.entries(db.users).flatMap(([id, user]) => giftCards(user, numbers.customers.get(id) ?? null)),
  };
}

function cents(dollars: number): number {
  return Math.round(dollars * 100);
}

/** τ-bench names the country by three letters, Shopify by two; it has one. */
export const country = { tau: "USA", code: "US", name: "United States" };

function addressSeed({ address1, address2, city, state, zip }: TauAddress): AddressSeed {
  const { name, code: countryCode } = country;
  return { address1, address2, city, province: state, provinceCode: state, zip, country: name, countryCode };
}

function customerSeed(id: number, { name, email, address }: TauUser): CustomerSeed {
  const { first_name: firstName, last_name: lastName } = name;
  return { id, firstName, lastName, email, phone: null, createdAt: longAgo, address: addressSeed(address) };
}

function giftCards({ payment_methods }: TauUser, customerId: number | null) {
  return Object.entries(payment_methods).flatMap(([code, { source, balance = 0 }]) => {
    const minor = cents(balance);
    if (source !== "gift_card") return [];
    return [{ id: Number(code.replace(/\D/g, "")), code, initialMinor: minor, balanceMinor: minor, customerId }];
  });
}

function productSeed({ name, product_id, variants }: TauDatabase["products"][string]): ProductSeed {
  const optionNames = [...new Set(Object.values(variants).flatMap(({ options }) => Object.keys(options)))];
  return {
    ...{ id: Number(product_id), title: name, optionNames },
    variants: Object.values(variants).map(({ item_id, options, available, price }) => ({
      ...{ id: Number(item_id), sku: item_id, priceMinor: cents(price), available: available ? null : 0 },
      optionValues: optionNames.map((option) => options[option] ?? "–"),
    })),
  };
}

function orderSeed(order: TauOrder, db: TauDatabase, numbers: TauNumbers): OrderSeed {
  const id = numbers.orders.get(order.order_id) ?? 0;
  const isCancelled = order.status === "cancelled";
  const [payment] = order.payment_history;
  const refunds = order.payment_history.filter(({ transaction_type }) => transaction_type === "refund");
  const lines = order.items.map(({ name, product_id, item_id, price, options }, n) => ({
    ...{ id: id + n + 1, title: name, variant: Object.values(options).join(" / "), sku: item_id, quantity: 1 },
    ...{ unitPriceMinor: cents(price), image: null, variantId: Number(item_id), productId: Number(product_id) },
  }));
  return {
    ...{ id, number: Number(order.order_id.replace(/\D/g, "")), createdAt: longAgo, updatedAt: longAgo, lines },
    ...{ customerId: numbers.customers.get(order.user_id) ?? null, note: null, shippingMinor: 0 },
    email: db.users[order.user_id]?.email ?? null,
    shippingAddress: addressSeed(order.address),
    financialStatus: isCancelled ? "REFUNDED" : "PAID",
    ...{ cancelledAt: isCancelled ? longAgo : null, cancelReason: isCancelled ? "CUSTOMER" : null },
    payments: payment ? [{ kind: "SALE", gateway: payment.payment_method_id, amountMinor: cents(payment.amount) }] : [],
    fulfillments: order.fulfillments.map((each, n) => fulfillmentSeed(each, order.status, id, n, lines)),
    refunds: refunds.map(({ amount }, n) => ({
      ...{ id: id + 600 + n, createdAt: longAgo, note: null, amountMinor: cents(amount) },
      lines: lines.map(({ id: lineId, unitPriceMinor }) => ({ lineId, quantity: 1, subtotalMinor: unitPriceMinor })),
    })),
  };
}

/** "processed" is on its way; what a cancelled order had is cancelled with it. */
function fulfillmentSeed(
  { tracking_id, item_ids }: TauOrder["fulfillments"][number],
  status: string,
  orderNumber: number,
  n: number,
  lines: readonly { id: number; sku: string }[],
): FulfillmentSeed {
  const isDelivered = status === "delivered";
  const left = [...lines];
  const sent = item_ids.flatMap((item) => {
    const at = left.findIndex(({ sku }) => sku === item);
    return at === -1 ? [] : left.splice(at, 1).map(({ id: lineId }) => ({ lineId, quantity: 1 }));
  });
  return {
    ...{ id: orderNumber + 800 + n, createdAt: longAgo, estimatedDeliveryAt: null, inTransitAt: longAgo, lines: sent },
    ...{ status: status === "cancelled" ? "CANCELLED" : "SUCCESS", events: [] },
    ...{ displayStatus: isDelivered ? "DELIVERED" : "IN_TRANSIT", deliveredAt: isDelivered ? longAgo : null },
    tracking: { company: "UPS", number: tracking_id.join(" "), url: "https://tracking.example/" },
  };
}
