import { type OrderData, openReturns } from "../orders/order-data.ts";

export interface Standing {
  orderCount: number;
  /** What she spent, one amount per currency of a shop, the greatest first. */
  spent: { minor: number; currency: string }[];
  lastOrder: OrderData | null;
  openReturns: number;
  /** Parcels that were sent and have not arrived. */
  underWay: number;
}

/** What a customer's orders say of her. Cancelled orders and money given back are no value. */
export function standingOf(orders: readonly OrderData[]): Standing {
  const spent = new Map<string, number>();
  for (const order of orders.filter(({ cancelledAt }) => !cancelledAt)) {
    const refunded = order.details?.amounts.refunded.minor ?? 0;
    spent.set(order.currency, (spent.get(order.currency) ?? 0) + order.totalMinor - refunded);
  }
  const newest = orders.toSorted((one, other) => other.placedAt.localeCompare(one.placedAt));
  return {
    orderCount: orders.length,
    spent: [...spent]
      .map(([currency, minor]) => ({ currency, minor }))
      .toSorted((one, other) => other.minor - one.minor),
    lastOrder: newest[0] ?? null,
    openReturns: orders.reduce((sum, order) => sum + openReturns(order).length, 0),
    underWay: orders.flatMap(({ fulfillments }) => fulfillments).filter(isUnderWay).length,
  };
}

const moving = new Set([
  "in_transit",
  "out_for_delivery",
  "attempted_delivery",
  "confirmed",
  "carrier_picked_up",
  "delayed",
]);

function isUnderWay({ status, deliveredAt }: OrderData["fulfillments"][number]): boolean {
  return deliveredAt === null && moving.has(status.toLowerCase());
}
