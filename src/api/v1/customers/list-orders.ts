import { z } from "zod";
import { listOrders as list, shopNames } from "../../../domain/commerce/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, momentAndId, pageInput } from "../../pages.ts";
import { orderShape, showOrder } from "../orders/order-shape.ts";

export const listOrders = endpoint({
  method: "get",
  path: "/v1/customers/:customerId/orders",
  scope: "orders:read",
  summary: "List a customer's orders, newest first",
  tag: "Customers",
  input: z.object({ customerId: z.uuid(), ...pageInput }),
  output: listOf(orderShape),
  async run(ctx, { customerId, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { customerId }, position: momentAndId });
    const after = page.after && { placedAt: new Date(page.after[0]), id: page.after[1] };
    const rows = await list(ctx, { customerId, limit: page.ask, ...(after && { after }) });
    return page.of(rows, showOrder(await shopNames(ctx)), (order) => [order.placedAt.toISOString(), order.id]);
  },
});
