import { z } from "zod";
import { listOrders } from "../../domain/commerce/index.ts";
import { describe } from "./describe-order.ts";
import { defineTool } from "./tool.ts";

export const getOrder = defineTool({
  name: "get_order",
  description: "One order of this customer with its lines, parcels and tracking, by its name such as #1042.",
  input: z.strictObject({ orderName: z.string() }),
  async run({ ctx, customerId, evidence }, { orderName }) {
    const orders = await listOrders(ctx, { customerId, limit: 50 });
    const wanted = orders.filter((order) => bare(order.name) === bare(orderName));
    if (wanted.length === 0) return { error: "This customer has no order of that name" };
    return { orders: wanted.map((order) => describe(order, evidence)) };
  },
});

function bare(name: string): string {
  return name.replace(/[#\s]/g, "").toLowerCase();
}
