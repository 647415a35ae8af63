import { z } from "zod";
import { findOrders as find, mostFound, shopNames } from "../../../domain/commerce/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { orderShape, showOrder } from "./order-shape.ts";

export const findOrders = endpoint({
  method: "get",
  path: "/v1/orders",
  scope: "orders:read",
  summary: "Find orders by number, email, phone or name",
  description: `Orders of all shops, also of people who never wrote; the newest ${mostFound} that fit.`,
  tag: "Orders",
  input: z.object({
    query: z.string().trim().min(1).max(200).describe("#1042, mia@mail.example, +47 123 45 678, Mia Berg."),
  }),
  output: listOf(orderShape),
  run: async (ctx, { query }) => wholeList(await find(ctx, query), showOrder(await shopNames(ctx))),
});
