import { type Field, textKeyOf } from "../fields/index.ts";
import type { FieldDefinition } from "./fields.ts";
import type { Fragment, Kind } from "./kinds.ts";
import type { CustomField } from "./queries.ts";

/** The tags of a conversation: several or none. */
export const tagField: FieldDefinition = {
  name: "tag",
  label: "Tag",
  kind: "reference",
  refers: "tag",
  many: true,
  optional: true,
  // `offset 0` keeps it a question about one row: turned into a join, it could read every row that has the tag.
  holds: ({ sql, workspaceId }, fits) => sql`exists (
    select 1 from conversation_tags t where t.workspace_id = ${workspaceId} and t.conversation_id = c.id
      ${fits ? sql`and ${fits(sql`t.tag_id`)}` : sql``} offset 0)`,
  held: (row) => row.tagIds,
};

const kindOf: Record<Field["type"], Kind> = {
  text: "text",
  number: "number",
  boolean: "boolean",
  date: "day",
  select: "choice",
  multi_select: "choice",
};
const columnOf = {
  text: "text_key",
  number: "number",
  boolean: "boolean",
  date: "date",
  select: "text",
  multi_select: "text",
};

/** A field that the workspace defined, asked for by its key: `fields.order_number`, `customer_fields.tier`. */
export function customField(field: CustomField): FieldDefinition {
  const ofCustomer = field.entity === "customer";
  return {
    name: `${ofCustomer ? "customer_fields" : "fields"}.${field.key}`,
    label: field.label,
    kind: kindOf[field.type],
    many: field.type === "multi_select",
    optional: true,
    archived: field.archived,
    customFieldId: field.id,
    ...(ofCustomer && { group: "customer" }),
    ...(field.options.length > 0 && { choices: field.options }),
    ...(field.type === "text" && { keyOf: textKeyOf }),
    holds: ({ sql, workspaceId }, fits) => {
      const table = sql(ofCustomer ? "customer_field_values" : "conversation_field_values");
      const entity: Fragment = ofCustomer ? sql`c.customer_id` : sql`c.id`;
      const column: Fragment = sql`v.${sql(columnOf[field.type])}`;
      return sql`exists (
        select 1 from ${table} v where v.workspace_id = ${workspaceId} and v.entity_id = ${entity}
          and v.field_id = ${field.id} ${fits ? sql`and ${fits(column)}` : sql``} offset 0)`;
    },
    held: (row) => row.values.get(field.id) ?? [],
  };
}
