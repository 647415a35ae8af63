import { sql } from "drizzle-orm";
import { foreignKey, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { owned, tenancy, within, workspaces } from "../workspaces/tables.ts";

export const customers = pgTable(
  "customers",
  {
    ...owned,
    name: text().notNull(),
    /** Who has her addresses and conversations now; that one may have been merged in turn. */
    mergedIntoId: uuid(),
  },
  (t) => [
    ...tenancy(t),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    index("customers_merged").on(t.workspaceId, t.mergedIntoId).where(sql`merged_into_id is not null`),
    foreignKey({ columns: [t.workspaceId, t.mergedIntoId], foreignColumns: [t.workspaceId, t.id] }),
  ],
);
export type Customer = typeof customers.$inferSelect;

/** An address of a customer: at most one customer per address and workspace. */
export const identities = pgTable(
  "identities",
  {
    ...owned,
    kind: text({ enum: ["email", "phone", "shopify", "chat"] }).notNull(),
    /** Normalised: lower-case email, E.164 phone. */
    value: text().notNull(),
    customerId: uuid().notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("identities_value").on(t.workspaceId, t.kind, t.value),
    index("identities_customer").on(t.workspaceId, t.customerId),
    within(t.workspaceId, t.customerId, customers),
  ],
);
export type Identity = typeof identities.$inferSelect;
