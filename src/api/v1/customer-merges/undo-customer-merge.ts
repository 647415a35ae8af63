import { z } from "zod";
import { undoCustomerMerge as undo } from "../../../domain/customer-merges/index.ts";
import { endpoint } from "../../endpoint.ts";
import { customerMergeShape, showCustomerMerge } from "./customer-merge-shape.ts";

export const undoCustomerMerge = endpoint({
  method: "delete",
  path: "/v1/customer-merges/:customerMergeId",
  scope: "customers:write",
  summary: "Make two customers of one again",
  description:
    "Each has what she had, and what came meanwhile is hers from whose address it came. They are not proposed to each other again. One undone already is left alone.",
  tag: "Customers",
  input: z.object({ customerMergeId: z.uuid() }),
  output: customerMergeShape,
  run: async (ctx, input) => showCustomerMerge(ctx, await undo(ctx, input)),
});
