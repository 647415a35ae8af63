import type { CustomerSeed, OrderSeed } from "../world.ts";
import { connection, type PageArgs } from "./connection.ts";
import { gid } from "./gid.ts";
import type { Part } from "./part.ts";
import { type Searchable, search } from "./search.ts";
import { sorted, sortedCustomers } from "./sort.ts";
import type { Shop } from "./state.ts";
import { fulfillmentStatus, views } from "./views.ts";

interface ListArgs extends PageArgs {
  query?: string | null;
  sortKey: string;
}
interface CountArgs {
  query?: string | null;
  limit?: number | null;
}
interface Identifier {
  identifier: { emailAddress?: string; id?: string; phoneNumber?: string };
}

/** The shop, its customers and its orders. */
export const read: Part = {
  query: ({ shop, imageBase }) => reads(shop, imageBase),
  nodes: ({ shop, imageBase }) => {
    const { customer, order } = reads(shop, imageBase);
    return [
      ["Customer", (id) => customer({ id })],
      ["Order", (id) => order({ id })],
    ];
  },
};

function reads(shop: Shop, imageBase: string) {
  const { customerView, orderView } = views(shop, imageBase);
  const customers = (query: string | null | undefined) => search(shop.customers, query, customerFields);
  const orders = (query: string | null | undefined) => search(shop.orders, query, orderFields(shop));
  const customerBy = (found: CustomerSeed | undefined) => (found ? customerView(found) : null);
  return {
    shop: () => shopView(shop),
    customer: ({ id }: { id: string }) => customerBy(shop.customers.find((each) => gid("Customer", each.id) === id)),
    customerByIdentifier: ({ identifier }: Identifier) =>
      customerBy(shop.customers.find((each) => isNamed(each, identifier))),
    customers: (args: ListArgs) =>
      connection(sortedCustomers(customers(args.query), args.sortKey).map(customerView), args),
    customersCount: ({ query, limit }: CountArgs) => counted(customers(query).length, limit),
    order: ({ id }: { id: string }) =>
      shop.orders.filter((each) => gid("Order", each.id) === id).map(orderView)[0] ?? null,
    orders: (args: ListArgs) => connection(sorted(orders(args.query), args.sortKey).map(orderView), args),
    ordersCount: ({ query, limit }: CountArgs) => counted(orders(query).length, limit),
  };
}

const customerFields: Searchable<CustomerSeed> = {
  id: ({ id }) => id,
  email: ({ email }) => email,
  phone: ({ phone }) => phone,
  first_name: ({ firstName }) => firstName,
  last_name: ({ lastName }) => lastName,
  country: ({ address }) => address?.country ?? null,
  customer_date: ({ createdAt }) => createdAt,
  updated_at: ({ createdAt }) => createdAt,
};

function orderFields(shop: Shop): Searchable<OrderSeed> {
  const emailOf = ({ customerId }: OrderSeed) => shop.customers.find(({ id }) => id === customerId)?.email ?? null;
  return {
    id: ({ id }) => id,
    name: ({ number }) => `#${number}`,
    email: emailOf,
    customer_id: ({ customerId }) => customerId,
    created_at: ({ createdAt }) => createdAt,
    processed_at: ({ createdAt }) => createdAt,
    updated_at: ({ updatedAt }) => updatedAt,
    financial_status: ({ financialStatus }) => financialStatus,
    fulfillment_status: (order) => fulfillmentStatus(order),
    status: ({ cancelledAt }) => (cancelledAt ? "cancelled" : "open"),
    sku: ({ lines }) => lines[0]?.sku ?? null,
  };
}

function isNamed(customer: CustomerSeed, { emailAddress, id, phoneNumber }: Identifier["identifier"]): boolean {
  if (emailAddress !== undefined) return customer.email?.toLowerCase() === emailAddress.trim().toLowerCase();
  if (phoneNumber !== undefined) return customer.phone === phoneNumber;
  return id !== undefined && gid("Customer", customer.id) === id;
}

function counted(count: number, limit: number | null | undefined) {
  const isCut = limit !== null && limit !== undefined && count > limit;
  return { count: isCut ? limit : count, precision: isCut ? "AT_LEAST" : "EXACT" };
}

function shopView({ name, email, domain, currency }: Shop) {
  return {
    ...{ id: gid("Shop", 1), name, email, contactEmail: email, myshopifyDomain: domain, currencyCode: currency },
    ...{ ianaTimezone: "Europe/Stockholm", url: `https://${domain}` },
    plan: { partnerDevelopment: true, publicDisplayName: "Development", shopifyPlus: false },
  };
}
