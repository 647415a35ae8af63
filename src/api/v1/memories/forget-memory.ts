import { z } from "zod";
import { forgetMemory as forget } from "../../../domain/memories/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const forgetMemory = endpoint({
  method: "delete",
  path: "/v1/customers/:customerId/memories/:memoryId",
  scope: "customers:write",
  summary: "Have the AI forget something of a customer",
  description: "At once, and for good. 404 when it is not kept of this customer.",
  tag: "Customers",
  input: z.object({ customerId: z.uuid(), memoryId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => forget(ctx, input),
});
