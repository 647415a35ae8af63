import { z } from "zod";
import { findVariants as find, mostVariants } from "../../../domain/commerce/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";

const text = z.string().nullable();
const variantShape = z
  .object({
    connectionId: z.uuid().describe("The shop."),
    externalId: z.string().describe("The shop's own id: the `variantId` of actions."),
    productId: z.string().describe("The shop's own id of the product."),
    ...{ product: z.string(), title: z.string(), sku: text },
    priceMinor: z.number().int(),
    currency: z.string().describe("Of the shop; ISO 4217."),
    available: z.boolean(),
    imageUrl: text,
  })
  .meta({ id: "Variant" });

export const findVariants = endpoint({
  method: "get",
  path: "/v1/variants",
  scope: "orders:read",
  summary: "Find what a shop sells",
  description: `By words of a product or variant, or by its number (SKU); the first ${mostVariants} that fit.`,
  tag: "Orders",
  input: z.object({
    connectionId: z.uuid().optional().describe("Absent: all shops."),
    query: z.string().trim().max(200).default(""),
  }),
  output: listOf(variantShape),
  run: async (ctx, input) => wholeList(await find(ctx, input), (row) => row),
});
