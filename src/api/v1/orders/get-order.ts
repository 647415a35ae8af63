import { z } from "zod";
import { getOrder as get, shopNames } from "../../../domain/commerce/index.ts";
import { endpoint } from "../../endpoint.ts";
import { orderShape, showOrder } from "./order-shape.ts";

export const getOrder = endpoint({
  method: "get",
  path: "/v1/orders/:orderId",
  scope: "orders:read",
  summary: "Show an order",
  tag: "Orders",
  input: z.object({ orderId: z.uuid() }),
  output: orderShape,
  run: async (ctx, { orderId }) => showOrder(await shopNames(ctx))(await get(ctx, orderId)),
});
