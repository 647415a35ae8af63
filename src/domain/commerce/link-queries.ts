import type { RawTransaction } from "../../platform/db.ts";
import type { Place, Written } from "./save-queries.ts";

/** The orders of shop customers are whose they are. @returns those of ours whose orders changed. */
export async function ordersFollow(
  tx: RawTransaction,
  { workspaceId, connectionId }: Place,
  shopCustomers: readonly Pick<Written, "externalId" | "customerId">[],
): Promise<string[]> {
  const known = shopCustomers.filter(({ customerId }) => customerId !== null);
  if (known.length === 0) return [];
  const rows = await tx<{ customerId: string; before: string | null }[]>`
    update orders o set customer_id = s."customerId"
    from (
      select w."customerId", o.id, o.customer_id as before
      from json_to_recordset(${JSON.stringify(known)}::text::json) as w("externalId" text, "customerId" uuid)
      cross join lateral (select id, customer_id from orders o where o.workspace_id = ${workspaceId}
        and o.connection_id = ${connectionId} and o.customer_external_id = w."externalId"
        and o.customer_id is distinct from w."customerId" offset 0) o) s
    where o.workspace_id = ${workspaceId} and o.id = s.id
    returning s."customerId", s.before`;
  return rows.flatMap(({ customerId, before }) => (before === null ? [customerId] : [customerId, before]));
}

/**
 * Shop customers and orders that nobody had, and that have an address of these customers of ours, become theirs.
 * @param since instead: of all identities made since an id.
 * @returns those of ours who got something.
 */
export async function linkByIdentity(
  tx: RawTransaction,
  workspaceId: string,
  of: { customerIds: readonly string[] } | { since: string },
): Promise<string[]> {
  const mine =
    "since" in of
      ? tx`select kind, value, customer_id from identities where workspace_id = ${workspaceId} and id >= ${of.since}`
      : tx`select kind, value, customer_id from unnest(${tx.array([...of.customerIds])}::uuid[]) as w(id)
          cross join lateral (select kind, value, customer_id from identities i
            where i.workspace_id = ${workspaceId} and i.customer_id = w.id) i`;
  const rows = await tx<{ customerId: string }[]>`
    with mine as materialized (${mine}), people as (
      update shop_customers s set customer_id = found.customer_id
      from (
        select distinct on (s.id) s.id, m.customer_id from mine m
        cross join lateral (
          select id from shop_customers s where m.kind = 'email' and s.workspace_id = ${workspaceId}
            and s.email = m.value and s.customer_id is null
          union all
          select id from shop_customers s where m.kind = 'phone' and s.workspace_id = ${workspaceId}
            and s.phone = m.value and s.customer_id is null) s
        order by s.id, m.kind) found
      where s.workspace_id = ${workspaceId} and s.id = found.id and s.customer_id is null
      returning s.connection_id, s.external_id, s.customer_id
    ), theirs as (
      select distinct on (o.id) o.id, o.customer_id from (
        select o.id, p.customer_id, 1 as place from people p
        cross join lateral (select id from orders o where o.workspace_id = ${workspaceId}
          and o.connection_id = p.connection_id and o.customer_external_id = p.external_id
          and o.customer_id is distinct from p.customer_id offset 0) o
        union all
        select o.id, m.customer_id, 2 from mine m
        cross join lateral (
          select id from orders o where m.kind = 'email' and o.workspace_id = ${workspaceId}
            and o.email = m.value and o.customer_id is null
          union all
          select id from orders o where m.kind = 'phone' and o.workspace_id = ${workspaceId}
            and o.phone = m.value and o.customer_id is null) o) o
      order by o.id, o.place
    ), moved as (
      update orders o set customer_id = t.customer_id from theirs t
      where o.workspace_id = ${workspaceId} and o.id = t.id returning o.customer_id
    )
    select customer_id as "customerId" from people union select customer_id from moved`;
  return rows.map(({ customerId }) => customerId);
}
