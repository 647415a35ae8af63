import { z } from "zod";
import { moment as present } from "./moment.ts";

const moment = () => z.iso.datetime().default(present);
const id = () =>
  z
    .int()
    .positive()
    .default(() => Math.floor(Math.random() * 1e12));
const text = z.string().nullable();

const address = z.object({
  ...{ address1: z.string(), city: z.string(), zip: z.string(), country: z.string(), countryCode: z.string() },
  ...{ address2: text.optional(), province: text.optional(), provinceCode: text.optional() },
});

const marketing = z.object({
  state: z.enum(["NOT_SUBSCRIBED", "PENDING", "SUBSCRIBED", "UNSUBSCRIBED"]),
  updatedAt: moment(),
});

/** Customers and orders as a control call may give them: what is left out is made up. */
export const customerSeed = z.object({
  id: id(),
  firstName: z.string().default(""),
  lastName: z.string().default(""),
  email: text.default(null),
  phone: text.default(null),
  createdAt: moment(),
  address: address.nullable().default(null),
  note: text.optional(),
  tags: z.array(z.string()).optional(),
  storeCreditMinor: z.int().nonnegative().optional(),
  marketing: z.strictObject({ email: marketing, sms: marketing }).partial().optional(),
});

const line = z.object({
  id: id(),
  title: z.string(),
  variant: text.default(null),
  sku: text.default(null),
  quantity: z.int().positive().default(1),
  unitPriceMinor: z.int().nonnegative(),
  image: text.default(null),
  variantId: z.int().nullable().optional(),
  discountMinor: z.int().nonnegative().optional(),
  taxMinor: z.int().nonnegative().optional(),
  isGiftCard: z.boolean().optional(),
});
const sentLine = z.object({ lineId: z.int(), quantity: z.int().positive() });
const fulfillment = z.object({
  id: id(),
  createdAt: moment(),
  status: z.enum(["SUCCESS", "CANCELLED", "ERROR", "FAILURE"]).default("SUCCESS"),
  displayStatus: z
    .enum(["CONFIRMED", "LABEL_PRINTED", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED", "FULFILLED", "DELAYED"])
    .default("FULFILLED"),
  tracking: z.object({ company: z.string(), number: z.string(), url: z.string() }).nullable().default(null),
  estimatedDeliveryAt: text.default(null),
  inTransitAt: text.default(null),
  deliveredAt: text.default(null),
  lines: z.array(sentLine).default([]),
  events: z
    .array(
      z.object({
        id: id(),
        status: z.enum(["CONFIRMED", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED"]),
        message: z.string(),
        at: moment(),
      }),
    )
    .default([]),
});
const refund = z.object({
  id: id(),
  createdAt: moment(),
  note: text.default(null),
  amountMinor: z.int().nonnegative(),
  lines: z.array(sentLine.extend({ subtotalMinor: z.int() })).default([]),
});
const payment = z.object({ kind: z.enum(["SALE", "AUTHORIZATION"]), gateway: z.string(), amountMinor: z.int() });
const dispute = z.object({ id: id(), status: z.string(), initiatedAs: z.enum(["CHARGEBACK", "INQUIRY"]) });
const risk = z.enum(["NONE", "PENDING", "LOW", "MEDIUM", "HIGH"]);
const financialStatus = z.enum([
  ...["PENDING", "AUTHORIZED", "PAID", "PARTIALLY_PAID", "PARTIALLY_REFUNDED", "REFUNDED", "VOIDED"],
] as const);
const cancelReason = z.enum(["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "STAFF", "OTHER"]);

export const orderSeed = z.object({
  id: id(),
  number: z.int().positive(),
  customerId: z.int().nullable().default(null),
  email: text.optional(),
  createdAt: moment(),
  updatedAt: moment(),
  financialStatus: financialStatus.default("PAID"),
  cancelledAt: text.default(null),
  cancelReason: cancelReason.nullable().default(null),
  note: text.default(null),
  tags: z.array(z.string()).optional(),
  lines: z.array(line).default([]),
  shippingMinor: z.int().nonnegative().default(0),
  shippingTaxMinor: z.int().nonnegative().optional(),
  shippingAddress: address.nullable().optional(),
  presentment: z.object({ currency: z.string().length(3), rate: z.string().regex(/^\d+(\.\d+)?$/) }).optional(),
  discountCode: text.optional(),
  payments: z.array(payment).optional(),
  risk: risk.optional(),
  disputes: z.array(dispute).optional(),
  fulfillments: z.array(fulfillment).default([]),
  refunds: z.array(refund).default([]),
});

/** What may be changed on an order from outside. */
export const orderChange = z
  .strictObject({
    ...{ note: text, email: text, phone: text, tags: z.array(z.string()), customerId: z.int().nullable(), risk },
    ...{ financialStatus, cancelledAt: text, closedAt: text, cancelReason: cancelReason.nullable() },
    ...{ updatedAt: z.string(), fulfillments: z.array(fulfillment), disputes: z.array(dispute) },
  })
  .partial();

/** A checkout somebody left, or finished. */
export const checkoutSeed = z.object({
  ...{ id: id(), customerId: z.int().nullable().default(null), email: text.default(null), createdAt: moment() },
  ...{ completedAt: text.default(null), lines: z.array(line).min(1) },
});
