import { z } from "zod";
import { endStockRequest as end } from "../../../domain/stock-requests/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const endStockRequest = endpoint({
  method: "delete",
  path: "/v1/stock-requests/:stockRequestId",
  scope: "customers:write",
  summary: "End a customer's wish to be told when something is back in stock",
  description: "Nobody tells her from then on. It stays listed as `ended`; one that was met stays met.",
  tag: "Customers",
  input: z.object({ stockRequestId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => end(ctx, input),
});
