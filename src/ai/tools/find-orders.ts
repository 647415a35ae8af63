import { z } from "zod";
import { getLookup, type Lookup, listOrders } from "../../domain/commerce/index.ts";
import { builtIn } from "../../domain/tool-switches/index.ts";
import { describe, summarise } from "./describe-order.ts";
import { defineTool } from "./tool.ts";

/** Most questions are about the newest orders: telling all of them at once saves the model a step. */
const inFull = 3;

export const findOrders = defineTool({
  ...builtIn("find_orders"),
  description:
    "The newest orders of the customer of this conversation, at most 20, the first three with lines and tracking. Nobody else's orders can be found.",
  input: z.strictObject({}),
  async run({ ctx, customerId, evidence }) {
    const [orders, lookup] = await Promise.all([
      listOrders(ctx, { customerId, limit: 20 }),
      getLookup(ctx, customerId),
    ]);
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
