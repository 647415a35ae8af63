import { z } from "zod";
import { now } from "../../src/platform/clock.ts";
import type { CustomerSeed, OrderSeed } from "../world.ts";

const moment = () => z.iso.datetime().default(() => now().toISOString());
const id = () =>
  z
    .int()
    .positive()
    .default(() => Math.floor(Math.random() * 1e12));

/** Customers and orders as a control call may give them: what is left out is made up. */
export const customerSeed: z.ZodType<CustomerSeed> = z.object({
  id: id(),
  firstName: z.string().default(""),
  lastName: z.string().default(""),
  email: z.string().nullable().default(null),
  phone: z.string().nullable().default(null),
  createdAt: moment(),
  address: z
    .object({ address1: z.string(), city: z.string(), zip: z.string(), country: z.string(), countryCode: z.string() })
    .nullable()
    .default(null),
});

const line = z.object({
  id: id(),
  title: z.string(),
  variant: z.string().nullable().default(null),
  sku: z.string().nullable().default(null),
  quantity: z.int().positive().default(1),
  unitPriceMinor: z.int().nonnegative(),
  image: z.string().nullable().default(null),
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
  estimatedDeliveryAt: z.string().nullable().default(null),
  inTransitAt: z.string().nullable().default(null),
  deliveredAt: z.string().nullable().default(null),
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
  note: z.string().nullable().default(null),
  amountMinor: z.int().nonnegative(),
  lines: z.array(sentLine.extend({ subtotalMinor: z.int() })).default([]),
});

export const orderSeed: z.ZodType<OrderSeed> = z.object({
  id: id(),
  number: z.int().positive(),
  customerId: z.int().nullable().default(null),
  createdAt: moment(),
  updatedAt: moment(),
  financialStatus: z
    .enum(["PENDING", "AUTHORIZED", "PAID", "PARTIALLY_REFUNDED", "REFUNDED", "VOIDED"])
    .default("PAID"),
  cancelledAt: z.string().nullable().default(null),
  cancelReason: z.enum(["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "STAFF", "OTHER"]).nullable().default(null),
  note: z.string().nullable().default(null),
  lines: z.array(line).default([]),
  shippingMinor: z.int().nonnegative().default(0),
  fulfillments: z.array(fulfillment).default([]),
  refunds: z.array(refund).default([]),
});
