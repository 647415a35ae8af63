import { z } from "zod";
import { getLookup } from "../../../domain/commerce/index.ts";
import { getCustomer as get } from "../../../domain/customers/index.ts";
import { endpoint } from "../../endpoint.ts";

const customerShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    identities: z.array(z.object({ kind: z.enum(["email", "phone", "shopify", "chat"]), value: z.string() })),
    lookup: z
      .object({
        state: z.enum(["fresh", "pending", "unavailable", "none"]),
        reason: z.string().nullable(),
        at: z.iso.datetime().nullable(),
      })
      .describe("How well we know the customer's orders."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Customer" });

export const getCustomer = endpoint({
  method: "get",
  path: "/v1/customers/:customerId",
  scope: "customers:read",
  summary: "Read a customer",
  tag: "Customers",
  input: z.object({ customerId: z.uuid() }),
  output: customerShape,
  async run(ctx, { customerId }) {
    const customer = await get(ctx, customerId);
    const lookup = await getLookup(ctx, customerId);
    return {
      ...customer,
      lookup: { ...lookup, at: lookup.at?.toISOString() ?? null },
      createdAt: customer.createdAt.toISOString(),
    };
  },
});
