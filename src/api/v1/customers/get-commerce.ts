import { z } from "zod";
import { type CustomerCommerce, getCustomerCommerce, shopNames } from "../../../domain/commerce/index.ts";
import { endpoint } from "../../endpoint.ts";
import { addressShape, orderShape, returnShape, showOrder } from "../orders/order-shape.ts";

const text = z.string().nullable();

const commerceShape = z
  .object({
    orderCount: z.number().int(),
    lifetimeValue: z
      .array(z.object({ currency: z.string(), totalMinor: z.number().int(), orderCount: z.number().int() }))
      .describe("What she spent in all shops, by currency; the largest number of orders first."),
    // A union: the document would say "an order, and null" otherwise.
    lastOrder: z.union([orderShape, z.null()]),
    openReturns: z
      .array(z.object({ orderId: z.uuid(), orderName: z.string(), return: returnShape }))
      .describe("What is still to come back, or to be decided about."),
    parcels: z
      .array(
        z.object({
          ...{ orderId: z.uuid(), orderName: z.string(), status: z.string() },
          ...{ trackingCompany: text, trackingNumber: text, trackingUrl: text },
          ...{ estimatedDeliveryAt: text, deliveredAt: text },
        }),
      )
      .describe("Of her newest orders, those that have not arrived first."),
    shops: z
      .array(
        z.object({
          connectionId: z.uuid(),
          account: z.string().describe("The shop's domain."),
          ...{ name: text, email: text, phone: text },
          orderCount: z.number().int().nullable(),
          spentMinor: z.number().int().nullable(),
          currency: text,
          tags: z.array(z.string()),
          ...{ note: text, locale: text, accountState: text },
          verifiedEmail: z.boolean().nullable(),
          addresses: z.array(addressShape),
          ...{ since: text, adminUrl: text },
        }),
      )
      .describe("What each shop says of her. Anything may be null: shops tell only what the app was approved for."),
    checkouts: z
      .array(
        z.object({
          id: z.uuid(),
          connectionId: z.uuid(),
          startedAt: z.iso.datetime(),
          currency: z.string(),
          totalMinor: z.number().int(),
          lines: z.array(z.object({ title: z.string(), variant: text, quantity: z.number().int(), imageUrl: text })),
          recoveryUrl: text,
        }),
      )
      .describe("What she left before paying, newest first."),
  })
  .meta({ id: "CustomerCommerce" });

export const getCommerce = endpoint({
  method: "get",
  path: "/v1/customers/:customerId/commerce",
  scope: "orders:read",
  summary: "Show what a customer bought, spent and sends back, across shops",
  tag: "Customers",
  input: z.object({ customerId: z.uuid() }),
  output: commerceShape,
  run: async (ctx, { customerId }) => show(await getCustomerCommerce(ctx, customerId), await shopNames(ctx)),
});

function show(
  { lastOrder, checkouts, ...rest }: CustomerCommerce,
  shops: ReadonlyMap<string, string>,
): z.input<typeof commerceShape> {
  return {
    ...rest,
    lastOrder: lastOrder && showOrder(shops)(lastOrder),
    checkouts: checkouts.map((one) => ({ ...one, startedAt: one.startedAt.toISOString() })),
  };
}
