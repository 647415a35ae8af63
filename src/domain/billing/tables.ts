import { foreignKey, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { connections } from "../connections/tables.ts";
import { document, moment, owned, tenancy, within, workspaces } from "../workspaces/tables.ts";

/** What a workspace may use, by whoever bills it: one for each shop that is billed there, and one by hand. */
export const entitlements = pgTable(
  "entitlements",
  {
    ...owned,
    source: text({ enum: ["shopify", "manual"] }).notNull(),
    /** The shop through which it is billed; null: by hand. */
    connectionId: uuid(),
    /** As the provider calls it. */
    plan: text().notNull(),
    state: text({ enum: ["pending", "active", "frozen", "ended"] }).notNull(),
    /** The provider's own id of it. */
    externalId: text(),
    periodEndsAt: moment(),
    /** By name, such as "conversations a month"; what is not named has no limit. */
    limits: document<Record<string, number>>().notNull(),
    /** A charge without money: of a shop that is only tried out. */
    updatedAt: moment().notNull(),
  },
  (t) => [
    ...tenancy(t),
    unique("entitlements_source").on(t.workspaceId, t.source, t.connectionId).nullsNotDistinct(),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    within(t.workspaceId, t.connectionId, connections),
  ],
);
export type EntitlementRow = typeof entitlements.$inferSelect;
