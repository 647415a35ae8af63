import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { connections } from "../connections/tables.ts";
import { customers } from "../customers/tables.ts";
import { document, moment, owned, tenancy, within, workspacePolicy } from "../workspaces/tables.ts";
import type { BasketLine, CustomerDetails, Fulfillment, OrderDetails, OrderLine } from "./documents.ts";

/** What every record of a shop has; the shop stays the truth. */
const kept = {
  ...owned,
  connectionId: uuid().notNull(),
  externalId: text().notNull(),
  /** By the shop's clock. */
  shopUpdatedAt: moment().notNull(),
  /** Of all that the shop said. */
  contentHash: text().notNull(),
};
const money = () => bigint({ mode: "number" });
const words = () => text().array().notNull();

/** A customer as one shop has her. */
export const shopCustomers = pgTable(
  "shop_customers",
  {
    ...kept,
    /** Who of ours she is; null: nobody who ever wrote. */
    customerId: uuid(),
    name: text(),
    /** Lower-case, and the phone number without signs between the digits. */
    email: text(),
    phone: text(),
    orderCount: integer(),
    /** All she spent there, as the shop counts it. */
    spentMinor: money(),
    currency: text(),
    ...{ tags: words(), details: document<CustomerDetails>().notNull(), adminUrl: text() },
  },
  (t) => [
    ...tenancy(t),
    unique("shop_customers_external").on(t.workspaceId, t.connectionId, t.externalId),
    index("shop_customers_customer").on(t.workspaceId, t.customerId).where(sql`customer_id is not null`),
    index("shop_customers_email").on(t.workspaceId, t.email).where(sql`email is not null`),
    index("shop_customers_phone").on(t.workspaceId, t.phone).where(sql`phone is not null`),
    within(t.workspaceId, t.customerId, customers),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type ShopCustomer = typeof shopCustomers.$inferSelect;

/** What a shop answered when it was asked about one of our customers. */
export const shopLookups = pgTable(
  "shop_lookups",
  {
    ...owned,
    customerId: uuid().notNull(),
    connectionId: uuid().notNull(),
    /** Whom it named; null: nobody. */
    externalId: text(),
    state: text({ enum: ["fresh", "unavailable", "none"] }).notNull(),
    /** Why it could not be asked, or knows nobody. */
    reason: text(),
    askedAt: moment().notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("shop_lookups_customer").on(t.workspaceId, t.customerId, t.connectionId),
    index("shop_lookups_external").on(t.workspaceId, t.connectionId, t.externalId).where(sql`external_id is not null`),
    within(t.workspaceId, t.customerId, customers),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type ShopLookup = typeof shopLookups.$inferSelect;

const amounts = {
  /** Of the shop. */
  currency: text().notNull(),
  totalMinor: money().notNull(),
  /** What the shopper saw. */
  presentmentCurrency: text().notNull(),
  presentmentTotalMinor: money().notNull(),
};
const whose = {
  /** The shop's customer; null: nobody in particular. */
  customerExternalId: text(),
  email: text(),
  phone: text(),
};

export const orders = pgTable(
  "orders",
  {
    ...kept,
    ...whose,
    customerId: uuid(),
    /** As the shop shows it: "#1042". */
    name: text().notNull(),
    /** The same as people type it: "1042". */
    nameKey: text().notNull(),
    placedAt: moment().notNull(),
    ...amounts,
    ...{ financialStatus: text(), fulfillmentStatus: text(), returnStatus: text() },
    hasOpenReturn: boolean().notNull(),
    ...{ cancelledAt: moment(), closedAt: moment(), tags: words() },
    lines: document<OrderLine[]>().notNull(),
    fulfillments: document<Fulfillment[]>().notNull(),
    details: document<OrderDetails>().notNull(),
    adminUrl: text(),
  },
  (t) => [
    ...tenancy(t),
    unique("orders_external").on(t.workspaceId, t.connectionId, t.externalId),
    index("orders_customer").on(t.workspaceId, t.customerId, t.placedAt.desc()).where(sql`customer_id is not null`),
    index("orders_placed").on(t.workspaceId, t.placedAt).where(sql`customer_id is not null`),
    index("orders_open_return").on(t.workspaceId, t.customerId).where(sql`has_open_return and customer_id is not null`),
    index("orders_shop_customer").on(t.workspaceId, t.customerExternalId),
    index("orders_name").on(t.workspaceId, t.nameKey),
    index("orders_email").on(t.workspaceId, t.email).where(sql`email is not null`),
    index("orders_phone").on(t.workspaceId, t.phone).where(sql`phone is not null`),
    within(t.workspaceId, t.customerId, customers),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type Order = typeof orders.$inferSelect;

export const products = pgTable(
  "products",
  {
    ...kept,
    ...{ title: text().notNull(), handle: text(), status: text().notNull(), vendor: text(), productType: text() },
    tags: words(),
    description: text().notNull(),
    options: document<{ name: string; values: string[] }[]>().notNull(),
    ...{ currency: text().notNull(), imageUrl: text(), url: text(), totalInventory: integer(), adminUrl: text() },
  },
  (t) => [
    ...tenancy(t),
    unique("products_external").on(t.workspaceId, t.connectionId, t.externalId),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type Product = typeof products.$inferSelect;

export const productVariants = pgTable(
  "product_variants",
  {
    ...owned,
    ...{ productId: uuid().notNull(), connectionId: uuid().notNull(), externalId: text().notNull() },
    ...{ title: text().notNull(), sku: text(), barcode: text() },
    /** In the product's currency. */
    priceMinor: money().notNull(),
    compareAtMinor: money(),
    available: boolean().notNull(),
    /** Null: the shop does not count it. */
    inventory: integer(),
    options: document<{ name: string; value: string }[]>().notNull(),
    imageUrl: text(),
    place: integer().notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("product_variants_external").on(t.workspaceId, t.connectionId, t.externalId),
    index("product_variants_product").on(t.workspaceId, t.productId, t.place),
    index("product_variants_sku").on(t.workspaceId, t.sku).where(sql`sku is not null`),
    within(t.workspaceId, t.productId, products),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type ProductVariant = typeof productVariants.$inferSelect;

/** A checkout that was left, or was not finished yet. */
export const checkouts = pgTable(
  "checkouts",
  {
    ...kept,
    ...whose,
    ...{ name: text(), startedAt: moment().notNull(), completedAt: moment(), ...amounts },
    lines: document<BasketLine[]>().notNull(),
    discountCodes: words(),
    /** Brings the shopper back to it. */
    recoveryUrl: text(),
  },
  (t) => [
    ...tenancy(t),
    unique("checkouts_external").on(t.workspaceId, t.connectionId, t.externalId),
    index("checkouts_shop_customer").on(t.workspaceId, t.customerExternalId),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type Checkout = typeof checkouts.$inferSelect;

export const draftOrders = pgTable(
  "draft_orders",
  {
    ...kept,
    ...whose,
    name: text().notNull(),
    ...{ status: text().notNull(), draftedAt: moment().notNull(), completedAt: moment(), ...amounts },
    lines: document<BasketLine[]>().notNull(),
    tags: words(),
    ...{ note: text(), invoiceUrl: text(), invoiceSentAt: moment(), orderExternalId: text(), adminUrl: text() },
  },
  (t) => [
    ...tenancy(t),
    unique("draft_orders_external").on(t.workspaceId, t.connectionId, t.externalId),
    index("draft_orders_shop_customer").on(t.workspaceId, t.customerExternalId),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type DraftOrder = typeof draftOrders.$inferSelect;

export const discountCodes = pgTable(
  "discount_codes",
  {
    ...kept,
    title: text().notNull(),
    /** The first ones of `codeCount`. */
    codes: words(),
    codeCount: integer().notNull(),
    ...{ status: text().notNull(), summary: text(), startsAt: moment(), endsAt: moment() },
    ...{ usageLimit: integer(), usageCount: integer().notNull() },
    oncePerCustomer: boolean().notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("discount_codes_external").on(t.workspaceId, t.connectionId, t.externalId),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type DiscountCode = typeof discountCodes.$inferSelect;

const recordKinds = ["customer", "order", "product", "checkout", "draft_order", "discount_code"] as const;

const ofKind = {
  workspaceId: uuid().notNull(),
  connectionId: uuid().notNull(),
  kind: text({ enum: recordKinds }).notNull(),
};

/** Records that a shop said, or a comparison with it found, to be different from ours: they are asked for again. */
export const staleRecords = pgTable(
  "stale_records",
  {
    ...ofKind,
    externalId: text().notNull(),
    notedAt: moment().notNull(),
    /** The shop said that it is there no more. */
    isGone: boolean().notNull(),
    /** Which other one it is from now on. */
    replacedBy: text(),
    /** Nobody had said so: comparing found it. */
    isDrift: boolean().notNull(),
    /** What said so last. */
    deliveryId: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.connectionId, t.kind, t.externalId] }),
    workspacePolicy(),
    index("stale_records_noted").on(t.workspaceId, t.connectionId, t.notedAt),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type StaleRecord = typeof staleRecords.$inferSelect;

/** How far each kind of a shop's records has been compared with ours. */
export const recordChecks = pgTable(
  "record_checks",
  {
    ...ofKind,
    /** What changed until then is known; null: nothing was compared yet. */
    comparedTo: moment(),
    checkedAt: moment(),
    failedAt: moment(),
    /** In words for a person; null: the last comparison went well. */
    failure: text(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.connectionId, t.kind] }),
    workspacePolicy(),
    within(t.workspaceId, t.connectionId, connections),
  ],
);

/** How many records comparing had to mend, by the hour. */
export const recordHeals = pgTable(
  "record_heals",
  {
    ...ofKind,
    hour: moment().notNull(),
    healed: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.connectionId, t.kind, t.hour] }),
    workspacePolicy(),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
