import { sql } from "drizzle-orm";
import { boolean, foreignKey, integer, pgTable, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { moment, owned, tenancy, workspaces } from "../workspaces/tables.ts";

/** What a workspace calls the stages of its work; each belongs to one of the three categories that queries ask for. */
export const statuses = pgTable(
  "statuses",
  {
    ...owned,
    category: text({ enum: ["open", "waiting", "closed"] }).notNull(),
    name: text().notNull(),
    /** The name without case and accents: no two statuses share it (`fold`). */
    nameKey: text().notNull(),
    /** Their order within the category, the default first. */
    position: integer().notNull(),
    /** What a conversation without a status of its own is called; each category has one, and it stays. */
    isDefault: boolean().notNull(),
    /** Out of use: stays where it is, but is given to nothing more. */
    archivedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    unique("statuses_name").on(t.workspaceId, t.nameKey),
    uniqueIndex("statuses_default").on(t.workspaceId, t.category).where(sql`is_default`),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type Status = typeof statuses.$inferSelect;
