import { z } from "zod";
import { listStockRequests as list } from "../../../domain/stock-requests/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showStockRequest, stockRequestShape } from "./stock-request-shape.ts";

export const listStockRequests = endpoint({
  method: "get",
  path: "/v1/customers/:customerId/stock-requests",
  scope: "customers:read",
  summary: "Read what a customer wants to be told is back in stock",
  description:
    "The newest first, the newest hundred, with those that were met or ended. Of whom was merged into her, they are " +
    "hers too. What was asked in a conversation the caller cannot see is left out.",
  tag: "Customers",
  input: z.object({ customerId: z.uuid() }),
  output: z.object({ data: z.array(stockRequestShape) }),
  run: async (ctx, input) => ({ data: (await list(ctx, input)).map(showStockRequest) }),
});
