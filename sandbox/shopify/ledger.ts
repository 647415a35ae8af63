import { gid } from "./gid.ts";
import type { Movement } from "./goods-records.ts";
import type { Order } from "./records.ts";
import type { Shop } from "./state.ts";

interface Moved extends Pick<Movement, "at" | "kind" | "currency" | "amountMinor" | "gateway"> {
  order: Order | null;
  /** Of what was made: "GiftCard". */
  type: string;
  id: number;
}

export function recordMovement(shop: Shop, { order, type, id, ...moved }: Moved): void {
  shop.movements.push({ ...moved, orderId: order && gid("Order", order.id), id: gid(type, id) });
}

/** The movements, and their sums by kind and currency: "refund EUR" → 1250. */
export function ledgerOf({ movements }: Shop) {
  const sums: Record<string, number> = {};
  for (const { kind, currency, amountMinor } of movements) {
    sums[`${kind} ${currency}`] = (sums[`${kind} ${currency}`] ?? 0) + amountMinor;
  }
  return { movements, sums };
}
