import { bigint, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { connections } from "../connections/tables.ts";
import { customers } from "../customers/tables.ts";
import { document, moment, owned, tenancy, within } from "../workspaces/tables.ts";

export interface OrderLine {
  title: string;
  variant: string | null;
  quantity: number;
  unitPriceMinor: number;
  imageUrl: string | null;
}
export interface Fulfillment {
  status: string;
  trackingCompany: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  estimatedDeliveryAt: string | null;
  deliveredAt: string | null;
}

/** What one shop said of a customer, and when. */
export const shopCustomers = pgTable(
  "shop_customers",
  {
    ...owned,
    customerId: uuid().notNull(),
    connectionId: uuid().notNull(),
    /** Null: the shop knows nobody by this customer's addresses. */
    externalId: text(),
    /** By what else the shop knows her: lower-case email, and the phone number without signs between the digits. */
    email: text(),
    phone: text(),
    orderCount: integer(),
    adminUrl: text(),
    lookupState: text({ enum: ["fresh", "unavailable", "none"] }).notNull(),
    /** Why the shop could not be asked. */
    lookupReason: text(),
    lookedUpAt: moment().notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("shop_customers_customer").on(t.workspaceId, t.customerId, t.connectionId),
    index("shop_customers_external").on(t.workspaceId, t.connectionId, t.externalId),
    index("shop_customers_email").on(t.workspaceId, t.email),
    index("shop_customers_phone").on(t.workspaceId, t.phone),
    within(t.workspaceId, t.customerId, customers),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type ShopCustomer = typeof shopCustomers.$inferSelect;

/** A read model of the shop's orders; the shop stays the truth. */
export const orders = pgTable(
  "orders",
  {
    ...owned,
    customerId: uuid().notNull(),
    connectionId: uuid().notNull(),
    externalId: text().notNull(),
    /** As the shop shows it: "#1042". */
    name: text().notNull(),
    placedAt: moment().notNull(),
    currency: text().notNull(),
    totalMinor: bigint({ mode: "number" }).notNull(),
    financialStatus: text(),
    fulfillmentStatus: text(),
    cancelledAt: moment(),
    lines: document<OrderLine[]>().notNull(),
    fulfillments: document<Fulfillment[]>().notNull(),
    adminUrl: text(),
  },
  (t) => [
    ...tenancy(t),
    unique("orders_external").on(t.workspaceId, t.connectionId, t.externalId),
    index("orders_customer").on(t.workspaceId, t.customerId, t.placedAt.desc()),
    within(t.workspaceId, t.customerId, customers),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type Order = typeof orders.$inferSelect;
