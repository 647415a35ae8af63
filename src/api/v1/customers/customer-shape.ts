import { z } from "zod";
import { getLookup } from "../../../domain/commerce/index.ts";
import { getCustomer } from "../../../domain/customers/index.ts";
import { valuesOf } from "../../../domain/fields/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { fieldValues } from "../fields/field-shape.ts";

export const identity = z.object({ kind: z.enum(["email", "phone", "shopify", "chat"]), value: z.string() });

export const customerShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    identities: z.array(identity),
    mergedIntoId: z
      .uuid()
      .nullable()
      .describe("Who has her addresses and conversations since she was merged; else null."),
    lookup: z
      .object({
        state: z.enum(["fresh", "pending", "unavailable", "none"]),
        reason: z.string().nullable(),
        at: z.iso.datetime().nullable(),
      })
      .describe("How well we know the customer's orders."),
    fields: fieldValues,
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Customer" });

export async function showCustomerById(ctx: Context, customerId: string): Promise<z.input<typeof customerShape>> {
  const customer = await getCustomer(ctx, customerId);
  const lookup = await getLookup(ctx, customerId);
  return {
    ...customer,
    lookup: { ...lookup, at: lookup.at?.toISOString() ?? null },
    fields: await valuesOf(ctx, { entity: "customer", entityId: customerId }),
    createdAt: customer.createdAt.toISOString(),
  };
}
