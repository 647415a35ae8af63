import { z } from "zod";
import type { Lookup } from "../../domain/commerce/index.ts";
import { builtIn } from "../../domain/tool-switches/index.ts";
import { describe, summarise } from "./describe-order.ts";
import { ordersOf } from "./orders-of.ts";
import { defineTool } from "./tool.ts";

/** Most questions are about the newest orders: telling all of them at once saves the model a step. */
const inFull = 3;

export const findOrders = defineTool({
  ...builtIn("find_orders"),
  description:
    "The newest orders of the customer of this conversation, at most 20, the first three with lines and tracking. Nobody else's orders can be found.",
  input: z.strictObject({}),
  async run(grant) {
    const { evidence } = grant;
    const { orders, lookup } = await ordersOf(grant, 20);
    return {
      orders: orders.map((order, n) => (n < inFull ? describe : summarise)(order, evidence)),
      note: caution(lookup),
    };
  },
});

/** No orders seen is not the same as no orders there. */
function caution({ state, reason }: Lookup): string | null {
  if (state === "fresh") return null;
  if (state === "none") return reason;
  return `The shop could not be asked just now${reason ? ` (${reason})` : ""}: orders may be missing or out of date.`;
}
