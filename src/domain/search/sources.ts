import type { RawSql } from "../../platform/db.ts";
import {
  type ConversationSource,
  type CustomerSource,
  type Draft,
  draftOfConversation,
  draftOfCustomer,
  draftOfMessage,
  draftOfOrder,
  type MessageSource,
  type OrderSource,
} from "./documents.ts";
import type { Backfill } from "./tables.ts";

type Source = Backfill["source"];

/** Which things may have changed. Of a customer, her orders with her. */
export type Touched = Record<Source, ReadonlySet<string>>;

/** Ids in one statement. */
const atOnce = 500;

/**
 * What these things are now.
 * @returns drafts of those that are there; the ids of the others are gone from the index too.
 */
export async function readDrafts(sql: RawSql, workspaceId: string, touched: Touched): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for (const source of ["customer", "order", "conversation", "message"] as const) {
    const ids = [...touched[source]];
    for (let at = 0; at < ids.length; at += atOnce) {
      drafts.push(...(await readers[source](sql, workspaceId, ids.slice(at, at + atOnce))));
    }
  }
  return drafts;
}

/** The next ids of a table, in order. */
export async function nextIds(sql: RawSql, workspaceId: string, { source, after }: Backfill, limit: number) {
  const rows = await sql<{ id: string }[]>`
    select id from ${sql(tables[source])} where workspace_id = ${workspaceId}
      and id > ${after ?? "00000000-0000-0000-0000-000000000000"} order by id limit ${limit}`;
  return rows.map(({ id }) => id);
}

const tables: Record<Source, string> = {
  customer: "customers",
  order: "orders",
  conversation: "conversations",
  message: "messages",
};

/** The messages of conversations that changed as a whole. */
export async function messagesOf(sql: RawSql, workspaceId: string, conversationIds: readonly string[]) {
  const rows = await sql<{ id: string }[]>`
    select m.id from unnest(${sql.array([...conversationIds])}::uuid[]) as c(id)
    cross join lateral (select id from messages where workspace_id = ${workspaceId} and conversation_id = c.id) m`;
  return rows.map(({ id }) => id);
}

export async function conversationsOf(sql: RawSql, workspaceId: string, customerIds: readonly string[]) {
  const rows = await sql<{ id: string }[]>`
    select v.id from unnest(${sql.array([...customerIds])}::uuid[]) as c(id)
    cross join lateral (select id from conversations where workspace_id = ${workspaceId} and customer_id = c.id) v`;
  return rows.map(({ id }) => id);
}

/** The orders of customers, and the customers of orders are found by the customer alone: both change together. */
export async function ordersOf(sql: RawSql, workspaceId: string, customerIds: readonly string[]) {
  const rows = await sql<{ id: string }[]>`
    select o.id from unnest(${sql.array([...customerIds])}::uuid[]) as c(id)
    cross join lateral (select id from orders where workspace_id = ${workspaceId} and customer_id = c.id) o`;
  return rows.map(({ id }) => id);
}

const readers: Record<Source, (sql: RawSql, workspaceId: string, ids: readonly string[]) => Promise<Draft[]>> = {
  async customer(sql, workspaceId, ids) {
    const rows = await sql<CustomerSource[]>`
      select c.id, c.name, c.created_at as "createdAt", coalesce((
        select json_agg(json_build_object('kind', i.kind, 'value', i.value)) from identities i
        where i.workspace_id = ${workspaceId} and i.customer_id = c.id), '[]') as identities
      from unnest(${sql.array([...ids])}::uuid[]) as wanted(id)
      join customers c on c.workspace_id = ${workspaceId} and c.id = wanted.id`;
    return rows.map(draftOfCustomer);
  },
  async order(sql, workspaceId, ids) {
    const rows = await sql<(Omit<OrderSource, "trackingNumbers"> & { fulfillments: { trackingNumber?: string }[] })[]>`
      select o.id, o.customer_id as "customerId", o.name, o.placed_at as "placedAt", o.lines, o.fulfillments,
        (select name from customers c where c.workspace_id = ${workspaceId} and c.id = o.customer_id) as "customerName"
      from unnest(${sql.array([...ids])}::uuid[]) as wanted(id)
      join orders o on o.workspace_id = ${workspaceId} and o.id = wanted.id and o.customer_id is not null`;
    return rows.map(({ fulfillments, ...order }) =>
      draftOfOrder({ ...order, trackingNumbers: fulfillments.flatMap(({ trackingNumber }) => trackingNumber ?? []) }),
    );
  },
  async conversation(sql, workspaceId, ids) {
    const rows = await sql<ConversationSource[]>`
      select c.id, c.customer_id as "customerId", c.subject, c.folder, c.status, c.assignee_id as "assigneeId",
        c.team_id as "teamId", c.channel, c.priority, c.snoozed_until as "snoozedUntil",
        c.last_message_at as "lastMessageAt",
        (select name from customers cu where cu.workspace_id = ${workspaceId} and cu.id = c.customer_id) as "customerName",
        array(select tag_id from conversation_tags t
          where t.workspace_id = ${workspaceId} and t.conversation_id = c.id) as "tagIds"
      from unnest(${sql.array([...ids])}::uuid[]) as wanted(id)
      join conversations c on c.workspace_id = ${workspaceId} and c.id = wanted.id`;
    return rows.map(draftOfConversation);
  },
  async message(sql, workspaceId, ids) {
    const rows = await sql<MessageSource[]>`
      select m.id, m.conversation_id as "conversationId", c.customer_id as "customerId", m.kind, m.author, m."from",
        m."to", m.cc, m.subject, left(m.text, 60000) as text, m.sent_at as "sentAt",
        exists (select 1 from attachments a
          where a.workspace_id = ${workspaceId} and a.message_id = m.id) as "hasAttachments"
      from unnest(${sql.array([...ids])}::uuid[]) as wanted(id)
      join messages m on m.workspace_id = ${workspaceId} and m.id = wanted.id
      join conversations c on c.workspace_id = ${workspaceId} and c.id = m.conversation_id`;
    return rows.map(draftOfMessage);
  },
};
