import type { Bag } from "../bag.ts";
import { decimal } from "../money.ts";
import type { Order } from "../records.ts";
import type { Shop } from "../state.ts";

export const money = (minor: number, currency: string) => ({
  amount: decimal(minor, currency),
  currencyCode: currency,
});

/** A MoneyBag of an order (or of what has its currencies). */
export function bagView({ currency }: Pick<Shop, "currency">, { presentment }: Pick<Order, "presentment">) {
  return (bag: Bag) => ({
    shopMoney: money(bag.shop, currency),
    presentmentMoney: money(bag.presentment, presentment.currency),
  });
}

export function counted(count: number, limit: number | null | undefined) {
  const isCut = limit !== null && limit !== undefined && count > limit;
  return { count: isCut ? limit : count, precision: isCut ? "AT_LEAST" : "EXACT" };
}
