import { sql } from "drizzle-orm";
import {
  boolean,
  date,
  doublePrecision,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { conversations } from "../conversations/tables.ts";
import { customers } from "../customers/tables.ts";
import {
  document,
  hiddenWithConversation,
  moment,
  owned,
  tenancy,
  within,
  workspacePolicy,
  workspaces,
} from "../workspaces/tables.ts";

/** A choice of a select field. One that is in use anywhere is never deleted, only archived. */
export interface FieldOption {
  /** What is stored and sent: lower-case words joined by underscores; never changes. */
  value: string;
  label: string;
  archived: boolean;
}

/** What a workspace wants to know of its conversations and customers beyond what every shop does. */
export const fields = pgTable(
  "fields",
  {
    ...owned,
    entity: text({ enum: ["conversation", "customer"] }).notNull(),
    /** Its name for programs; never changes. */
    key: text().notNull(),
    label: text().notNull(),
    type: text({ enum: ["text", "number", "boolean", "date", "select", "multi_select"] }).notNull(),
    /** Empty unless it is a select. */
    options: document<FieldOption[]>().notNull(),
    /** Out of use: what was written stays and is shown, nothing new is written. */
    archivedAt: moment(),
  },
  (t) => [
    ...tenancy(t),
    unique("fields_key").on(t.workspaceId, t.entity, t.key),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
  ],
);
export type Field = typeof fields.$inferSelect;

/**
 * One row per value, in the column of its type; a multi-select has a row per chosen option. A field without a value
 * has no row.
 */
const valueColumns = {
  workspaceId: uuid().notNull(),
  /** The conversation or customer. */
  entityId: uuid().notNull(),
  fieldId: uuid().notNull(),
  /** 0, and 1, 2 … for the further options of a multi-select, in the order chosen. */
  place: smallint().notNull(),
  /** Text, or the value of an option. */
  text: text(),
  /** What the text is found by: `textKeyOf`. A function in the index would not do: row-level security lets none pass. */
  textKey: text(),
  number: doublePrecision(),
  date: date({ mode: "string" }),
  boolean: boolean(),
};

export const conversationFieldValues = pgTable("conversation_field_values", valueColumns, (t) => [
  primaryKey({ columns: [t.workspaceId, t.entityId, t.fieldId, t.place] }),
  workspacePolicy(),
  hiddenWithConversation({ workspaceId: t.workspaceId, conversationId: t.entityId }),
  index("conversation_field_text").on(t.workspaceId, t.fieldId, t.textKey, t.entityId).where(sql`text_key is not null`),
  index("conversation_field_number").on(t.workspaceId, t.fieldId, t.number, t.entityId).where(sql`number is not null`),
  index("conversation_field_date").on(t.workspaceId, t.fieldId, t.date, t.entityId).where(sql`date is not null`),
  index("conversation_field_boolean")
    .on(t.workspaceId, t.fieldId, t.boolean, t.entityId)
    .where(sql`boolean is not null`),
  within(t.workspaceId, t.entityId, conversations),
  within(t.workspaceId, t.fieldId, fields, "restrict"),
]);

export const customerFieldValues = pgTable("customer_field_values", valueColumns, (t) => [
  primaryKey({ columns: [t.workspaceId, t.entityId, t.fieldId, t.place] }),
  workspacePolicy(),
  index("customer_field_text").on(t.workspaceId, t.fieldId, t.textKey, t.entityId).where(sql`text_key is not null`),
  index("customer_field_number").on(t.workspaceId, t.fieldId, t.number, t.entityId).where(sql`number is not null`),
  index("customer_field_date").on(t.workspaceId, t.fieldId, t.date, t.entityId).where(sql`date is not null`),
  index("customer_field_boolean").on(t.workspaceId, t.fieldId, t.boolean, t.entityId).where(sql`boolean is not null`),
  within(t.workspaceId, t.entityId, customers),
  within(t.workspaceId, t.fieldId, fields, "restrict"),
]);
export type FieldValueRow = typeof conversationFieldValues.$inferSelect;
