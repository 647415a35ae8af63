import { z } from "zod";
import { forgetDistinction as forget } from "../../../domain/customer-merges/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const forgetDistinction = endpoint({
  method: "delete",
  path: "/v1/customers/:customerId/distinctions/:otherCustomerId",
  scope: "customers:write",
  summary: "Take back that two customers are two people",
  tag: "Customers",
  input: z.object({ customerId: z.uuid(), otherCustomerId: z.uuid() }),
  output: nothing,
  run: (ctx, two) => forget(ctx, two),
});
