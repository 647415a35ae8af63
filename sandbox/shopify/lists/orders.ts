import { gid } from "../gid.ts";
import type { Order } from "../records.ts";
import type { Searchable } from "../search.ts";
import type { Shop } from "../state.ts";
import { financialStatus, fulfillmentStatus, returnStatus, totals } from "../totals.ts";

const statusesOf = ({ cancelledAt, closedAt }: Order): string[] => {
  if (cancelledAt) return ["any", "cancelled"];
  return closedAt ? ["any", "closed"] : ["any", "open", "not_closed"];
};

const shipping: Record<ReturnType<typeof fulfillmentStatus>, string[]> = {
  FULFILLED: ["fulfilled", "shipped"],
  PARTIALLY_FULFILLED: ["partial", "partially_fulfilled", "unfulfilled"],
  UNFULFILLED: ["unfulfilled", "unshipped"],
};

/** Source: https://shopify.dev/docs/api/admin-graphql/2026-10/queries/orders#arguments-query */
export function orderFields(shop: Pick<Shop, "customers">): Searchable<Order> {
  const customerOf = ({ customerId }: Order) => shop.customers.find(({ id }) => id === customerId);
  return {
    id: ({ id }) => [id, gid("Order", id)],
    name: ({ number }) => `#${number}`,
    email: (order) => order.email ?? customerOf(order)?.email ?? null,
    customer_id: ({ customerId }) => customerId,
    created_at: ({ createdAt }) => createdAt,
    processed_at: ({ createdAt }) => createdAt,
    updated_at: ({ updatedAt }) => updatedAt,
    financial_status: (order) => financialStatus(order),
    fulfillment_status: (order) => shipping[fulfillmentStatus(order)],
    return_status: (order) => returnStatus(order),
    status: statusesOf,
    tag: ({ tags }) => tags,
    sku: ({ lines }) => lines.map(({ sku }) => sku),
    discount_code: ({ discountCodes }) => discountCodes,
    po_number: ({ poNumber }) => poNumber,
    risk_level: ({ risk }) => risk,
    source_name: ({ sourceName }) => sourceName,
    gateway: ({ transactions }) => transactions.map(({ gateway }) => gateway),
    test: () => "false",
  };
}

const keys: Record<string, (order: Order) => string | number> = {
  CREATED_AT: ({ createdAt }) => Date.parse(createdAt),
  PROCESSED_AT: ({ createdAt }) => Date.parse(createdAt),
  UPDATED_AT: ({ updatedAt }) => Date.parse(updatedAt),
  ORDER_NUMBER: ({ number }) => number,
  TOTAL_PRICE: (order) => totals(order).total.shop,
  CURRENT_TOTAL_PRICE: (order) => totals(order).currentTotal.shop,
  FINANCIAL_STATUS: (order) => financialStatus(order),
  FULFILLMENT_STATUS: (order) => fulfillmentStatus(order),
};

/** One of OrderSortKeys; one not spoken here sorts by id. */
export const orderKey = (sortKey: string) => keys[sortKey] ?? (({ id }: Order) => id);
