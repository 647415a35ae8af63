import type { RawSql } from "../../platform/db.ts";
import { readStandings, type Standing } from "../commerce/index.ts";
import type { Conversation } from "../conversations/index.ts";
import type { Scalar } from "./kinds.ts";

/** All that a filter may ask of a conversation, read at one moment. */
export interface Snapshot
  extends Pick<
    Conversation,
    | "id"
    | "status"
    | "folder"
    | "priority"
    | "channel"
    | "assigneeId"
    | "teamId"
    | "customerId"
    | "connectionId"
    | "createdAt"
    | "lastMessageAt"
    | "waitingSince"
    | "snoozedUntil"
    | "messageCount"
    | "subject"
  > {
  tagIds: string[];
  /** Values of custom fields, the conversation's and its customer's, by the field's id; text as it is compared. */
  values: ReadonlyMap<string, readonly Scalar[]>;
  /** How it stands with the customer and the shops; null: not read. */
  standing: Standing | null;
}

/** What is read with the rows: custom fields, and what shops know. */
export interface Wanted {
  fieldIds: readonly string[];
  customerFieldIds: readonly string[];
  orders: boolean;
}

/** Those of these conversations that exist, in any order. A few statements, however many there are. */
export async function readSnapshots(
  sql: RawSql,
  workspaceId: string,
  conversationIds: readonly string[],
  { fieldIds, customerFieldIds, orders }: Wanted,
): Promise<Snapshot[]> {
  if (conversationIds.length === 0) return [];
  const ids = [...conversationIds];
  const rows = await sql<Omit<Snapshot, "values" | "standing">[]>`
    select c.id, c.status, c.folder, c.priority, c.channel, c.assignee_id as "assigneeId", c.team_id as "teamId",
      c.customer_id as "customerId", c.connection_id as "connectionId", c.created_at as "createdAt",
      c.last_message_at as "lastMessageAt", c.waiting_since as "waitingSince", c.snoozed_until as "snoozedUntil",
      c.message_count as "messageCount", c.subject,
      array(select tag_id from conversation_tags t
        where t.workspace_id = ${workspaceId} and t.conversation_id = c.id) as "tagIds"
    from conversations c where c.workspace_id = ${workspaceId} and c.id = any(${ids}::uuid[])`;
  const customerIds = [...new Set(rows.map(({ customerId }) => customerId))];
  const own = await readValues(sql, workspaceId, "conversation", ids, fieldIds);
  const customers = await readValues(sql, workspaceId, "customer", customerIds, customerFieldIds);
  const standings = orders ? await readStandings(sql, workspaceId, customerIds) : null;
  return rows.map((row) => ({
    ...row,
    standing: standings?.get(row.customerId) ?? null,
    values: new Map([...(own.get(row.id) ?? []), ...(customers.get(row.customerId) ?? [])]),
  }));
}

type ValueRow = { entityId: string; fieldId: string; value: Scalar };

/** By entity, then by field. */
async function readValues(
  sql: RawSql,
  workspaceId: string,
  entity: "conversation" | "customer",
  entityIds: readonly string[],
  fieldIds: readonly string[],
): Promise<Map<string, Map<string, Scalar[]>>> {
  if (entityIds.length === 0 || fieldIds.length === 0) return new Map();
  const rows = await sql<ValueRow[]>`
    select v.entity_id as "entityId", v.field_id as "fieldId", coalesce(
      case when f.type = 'text' then to_json(v.text_key) when v.text is not null then to_json(v.text) end,
      to_json(v.number), to_json(v.date), to_json(v.boolean)) as value
    from ${sql(`${entity}_field_values`)} v
    join fields f on f.workspace_id = ${workspaceId} and f.id = v.field_id
    where v.workspace_id = ${workspaceId} and v.entity_id = any(${[...entityIds]}::uuid[])
      and v.field_id = any(${[...fieldIds]}::uuid[])`;
  const found = new Map<string, Map<string, Scalar[]>>();
  for (const { entityId, fieldId, value } of rows) {
    const fields = found.get(entityId) ?? new Map<string, Scalar[]>();
    found.set(entityId, fields.set(fieldId, [...(fields.get(fieldId) ?? []), value]));
  }
  return found;
}
