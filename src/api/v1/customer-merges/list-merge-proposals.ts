import { z } from "zod";
import { proposeMerges } from "../../../domain/customer-merges/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { identity } from "../customers/customer-shape.ts";
import { signals } from "./customer-merge-shape.ts";

export const listMergeProposals = endpoint({
  method: "get",
  path: "/v1/customers/:customerId/merge-proposals",
  scope: "customers:read",
  summary: "List who else may be the same person, and why",
  description:
    "At most ten, in one page. A person decides: nobody is merged by itself. Who was told apart, or merged and taken back, is not proposed again.",
  tag: "Customers",
  input: z.object({ customerId: z.uuid() }),
  output: listOf(
    z
      .object({
        customer: z.object({ id: z.uuid(), name: z.string(), identities: z.array(identity) }),
        signals,
        text: z.string().describe("The signals, as a person says them."),
      })
      .meta({ id: "MergeProposal" }),
  ),
  run: async (ctx, { customerId }) =>
    wholeList(await proposeMerges(ctx, customerId), ({ customer: { id, name, identities }, signals, text }) => ({
      ...{ customer: { id, name, identities }, signals, text },
    })),
});
