import { setTimeout as wait } from "node:timers/promises";
import { getLookup, listCurrencies, listOrders, type Order } from "../../domain/commerce/index.ts";
import type { Grant } from "./tool.ts";

/** A shop that takes longer than this is one that could not be asked. */
const longestWaitMs = 6000;
const lookEveryMs = 200;

/**
 * The customer's newest orders. Of who has just written for the first time nothing is known before her shop has been
 * asked, which goes on beside the turn: that is waited for, or she would be told that she has no orders.
 */
export async function ordersOf({ ctx, customerId }: Grant, limit: number): Promise<Order[]> {
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const orders = await listOrders(ctx, { customerId, limit });
    if (orders.length > 0 || waitedMs >= longestWaitMs) return orders;
    const { state } = await getLookup(ctx, customerId);
    if (state !== "pending" || !(await hasOrders(ctx))) return orders;
    await wait(lookEveryMs);
  }
}

/** Without a shop there is nobody to be asked. */
async function hasOrders(ctx: Grant["ctx"]): Promise<boolean> {
  return (await listCurrencies(ctx)).length > 0;
}
