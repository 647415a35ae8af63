import { foreignKey, pgTable, text, unique } from "drizzle-orm/pg-core";
import { moment, owned, tenancy, workspaces } from "../workspaces/tables.ts";

/** The pages on which shoppers read articles: one of a workspace, found by its address in the directory. */
export const helpCenters = pgTable(
  "help_centers",
  {
    ...owned,
    /** Its address within the installation. */
    slug: text().notNull(),
    /** Addresses it had before: they still lead to it, and to nobody else. */
    formerSlugs: text().array().notNull(),
    /** What stands above its pages. */
    name: text().notNull(),
    /** Null: closed, there is nothing to see. */
    openedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    unique("help_centers_one").on(t.workspaceId),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type HelpCenter = typeof helpCenters.$inferSelect;
