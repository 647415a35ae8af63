import { z } from "zod";
import { listCustomerMerges as list } from "../../../domain/customer-merges/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { customerMergeShape, showCustomerMerges } from "./customer-merge-shape.ts";

export const listCustomerMerges = endpoint({
  method: "get",
  path: "/v1/customers/:customerId/merges",
  scope: "customers:read",
  summary: "List with whom a customer was merged, newest first",
  description: "With those undone since. The newest 100, in one page.",
  tag: "Customers",
  input: z.object({ customerId: z.uuid() }),
  output: listOf(customerMergeShape),
  async run(ctx, { customerId }) {
    const rows = await list(ctx, customerId);
    return wholeList(rows, await showCustomerMerges(ctx, rows));
  },
});
