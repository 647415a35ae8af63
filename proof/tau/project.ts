import type { Shop } from "../../sandbox/shopify/state.ts";
import type { TauAddress, TauDatabase, TauOrder, TauUser } from "./data.ts";
import { country, numbersOf } from "./shop.ts";

type Order = Shop["orders"][number];
type Return = Order["returns"][number];

/**
 * What the shop says now, in τ-bench's form. Payment methods are the shopper's own and unknown to Shopify; only the
 * balances of gift cards are the shop's.
 */
export function projected(shop: Shop, db: TauDatabase): Pick<TauDatabase, "orders" | "users"> {
  const numbers = numbersOf(db);
  const orders = new Map(shop.orders.map((order) => [order.id, order]));
  const customers = new Map(shop.customers.map((customer) => [customer.id, customer]));
  return {
    orders: Object.fromEntries(
      Object.entries(db.orders).flatMap(([id, known]) => {
        const order = orders.get(numbers.orders.get(id) ?? 0);
        const methods = Object.keys(db.users[known.user_id]?.payment_methods ?? {});
        return order ? [[id, projectedOrder(shop, order, known, methods)]] : [];
      }),
    ),
    users: Object.fromEntries(
      Object.entries(db.users).flatMap(([id, known]) => {
        const customer = customers.get(numbers.customers.get(id) ?? 0);
        const address = customer?.addresses.find((each) => each.id === customer.defaultAddressId) ?? null;
        return customer
          ? [[id, { ...known, address: tauAddress(address), payment_methods: methodsOf(shop, known) }]]
          : [];
      }),
    ),
  };
}

function projectedOrder(shop: Shop, order: Order, known: TauOrder, methods: readonly string[]): TauOrder {
  const back = order.returns.find(({ status }) => status === "OPEN" || status === "REQUESTED");
  return {
    ...{ order_id: known.order_id, user_id: known.user_id, fulfillments: fulfillmentsOf(order) },
    ...{ address: tauAddress(order.shippingAddress), items: itemsOf(shop, order), status: statusOf(order, back) },
    payment_history: paymentsOf(order),
    ...(order.staffNote === null || order.cancelledAt === null ? {} : { cancel_reason: plainNote(order.staffNote) }),
    ...(back ? returned(shop, order, back, methods) : {}),
  };
}

function statusOf(order: Order, back: Return | undefined): string {
  if (order.cancelledAt !== null) return "cancelled";
  if (back) return back.exchanges.length > 0 ? "exchange requested" : "return requested";
  if (order.edited) return "pending (item modified)";
  const sent = order.fulfillments.filter(({ status }) => status === "SUCCESS");
  if (sent.length === 0) return "pending";
  return sent.every(({ deliveredAt }) => deliveredAt !== null) ? "delivered" : "processed";
}

/** What is ordered now: lines that an edit took out are gone. */
function itemsOf(shop: Shop, order: Order): TauOrder["items"] {
  return order.lines.flatMap((line) => {
    const product = shop.products.find(({ id }) => id === line.productId);
    const variant = product?.variants.find(({ id }) => id === line.variantId);
    const options = Object.fromEntries(
      (product?.optionNames ?? []).flatMap((name, n) => {
        const value = variant?.optionValues[n] ?? "–";
        return value === "–" ? [] : [[name, value]];
      }),
    );
    const one = {
      ...{ name: line.title, product_id: String(line.productId), item_id: line.sku ?? "", options },
      price: line.unit.shop / 100,
    };
    return Array.from({ length: line.quantity - line.removed }, () => ({ ...one }));
  });
}

function paymentsOf({ transactions }: Order): TauOrder["payment_history"] {
  return transactions
    .filter(({ status, kind }) => status === "SUCCESS" && (kind === "SALE" || kind === "REFUND"))
    .map(({ kind, amount, gateway }) => ({
      transaction_type: kind === "SALE" ? "payment" : "refund",
      ...{ amount: amount.shop / 100, payment_method_id: gateway },
    }));
}

function returned(shop: Shop, { lines }: Order, back: Return, methods: readonly string[]): Partial<TauOrder> {
  const given = back.lines.flatMap(({ lineId, quantity }) => {
    const line = lines.find(({ id }) => id === lineId);
    return line ? Array.from({ length: quantity }, () => ({ item: line.sku ?? "", minor: line.unit.shop })) : [];
  });
  const items = given.map(({ item }) => item).sort();
  const notes = back.lines.map(({ reasonNote, customerNote }) => `${reasonNote} ${customerNote ?? ""}`).join(" ");
  const wish = methods.find((method) => notes.includes(method));
  if (back.exchanges.length === 0) {
    return { return_items: items, ...(wish === undefined ? {} : { return_payment_method_id: wish }) };
  }
  const taken = back.exchanges.flatMap(({ variantId, quantity, unit }) => {
    const variant = shop.products.flatMap(({ variants }) => variants).find(({ id }) => id === variantId);
    return Array.from({ length: quantity }, () => ({ item: variant?.sku ?? "", minor: unit.shop }));
  });
  const difference = sum(taken) - sum(given);
  return {
    ...{ exchange_items: items, exchange_new_items: taken.map(({ item }) => item).sort() },
    ...(wish === undefined ? {} : { exchange_payment_method_id: wish }),
    exchange_price_difference: difference / 100,
  };
}

function sum(rows: readonly { minor: number }[]): number {
  return rows.reduce((all, { minor }) => all + minor, 0);
}

function fulfillmentsOf(order: Order): TauOrder["fulfillments"] {
  return order.fulfillments.map(({ trackings, lines }) => ({
    tracking_id: trackings.flatMap(({ number }) => number?.split(" ") ?? []),
    item_ids: lines.map(({ lineId }) => order.lines.find(({ id }) => id === lineId)?.sku ?? ""),
  }));
}

/** Without the mark by which the product knows its own. */
function plainNote(note: string): string {
  return note.replace(/\s*\[[^\]]*\]\s*$/, "").trim();
}

function methodsOf(shop: Shop, { payment_methods }: TauUser): TauUser["payment_methods"] {
  return Object.fromEntries(
    Object.entries(payment_methods).map(([id, method]) => {
      const card = shop.giftCards.find(({ code }) => code === id);
      return [id, card ? { ...method, balance: card.balanceMinor / 100 } : method];
    }),
  );
}

function tauAddress(address: Order["shippingAddress"]): TauAddress {
  const { address1, address2, city, provinceCode, zip, countryCode } = address ?? {};
  return {
    ...{ address1: address1 ?? "", address2: address2 ?? "", city: city ?? "", state: provinceCode ?? "" },
    ...{ zip: zip ?? "", country: countryCode === country.code ? country.tau : (countryCode ?? "") },
  };
}
