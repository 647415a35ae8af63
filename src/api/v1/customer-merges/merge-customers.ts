import { z } from "zod";
import { mergeCustomers as merge } from "../../../domain/customer-merges/index.ts";
import { endpoint } from "../../endpoint.ts";
import { customerMergeShape, showCustomerMerge } from "./customer-merge-shape.ts";

export const mergeCustomers = endpoint({
  method: "post",
  path: "/v1/customers/:customerId/merge",
  scope: "customers:write",
  summary: "Merge a customer into another, who stays",
  description:
    "Addresses, conversations and orders of the first are the second's from now on; of custom fields and the name, the second keeps her own. The first stays readable: `mergedIntoId` leads on. 409 with `details.reason` `merged` when either was merged before. Undo it by `DELETE /v1/customer-merges/{customerMergeId}`.",
  tag: "Customers",
  input: z.object({ customerId: z.uuid(), intoCustomerId: z.uuid() }),
  output: customerMergeShape,
  status: 201,
  problems: [409],
  run: async (ctx, input) => showCustomerMerge(ctx, await merge(ctx, input)),
});
