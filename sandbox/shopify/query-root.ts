import { type PageArgs, sortedConnection } from "./connection.ts";
import { numberIn } from "./find.ts";
import { gid, shopNumber } from "./gid.ts";
import type { Customer } from "./goods-records.ts";
import { customerFields, customerKeys, keyOf } from "./lists/goods.ts";
import { orderFields, orderKey } from "./lists/orders.ts";
import type { Asking, Part } from "./part.ts";
import type { Order } from "./records.ts";
import { search } from "./search.ts";
import type { Shop } from "./state.ts";
import { customerView } from "./views/customer.ts";
import { fulfillmentView } from "./views/fulfillment.ts";
import { lineView } from "./views/line.ts";
import { counted } from "./views/money.ts";
import { orderView } from "./views/order.ts";
import { refundView } from "./views/refund.ts";
import { transactionView } from "./views/transaction.ts";

export interface ListArgs extends PageArgs {
  query?: string | null;
  sortKey: string;
}
export interface CountArgs {
  query?: string | null;
  limit?: number | null;
}

/** The shop, its customers and its orders. */
export const read: Part = {
  query(asking) {
    const { shop } = asking;
    const customers = (query: string | null | undefined) => search(shop.customers, query, customerFields(shop));
    const orders = (query: string | null | undefined) => search(shop.orders, query, orderFields(shop));
    const customer = (each: Customer) => customerView(asking, each);
    const order = (each: Order) => orderView(asking, each);
    return {
      shop: () => shopView(shop),
      customer: ({ id }: { id: string }) => customerBy(asking, { id }),
      customerByIdentifier: ({ identifier }: { identifier: CustomerIdentifier }) => customerBy(asking, identifier),
      customers: ({ query, sortKey, ...args }: ListArgs) =>
        sortedConnection(customers(query), args, keyOf(sortKey, customerKeys), customer),
      customersCount: ({ query, limit }: CountArgs) => counted(customers(query).length, limit),
      order: ({ id }: { id: string }) => orderBy(asking, id),
      orderByIdentifier: ({ identifier }: { identifier: { id?: string | null } }) => orderBy(asking, identifier.id),
      orders: ({ query, sortKey, ...args }: ListArgs) =>
        sortedConnection(orders(query), args, orderKey(sortKey), order),
      ordersCount: ({ query, limit }: CountArgs) => counted(orders(query).length, limit),
      fulfillment: ({ id }: { id: string }) => rowOf(asking, "Fulfillment", id),
      refund: ({ id }: { id: string }) => rowOf(asking, "Refund", id),
    };
  },
  nodes: (asking) => [
    ["Shop", () => shopView(asking.shop)],
    ["Customer", (id) => customerBy(asking, { id })],
    ["Order", (id) => orderBy(asking, id)],
    ...(["Fulfillment", "Refund", "LineItem", "OrderTransaction"] as const).map(
      (type): [string, (id: string) => object | null] => [type, (id) => rowOf(asking, type, id)],
    ),
  ],
};

interface CustomerIdentifier {
  emailAddress?: string;
  id?: string;
  phoneNumber?: string;
}

function customerBy(asking: Asking, { emailAddress, id, phoneNumber }: CustomerIdentifier) {
  const found = asking.shop.customers.find((each) => {
    if (emailAddress !== undefined) return each.email?.toLowerCase() === emailAddress.trim().toLowerCase();
    if (phoneNumber !== undefined) return each.phone === phoneNumber;
    return each.id === numberIn("Customer", id);
  });
  return found ? customerView(asking, found) : null;
}

function orderBy(asking: Asking, id: string | null | undefined) {
  const found = asking.shop.orders.find((each) => each.id === numberIn("Order", id));
  return found ? orderView(asking, found) : null;
}

/** A row of some order by its own id. */
function rowOf(asking: Asking, type: "Fulfillment" | "Refund" | "LineItem" | "OrderTransaction", id: string) {
  const number = numberIn(type, id);
  const is = (row: { id: number }) => row.id === number;
  for (const order of asking.shop.orders) {
    if (type === "Fulfillment")
      for (const row of order.fulfillments.filter(is)) return fulfillmentView(asking, order, row);
    if (type === "Refund") for (const row of order.refunds.filter(is)) return refundView(asking, order, row);
    if (type === "LineItem") for (const row of order.lines.filter(is)) return lineView(asking, order, row);
    if (type === "OrderTransaction")
      for (const row of order.transactions.filter(is)) return transactionView(asking, order, row);
  }
  return null;
}

function shopView({ name, email, domain, currency, taxesIncluded }: Shop) {
  return {
    ...{
      id: gid("Shop", shopNumber({ domain })),
      name,
      email,
      contactEmail: email,
      myshopifyDomain: domain,
      currencyCode: currency,
    },
    ...{ ianaTimezone: "Europe/Stockholm", url: `https://${domain}`, taxesIncluded, shopOwnerName: name },
    primaryDomain: { id: gid("Domain", 1), host: domain, url: `https://${domain}`, sslEnabled: true },
    ...{ enabledPresentmentCurrencies: [currency], orderNumberFormatPrefix: "#", orderNumberFormatSuffix: "" },
    plan: { partnerDevelopment: true, publicDisplayName: "Development", shopifyPlus: false },
  };
}
