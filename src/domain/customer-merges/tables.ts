import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { Author } from "../conversations/index.ts";
import { customers } from "../customers/tables.ts";
import { document, moment, owned, tenancy, within } from "../workspaces/tables.ts";

/**
 * Why two customers look like one person: a shop has both under one account, or says of one an address or a number that
 * the other writes from.
 */
export type Signal = "same_shop_customer" | "shop_email" | "shop_phone";

/** A decision of a person that two customers are one, and what it takes to undo it. */
export const customerMerges = pgTable(
  "customer_merges",
  {
    ...owned,
    fromCustomerId: uuid().notNull(),
    /** The one that stays. */
    toCustomerId: uuid().notNull(),
    /** What spoke for it when it was decided. */
    signals: text().array().$type<Signal[]>().notNull(),
    /** What went from the one to the other. */
    identityIds: uuid().array().notNull(),
    conversationIds: uuid().array().notNull(),
    orderIds: uuid().array().notNull(),
    shopCustomerIds: uuid().array().notNull(),
    /** Fields that the one that stays did not have, and was given. */
    fieldIds: uuid().array().notNull(),
    by: document<Author>().notNull(),
    undoneAt: moment(),
    undoneBy: document<Author>(),
  },
  (t) => [
    ...tenancy(t),
    uniqueIndex("customer_merges_one").on(t.workspaceId, t.fromCustomerId).where(sql`undone_at is null`),
    index("customer_merges_from").on(t.workspaceId, t.fromCustomerId),
    index("customer_merges_to").on(t.workspaceId, t.toCustomerId),
    check("customer_merges_two", sql`from_customer_id <> to_customer_id`),
    within(t.workspaceId, t.fromCustomerId, customers),
    within(t.workspaceId, t.toCustomerId, customers),
  ],
);
export type CustomerMerge = typeof customerMerges.$inferSelect;

/** Two customers of whom somebody said that they are two people. Each pair once; the lesser id first. */
export const customerDistinctions = pgTable(
  "customer_distinctions",
  {
    ...owned,
    customerId: uuid().notNull(),
    otherCustomerId: uuid().notNull(),
    by: document<Author>().notNull(),
  },
  (t) => [
    ...tenancy(t),
    uniqueIndex("customer_distinctions_pair").on(
      t.workspaceId,
      sql`least(customer_id, other_customer_id)`,
      sql`greatest(customer_id, other_customer_id)`,
    ),
    index("customer_distinctions_one").on(t.workspaceId, t.customerId),
    index("customer_distinctions_other").on(t.workspaceId, t.otherCustomerId),
    within(t.workspaceId, t.customerId, customers),
    within(t.workspaceId, t.otherCustomerId, customers),
  ],
);
