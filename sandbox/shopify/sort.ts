import type { CustomerSeed, OrderSeed } from "../world.ts";
import { totals } from "./money.ts";

const orderKeys: Record<string, (order: OrderSeed) => number> = {
  CREATED_AT: ({ createdAt }) => Date.parse(createdAt),
  PROCESSED_AT: ({ createdAt }) => Date.parse(createdAt),
  UPDATED_AT: ({ updatedAt }) => Date.parse(updatedAt),
  ORDER_NUMBER: ({ number }) => number,
  TOTAL_PRICE: (order) => totals(order).total,
  CURRENT_TOTAL_PRICE: (order) => totals(order).current,
};

/** Orders by one of OrderSortKeys, ascending; a key not spoken here sorts by id. */
export function sorted(orders: readonly OrderSeed[], sortKey: string): OrderSeed[] {
  const key = orderKeys[sortKey] ?? (() => 0);
  return [...orders].sort((a, b) => key(a) - key(b) || a.id - b.id);
}

export function sortedCustomers(customers: readonly CustomerSeed[], sortKey: string): CustomerSeed[] {
  const byName = (a: CustomerSeed, b: CustomerSeed) =>
    `${a.lastName} ${a.firstName}`.localeCompare(`${b.lastName} ${b.firstName}`);
  const byDate = (a: CustomerSeed, b: CustomerSeed) => Date.parse(a.createdAt) - Date.parse(b.createdAt);
  const compare = sortKey === "NAME" ? byName : sortKey.endsWith("_AT") ? byDate : () => 0;
  return [...customers].sort((a, b) => compare(a, b) || a.id - b.id);
}
