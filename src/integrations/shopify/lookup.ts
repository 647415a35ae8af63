import { z } from "zod";
import { ProviderUnavailable } from "../../platform/errors.ts";
import type { Connection, CustomerRecord, FulfillmentRecord, Lookup, OrderLine, OrderRecord } from "../contract.ts";
import { queryShop } from "./client.ts";
import { customerOrdersDocument } from "./documents.ts";
import { QueryTooExpensive } from "./failure.ts";
import { minorUnits } from "./money.ts";

/** Orders and lines asked for; the smaller question follows when Shopify finds the first too expensive. */
const sizes = [
  { orders: 20, lines: 10 },
  { orders: 10, lines: 5 },
] as const;

/**
 * A customer by exact email with the newest orders, their lines and tracking, in one query. Without approval for
 * protected data Shopify answers null for names and addresses, not with an error; orders older than 60 days
 * need a scope of their own.
 */
export const lookup: Lookup = {
  async customer(connection, { email }) {
    const answer = customerAnswer.safeParse(await ask(connection, email));
    if (!answer.success)
      throw new ProviderUnavailable("Shopify gave an answer we cannot read", { cause: answer.error });
    const customer = answer.data.customerByIdentifier;
    return customer && customerRecord(customer, connection.account);
  },
};

async function ask(connection: Connection, email: string): Promise<unknown> {
  try {
    return await queryShop(connection, customerOrdersDocument, { email, ...sizes[0] });
  } catch (error) {
    if (!(error instanceof QueryTooExpensive)) throw error;
    return queryShop(connection, customerOrdersDocument, { email, ...sizes[1] });
  }
}

const text = z
  .string()
  .nullish()
  .transform((value) => value || null);
const moneyBag = z.object({ shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }) });
const nodes = <T extends z.ZodType>(node: T) =>
  z
    .object({ nodes: z.array(node) })
    .nullish()
    .transform((connection) => connection?.nodes ?? []);
const rows = <T extends z.ZodType>(row: T) =>
  z
    .array(row)
    .nullish()
    .transform((list) => list ?? []);

const lineNode = z.object({
  title: text,
  variantTitle: text,
  quantity: z.number().int(),
  originalUnitPriceSet: moneyBag,
  image: z.object({ url: z.string() }).nullish(),
});
const fulfillmentNode = z.object({
  status: text,
  displayStatus: text,
  estimatedDeliveryAt: text,
  deliveredAt: text,
  trackingInfo: rows(z.object({ company: text, number: text, url: text })),
});
const orderNode = z.object({
  id: z.string(),
  legacyResourceId: z.coerce.string(),
  name: z.string(),
  createdAt: z.coerce.date(),
  cancelledAt: text,
  displayFinancialStatus: text,
  displayFulfillmentStatus: text,
  totalPriceSet: moneyBag,
  lineItems: nodes(lineNode),
  fulfillments: rows(fulfillmentNode),
});
const customerNode = z.object({
  id: z.string(),
  legacyResourceId: z.coerce.string(),
  displayName: text,
  numberOfOrders: z.coerce.number().int().nullish(),
  defaultEmailAddress: z.object({ emailAddress: text }).nullish(),
  defaultPhoneNumber: z.object({ phoneNumber: text }).nullish(),
  orders: nodes(orderNode),
});
const customerAnswer = z.object({ customerByIdentifier: customerNode.nullish().transform((found) => found ?? null) });

function customerRecord(customer: z.infer<typeof customerNode>, shop: string): CustomerRecord {
  return {
    externalId: customer.id,
    name: customer.displayName,
    email: customer.defaultEmailAddress?.emailAddress ?? null,
    phone: customer.defaultPhoneNumber?.phoneNumber ?? null,
    orderCount: customer.numberOfOrders ?? null,
    adminUrl: adminUrl(shop, `customers/${customer.legacyResourceId}`),
    orders: customer.orders.map((order) => orderRecord(order, shop)),
  };
}

function orderRecord(order: z.infer<typeof orderNode>, shop: string): OrderRecord {
  const { amount, currencyCode } = order.totalPriceSet.shopMoney;
  return {
    externalId: order.id,
    name: order.name,
    placedAt: order.createdAt,
    currency: currencyCode,
    totalMinor: minorUnits(amount, currencyCode),
    financialStatus: order.displayFinancialStatus?.toLowerCase() ?? null,
    fulfillmentStatus: order.displayFulfillmentStatus?.toLowerCase() ?? null,
    cancelledAt: order.cancelledAt ? new Date(order.cancelledAt) : null,
    lines: order.lineItems.map(orderLine),
    fulfillments: order.fulfillments.map(fulfillmentRecord),
    adminUrl: adminUrl(shop, `orders/${order.legacyResourceId}`),
  };
}

function orderLine({
  title,
  variantTitle,
  quantity,
  originalUnitPriceSet,
  image,
}: z.infer<typeof lineNode>): OrderLine {
  const { amount, currencyCode } = originalUnitPriceSet.shopMoney;
  return {
    title: title ?? "",
    variant: variantTitle,
    quantity,
    unitPriceMinor: minorUnits(amount, currencyCode),
    imageUrl: image?.url ?? null,
  };
}

/** `displayStatus` says where the parcel is ("in_transit"); `status` only that it was handed over ("success"). */
function fulfillmentRecord(fulfillment: z.infer<typeof fulfillmentNode>): FulfillmentRecord {
  const [tracking] = fulfillment.trackingInfo;
  return {
    status: (fulfillment.displayStatus ?? fulfillment.status ?? "unknown").toLowerCase(),
    trackingCompany: tracking?.company ?? null,
    trackingNumber: tracking?.number ?? null,
    trackingUrl: tracking?.url ?? null,
    estimatedDeliveryAt: fulfillment.estimatedDeliveryAt,
    deliveredAt: fulfillment.deliveredAt,
  };
}

function adminUrl(shop: string, path: string): string {
  return `https://admin.shopify.com/store/${shop.replace(/\.myshopify\.com$/, "")}/${path}`;
}
