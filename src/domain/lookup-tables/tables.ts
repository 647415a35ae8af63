import { sql } from "drizzle-orm";
import { foreignKey, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { document, moment, owned, tenancy, within, workspacePolicy, workspaces } from "../workspaces/tables.ts";

/** What all filled cells of a column are, which says how they are compared. */
export type ColumnType = "text" | "number" | "date" | "boolean";

export interface Column {
  name: string;
  type: ColumnType;
}

/** What the shop keeps in spreadsheets: sizes, delivery times, prices of engraving. Looked up by row, not read as text. */
export const lookupTables = pgTable(
  "lookup_tables",
  {
    ...owned,
    name: text().notNull(),
    /** What it tells, and when to look there: the AI chooses by this. */
    description: text().notNull(),
    fileName: text().notNull(),
    columns: document<Column[]>().notNull(),
    rowCount: integer().notNull(),
    /** Counts files. */
    version: integer().notNull().default(1),
    updatedAt: moment().notNull().defaultNow(),
    /** The member who brought it; null when a program did. */
    createdBy: uuid(),
  },
  (t) => [
    ...tenancy(t),
    uniqueIndex("lookup_tables_name").on(t.workspaceId, sql`lower(${t.name})`),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type LookupTable = typeof lookupTables.$inferSelect;

/** A cell in the form of its column’s type: 12.5, 2026-11-22, true; null: empty. */
export type Cells = (string | null)[];

export const lookupRows = pgTable(
  "lookup_rows",
  {
    workspaceId: uuid().notNull(),
    tableId: uuid().notNull(),
    /** 0, 1, 2 … in the file. */
    place: integer().notNull(),
    cells: text().array().$type<Cells>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.tableId, t.place] }),
    workspacePolicy(),
    within(t.workspaceId, t.tableId, lookupTables),
  ],
);
