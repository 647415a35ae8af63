import { z } from "zod";
import { askWhenBack } from "../../../domain/stock-requests/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showStockRequest, stockRequestShape } from "./stock-request-shape.ts";

export const createStockRequest = endpoint({
  method: "post",
  path: "/v1/customers/:customerId/stock-requests",
  scope: "customers:write",
  summary: "Note that a customer wants to be told when something is back in stock",
  description:
    "Only because she asked for it, and only for what is sold out now. Asked again for the same goods, it is the same " +
    "request. 404 when the conversation is not hers or no shop sells the variant; 409 with `details.reason` = " +
    "`in_stock` when it can be bought now, `asked_already` when she asked in a conversation the caller cannot see; 429 with `too_many_requests` when she waits for 20 things.",
  tag: "Customers",
  input: z.object({
    customerId: z.uuid(),
    conversationId: z.uuid().describe("One of hers: she is told there."),
    connectionId: z.uuid().describe("The shop."),
    variantId: z.string().min(1).max(200).describe("The shop's own id: `externalId` of `GET /v1/variants`."),
  }),
  output: stockRequestShape,
  status: 201,
  problems: [409, 429],
  run: async (ctx, input) => showStockRequest(await askWhenBack(ctx, input)),
});
