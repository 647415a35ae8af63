import { foreignKey, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { owned, tenancy, within, workspaces } from "../workspaces/tables.ts";

export const customers = pgTable("customers", { ...owned, name: text().notNull() }, (t) => [
  ...tenancy(t),
  foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
]);
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
