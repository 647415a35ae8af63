import { z } from "zod";
import { tellApart } from "../../../domain/customer-merges/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const tellCustomersApart = endpoint({
  method: "put",
  path: "/v1/customers/:customerId/distinctions/:otherCustomerId",
  scope: "customers:write",
  summary: "Say that two customers are two people",
  description: "They are not proposed to each other again.",
  tag: "Customers",
  input: z.object({ customerId: z.uuid(), otherCustomerId: z.uuid() }),
  output: nothing,
  run: (ctx, two) => tellApart(ctx, two),
});
