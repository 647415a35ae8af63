import type { RawSql } from "../../platform/db.ts";
import type { Fragment } from "../filters/index.ts";
import type { Highlighted, Marker } from "./highlight.ts";
import { addressTerm, orderKey, phoneTerm } from "./tokens.ts";

interface MessagePart {
  id: string;
  kind: string;
  authorName: string;
  at: Date;
  snippet: Highlighted;
}

export interface ConversationHit {
  type: "conversation";
  id: string;
  subject: Highlighted;
  folder: "open" | "waiting" | "closed" | "spam" | "trash";
  channel: string;
  customer: { id: string; name: Highlighted };
  assigneeName: string | null;
  /** Last active. */
  at: Date;
  /** Its best message; without words, its last. */
  message: MessagePart;
}

export interface MessageHit extends MessagePart {
  type: "message";
  conversationId: string;
  subject: Highlighted;
  folder: ConversationHit["folder"];
  channel: string;
  customer: { id: string; name: Highlighted };
}

export interface CustomerHit {
  type: "customer";
  id: string;
  name: Highlighted;
  contacts: { kind: "email" | "phone"; value: Highlighted }[];
  /** Where she was heard of last. */
  conversationId: string | null;
  at: Date;
  /** Found by exactly what was asked for: her address or number. */
  exact: boolean;
}

export interface OrderHit {
  type: "order";
  id: string;
  name: Highlighted;
  customer: { id: string; name: Highlighted };
  /** What was bought, as far as it fits. */
  lines: Highlighted;
  placedAt: Date;
  currency: string;
  totalMinor: number;
  financialStatus: string | null;
  fulfillmentStatus: string | null;
  cancelledAt: Date | null;
  adminUrl: string | null;
  /** Where its customer was heard of last. */
  conversationId: string | null;
  exact: boolean;
}

export type Hit = ConversationHit | MessageHit | CustomerHit | OrderHit;

interface CustomerRow {
  id: string;
  name: string;
  createdAt: Date;
  conversationId: string | null;
  contacts: { kind: "email" | "phone"; value: string }[];
}

export async function readCustomers(sql: RawSql, workspaceId: string, ids: readonly string[]): Promise<CustomerRow[]> {
  return sql<CustomerRow[]>`
    select c.id, c.name, c.created_at as "createdAt", ${lastConversation(sql, workspaceId, sql`c.id`)} as "conversationId",
      coalesce((select json_agg(json_build_object('kind', kind, 'value', value) order by created_at, value)
        from identities i where i.workspace_id = ${workspaceId} and i.customer_id = c.id
          and i.kind in ('email', 'phone')), '[]') as contacts
    from unnest(${sql.array([...ids])}::uuid[]) as wanted(id)
    join customers c on c.workspace_id = ${workspaceId} and c.id = wanted.id`;
}

/** Of the customer; spam, trash and what was merged away are no place to send anybody. */
function lastConversation(sql: RawSql, workspaceId: string, customerId: Fragment) {
  return sql`(
    select v.id from conversations v where v.workspace_id = ${workspaceId} and v.customer_id = ${customerId}
      and v.folder not in ('spam', 'trash', 'merged') order by v.last_message_at desc, v.id desc limit 1)`;
}

/** Whether one of the terms asked for is this customer's very address or number. */
function isExactCustomer({ contacts }: CustomerRow, exact: ReadonlySet<string>): boolean {
  return contacts.some(({ kind, value }) =>
    exact.has(kind === "email" ? addressTerm(value) : (phoneTerm(value) ?? "")),
  );
}

export function customerHit(row: CustomerRow, exact: ReadonlySet<string>, marker: Marker): CustomerHit {
  const { id, createdAt, conversationId } = row;
  const contacts = row.contacts.slice(0, 10).map(({ kind, value }) => ({ kind, value: marker.mark(value) }));
  const isExact = isExactCustomer(row, exact);
  return { type: "customer", id, name: marker.mark(row.name), contacts, conversationId, at: createdAt, exact: isExact };
}

interface OrderRow extends Omit<OrderHit, "type" | "name" | "customer" | "lines" | "exact"> {
  name: string;
  customerId: string;
  customerName: string;
  lines: { title: string; variant: string | null; quantity: number }[];
}

export async function readOrders(sql: RawSql, workspaceId: string, ids: readonly string[]): Promise<OrderRow[]> {
  return sql<OrderRow[]>`
    select o.id, o.name, o.customer_id as "customerId", o.placed_at as "placedAt", o.currency,
      o.total_minor::float8 as "totalMinor", o.financial_status as "financialStatus",
      o.fulfillment_status as "fulfillmentStatus", o.cancelled_at as "cancelledAt", o.admin_url as "adminUrl", o.lines,
      (select name from customers c where c.workspace_id = ${workspaceId} and c.id = o.customer_id) as "customerName",
      ${lastConversation(sql, workspaceId, sql`o.customer_id`)} as "conversationId"
    from unnest(${sql.array([...ids])}::uuid[]) as wanted(id)
    join orders o on o.workspace_id = ${workspaceId} and o.id = wanted.id`;
}

function isExactOrder({ name }: Pick<OrderRow, "name">, exact: ReadonlySet<string>): boolean {
  return exact.has(`order:${orderKey(name)}`);
}

export function linesOf({ lines }: OrderRow): string {
  return lines
    .map(({ title, variant, quantity }) => `${quantity} × ${title}${variant ? ` (${variant})` : ""}`)
    .join(", ");
}

export function orderHit(row: OrderRow, exact: ReadonlySet<string>, marker: Marker): OrderHit {
  const { customerId, customerName, name, lines: _, ...rest } = row;
  return {
    type: "order",
    ...rest,
    name: marker.mark(name),
    customer: { id: customerId, name: marker.mark(customerName) },
    lines: marker.mark(linesOf(row), 160),
    exact: isExactOrder(row, exact),
  };
}
