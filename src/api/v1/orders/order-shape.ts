import { z } from "zod";
import type { Order } from "../../../domain/commerce/index.ts";

const text = z.string().nullable();
const minor = z.number().int();
const amount = z
  .object({ minor, presentmentMinor: minor })
  .describe("In the smallest unit of the shop's currency and of the one the shopper saw.")
  .meta({ id: "Amount" });

export const addressShape = z
  .object({
    ...{ name: text, company: text, address1: text, address2: text, city: text, province: text, zip: text },
    ...{ country: text, countryCode: text, phone: text },
  })
  .meta({ id: "Address" });

const orderLineShape = z.object({
  ...{ externalId: z.string(), title: z.string(), variant: text, sku: text },
  ...{ productExternalId: text, variantExternalId: text },
  quantity: z.number().int().describe("As ordered."),
  currentQuantity: z.number().int().describe("After edits and refunds."),
  refundableQuantity: z.number().int(),
  unfulfilledQuantity: z.number().int(),
  unitPriceMinor: minor.describe("Before discounts."),
  presentmentUnitPriceMinor: minor,
  totalMinor: minor.describe("All of them, after discounts."),
  presentmentTotalMinor: minor,
  imageUrl: text,
});

const fulfillmentShape = z.object({
  externalId: z.string(),
  status: z.string().describe("Where the parcel is: in_transit, out_for_delivery, delivered …"),
  ...{ trackingCompany: text, trackingNumber: text, trackingUrl: text },
  ...{ createdAt: text, estimatedDeliveryAt: text, inTransitAt: text, deliveredAt: text },
  events: z.array(z.object({ status: z.string(), at: z.string(), message: text })),
  lines: z.array(z.object({ externalId: z.string(), lineExternalId: z.string(), quantity: z.number().int() })),
});

export const returnShape = z.object({
  ...{ externalId: z.string(), name: z.string() },
  status: z.string().describe("requested, open, closed, declined, canceled."),
  ...{ createdAt: text, closedAt: text },
  lines: z.array(
    z.object({
      ...{ externalId: z.string(), fulfillmentLineExternalId: text, lineExternalId: text },
      ...{ quantity: z.number().int(), processedQuantity: z.number().int(), refundedQuantity: z.number().int() },
      ...{ reason: text, note: text },
    }),
  ),
});

const detailsShape = z.object({
  confirmationNumber: text,
  amounts: z.object({
    ...{ subtotal: amount, discounts: amount, shipping: amount, taxes: amount },
    currentTotal: amount.describe("After refunds of lines."),
    ...{ received: amount, refunded: amount, outstanding: amount },
  }),
  discounts: z.array(z.object({ kind: z.enum(["code", "automatic", "manual", "script"]), code: text, title: text })),
  shippingLines: z.array(z.object({ externalId: text, title: z.string(), price: amount, discountedPrice: amount })),
  taxLines: z.array(z.object({ title: z.string(), rate: text, price: amount })),
  taxesIncluded: z.boolean(),
  shippingAddress: addressShape.nullable(),
  billingAddress: addressShape.nullable(),
  note: text,
  refunds: z.array(
    z.object({
      ...{ externalId: z.string(), createdAt: text, note: text, total: amount },
      lines: z.array(
        z.object({ lineExternalId: z.string(), quantity: z.number().int(), restock: z.string(), subtotal: amount }),
      ),
    }),
  ),
  returns: z.array(returnShape),
  transactions: z.array(
    z.object({
      ...{ externalId: z.string(), parentExternalId: text, kind: z.string(), status: z.string(), gateway: text },
      ...{ amount, processedAt: text },
    }),
  ),
  risk: z.object({ recommendation: z.string(), level: text }).nullable(),
  disputes: z.array(z.object({ externalId: z.string(), status: z.string(), initiatedAs: z.string() })),
  cancelReason: text,
  can: z
    .object({ cancel: z.boolean(), edit: z.boolean(), refund: z.boolean(), restock: z.boolean() })
    .describe("What can be done with it, as far as the shop says so beforehand."),
  editProblems: z.array(z.string()),
  gateways: z.array(z.string()),
  test: z.boolean(),
  ...{ statusUrl: text, source: text },
});

export const orderShape = z
  .object({
    id: z.uuid(),
    shop: z.object({ id: z.uuid().describe("Of the connection."), name: z.string() }),
    externalId: z.string().describe("The shop's own id."),
    customerId: z.uuid().nullable().describe("Null: of nobody who ever wrote."),
    name: z.string().describe("As the shop shows it: #1042."),
    email: text,
    phone: text,
    placedAt: z.iso.datetime(),
    currency: z.string().describe("Of the shop; ISO 4217."),
    totalMinor: minor.describe("In the currency's smallest unit."),
    presentmentCurrency: z.string().describe("What the shopper saw and paid in."),
    presentmentTotalMinor: minor,
    ...{ financialStatus: text, fulfillmentStatus: text, returnStatus: text },
    hasOpenReturn: z.boolean(),
    cancelledAt: z.iso.datetime().nullable(),
    closedAt: z.iso.datetime().nullable(),
    tags: z.array(z.string()),
    lines: z.array(orderLineShape),
    fulfillments: z.array(fulfillmentShape),
    details: detailsShape,
    adminUrl: text,
    updatedAt: z.iso.datetime().describe("By the shop's clock."),
  })
  .meta({ id: "Order" });

/** @param shops names by connection, see `shopNames`. */
export const showOrder = (shops: ReadonlyMap<string, string>) => (order: Order) => {
  const { connectionId, placedAt, cancelledAt, closedAt, shopUpdatedAt, ...rest } = order;
  return {
    ...rest,
    shop: { id: connectionId, name: shops.get(connectionId) ?? "" },
    placedAt: placedAt.toISOString(),
    cancelledAt: cancelledAt?.toISOString() ?? null,
    closedAt: closedAt?.toISOString() ?? null,
    updatedAt: shopUpdatedAt.toISOString(),
  } satisfies z.input<typeof orderShape>;
};
