import { z } from "zod";
import { setCustomerFields as set } from "../../../domain/fields/index.ts";
import { endpoint } from "../../endpoint.ts";
import { settingInput, settingProblems } from "../fields/field-shape.ts";
import { customerShape, showCustomerById } from "./customer-shape.ts";

export const setCustomerFields = endpoint({
  method: "patch",
  path: "/v1/customers/:customerId/fields",
  scope: "customers:write",
  summary: "Set custom fields of a customer",
  description: settingProblems,
  tag: "Customers",
  input: z.object({ customerId: z.uuid(), ...settingInput }),
  output: customerShape,
  problems: [409],
  async run(ctx, { customerId, values, seen }) {
    await set(ctx, { customerId, values, ...(seen && { seen }) });
    return showCustomerById(ctx, customerId);
  },
});
