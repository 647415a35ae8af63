import { setTimeout as wait } from "node:timers/promises";
import { getLookup, type Lookup, listCurrencies, listOrders, type Order } from "../../domain/commerce/index.ts";
import { readTogether } from "../../domain/events/index.ts";
import type { Grant } from "./tool.ts";

/** A shop that takes longer than this is one that could not be asked. */
const longestWaitMs = 6000;
const lookEveryMs = 200;

interface Known {
  orders: Order[];
  /** How well they are known. */
  lookup: Lookup;
}

/**
 * The customer's newest orders. Of who has just written for the first time nothing is known before her shop has been
 * asked, which goes on beside the turn: that is waited for, or she would be told that she has no orders.
 */
export async function ordersOf({ ctx, customerId }: Grant, limit: number): Promise<Known> {
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const known = await readTogether(ctx, async (reading) => {
      const [orders, lookup] = await Promise.all([
        listOrders(reading, { customerId, limit }),
        getLookup(reading, customerId),
      ]);
      return { orders, lookup };
    });
    if (known.orders.length > 0 || waitedMs >= longestWaitMs) return known;
    if (known.lookup.state !== "pending" || !(await hasOrders(ctx))) return known;
    await wait(lookEveryMs);
  }
}

/** Those of them that are called so: "#1042", "1042". Two shops may have an order of the same name. */
export async function ordersNamed(grant: Grant, name: string): Promise<Order[]> {
  const wanted = bare(name);
  const { orders } = await ordersOf(grant, 50);
  return orders.filter((order) => bare(order.name) === wanted);
}

function bare(name: string): string {
  return name.replace(/[#\s]/g, "").toLowerCase();
}

/** Without a shop there is nobody to be asked. */
async function hasOrders(ctx: Grant["ctx"]): Promise<boolean> {
  return (await listCurrencies(ctx)).length > 0;
}
