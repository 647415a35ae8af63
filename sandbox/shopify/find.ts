import { gid } from "./gid.ts";
import type { Customer } from "./goods-records.ts";
import type { Order } from "./records.ts";
import type { Shop } from "./state.ts";
import { Refused } from "./user-error.ts";

/** The number in a gid of this type; NaN when it is none. Variants of a type ("CalculatedOrder") are not it. */
export function numberIn(type: string, id: unknown): number {
  const prefix = gid(type, "");
  return typeof id === "string" && id.startsWith(prefix) ? Number(id.slice(prefix.length)) : Number.NaN;
}

/** @throws Refused with `message` when there is none. */
export function found<T extends { id: number }>(
  rows: readonly T[],
  type: string,
  id: unknown,
  field: string[],
  message: string,
  code?: string,
): T {
  const number = numberIn(type, id);
  const row = rows.find((each) => each.id === number);
  if (!row) throw new Refused(field, message, code);
  return row;
}

export const orderIn = (shop: Shop, id: unknown, field = ["id"], code?: string): Order =>
  found(shop.orders, "Order", id, field, "Order does not exist", code);

export const customerIn = (shop: Shop, id: unknown, field = ["id"], code?: string): Customer =>
  found(shop.customers, "Customer", id, field, "Customer does not exist", code);
