import { sql } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";

/** Gives a customer the values that another has in fields where she has none; both have them then. @returns the fields. */
export async function fillCustomerFields(tx: TxContext, { from, to }: { from: string; to: string }): Promise<string[]> {
  const rows = await tx.q.execute<{ fieldId: string }>(sql`
    insert into customer_field_values as v
      (workspace_id, entity_id, field_id, place, text, text_key, number, date, boolean)
    select workspace_id, ${to}::uuid, field_id, place, text, text_key, number, date, boolean
    from customer_field_values theirs where workspace_id = ${tx.workspaceId} and entity_id = ${from} and not exists (
      select 1 from customer_field_values own where own.workspace_id = ${tx.workspaceId}
        and own.entity_id = ${to} and own.field_id = theirs.field_id)
    returning v.field_id as "fieldId"`);
  return [...new Set(rows.map(({ fieldId }) => fieldId))];
}

/** Takes those back that nobody has changed since. */
export async function takeFieldsBack(
  tx: TxContext,
  { from, to, fieldIds }: { from: string; to: string; fieldIds: readonly string[] },
): Promise<void> {
  if (fieldIds.length === 0) return;
  const heldBy = (customerId: string) => sql`(
    select json_agg(json_build_array(place, text, number, date, boolean) order by place)::text
    from customer_field_values held where held.workspace_id = ${tx.workspaceId}
      and held.entity_id = ${customerId} and held.field_id = v.field_id)`;
  await tx.q.execute(sql`
    delete from customer_field_values v
    where v.workspace_id = ${tx.workspaceId} and v.entity_id = ${from}
      and v.field_id in (select value::uuid from json_array_elements_text(${JSON.stringify(fieldIds)}::text::json))
      and ${heldBy(from)} = ${heldBy(to)}`);
}
