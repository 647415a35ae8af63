import { z } from "zod";
import { endpoint } from "../../endpoint.ts";
import { customerShape, showCustomerById } from "./customer-shape.ts";

export const getCustomer = endpoint({
  method: "get",
  path: "/v1/customers/:customerId",
  scope: "customers:read",
  summary: "Read a customer",
  tag: "Customers",
  input: z.object({ customerId: z.uuid() }),
  output: customerShape,
  run: (ctx, { customerId }) => showCustomerById(ctx, customerId),
});
