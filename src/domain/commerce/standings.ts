import type postgres from "postgres";
import { inOneTrip, type RawSql } from "../../platform/db.ts";
import { allow } from "../access/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";

type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** Whom a piece of a statement is about; `customerId` may be a column of the statement that it stands in. */
export interface Hers {
  sql: RawSql;
  workspaceId: string;
  customerId: Fragment | string;
}

/**
 * What a customer is worth, a row of `currency`, `minor` and `orders` each: what shops count of her themselves, and of
 * orders that are nobody's there (guests, point of sale) what was received and not given back.
 */
export function lifetimeValueOf({ sql, workspaceId, customerId }: Hers): Fragment {
  const net = sql`(o.details->'amounts'->'received'->>'minor')::bigint - (o.details->'amounts'->'refunded'->>'minor')::bigint`;
  return sql`
    with people as materialized (
      select connection_id, external_id, currency, spent_minor, order_count from shop_customers
      where workspace_id = ${workspaceId} and customer_id = ${customerId} and spent_minor is not null
        and currency is not null)
    select currency, coalesce(sum(minor), 0)::float8 as minor, sum(orders)::int as orders from (
      select currency, spent_minor as minor, coalesce(order_count, 0) as orders from people
      union all
      select o.currency, ${net}, 1 from orders o
      where o.workspace_id = ${workspaceId} and o.customer_id = ${customerId} and not exists (
        select 1 from people p where p.connection_id = o.connection_id and p.external_id = o.customer_external_id)
    ) counted group by currency`;
}

/** Her newest order as her page shows it: one row or none. */
export function lastOrderOf({ sql, workspaceId, customerId }: Hers): Fragment {
  return sql`
    select placed_at, financial_status, fulfillment_status, tags, cancelled_at from orders
    where workspace_id = ${workspaceId} and customer_id = ${customerId} order by placed_at desc, id desc limit 1`;
}

/** A row for each order of which something is still to come back. `offset 0` keeps it a question about one customer. */
export function openReturnsOf({ sql, workspaceId, customerId }: Hers): Fragment {
  return sql`
    select id from orders
    where workspace_id = ${workspaceId} and customer_id = ${customerId} and has_open_return offset 0`;
}

/** What shops put on her: a row each, as `tag`. */
export function shopTagsOf({ sql, workspaceId, customerId }: Hers): Fragment {
  return sql`
    select tag from shop_customers s cross join lateral unnest(s.tags) as t(tag)
    where s.workspace_id = ${workspaceId} and s.customer_id = ${customerId} offset 0`;
}

/** How it stands with a customer and the shops. */
export interface Standing {
  orderCount: number;
  lifetimeValue: { currency: string; minor: number }[];
  hasOpenReturn: boolean;
  shopTags: string[];
  lastOrder: LastOrder | null;
}
export interface LastOrder {
  placedAt: Date;
  financialStatus: string | null;
  fulfillmentStatus: string | null;
  tags: string[];
  isCancelled: boolean;
}

type Row = Omit<Standing, "lastOrder"> & Omit<LastOrder, "placedAt"> & { customerId: string; placedAt: Date | null };

/** Of these customers, by their ids; one statement, however many there are. */
export async function readStandings(
  sql: RawSql,
  workspaceId: string,
  customerIds: readonly string[],
): Promise<Map<string, Standing>> {
  if (customerIds.length === 0) return new Map();
  const hers: Hers = { sql, workspaceId, customerId: sql`w.id` };
  const rows = await sql<Row[]>`
    select w.id as "customerId", v.orders as "orderCount", v.amounts as "lifetimeValue",
      exists (${openReturnsOf(hers)}) as "hasOpenReturn", array(${shopTagsOf(hers)}) as "shopTags",
      o.placed_at as "placedAt", o.financial_status as "financialStatus", o.fulfillment_status as "fulfillmentStatus",
      o.tags, o.cancelled_at is not null as "isCancelled"
    from unnest(${sql.array([...customerIds])}::uuid[]) as w(id)
    cross join lateral (
      select coalesce(sum(orders), 0)::int as orders,
        coalesce(json_agg(json_build_object('currency', currency, 'minor', minor)), '[]') as amounts
      from (${lifetimeValueOf(hers)}) l) v
    left join lateral (${lastOrderOf(hers)}) o on true`;
  return new Map(rows.map((row) => [row.customerId, standingOf(row)]));
}

function standingOf(row: Row): Standing {
  const { orderCount, lifetimeValue, hasOpenReturn, shopTags, placedAt } = row;
  const { financialStatus, fulfillmentStatus, tags, isCancelled } = row;
  const lastOrder = placedAt && { placedAt, financialStatus, fulfillmentStatus, tags, isCancelled };
  return { orderCount, lifetimeValue, hasOpenReturn, shopTags, lastOrder };
}

/** The currencies that the workspace's shops count in: each shop has one. */
export async function listCurrencies(ctx: Context): Promise<string[]> {
  allow(ctx, "orders:read");
  const { workspaceId, db } = ctx;
  const rows = await inOneTrip(
    db.app,
    sightOf(ctx),
    (sql) => sql<{ currency: string }[]>`
      select distinct said.currency from connections c cross join lateral (
        (select currency from orders o where o.workspace_id = ${workspaceId} and o.connection_id = c.id limit 1)
        union
        (select currency from shop_customers s
          where s.workspace_id = ${workspaceId} and s.connection_id = c.id and currency is not null limit 1)) said
      where c.workspace_id = ${workspaceId} order by said.currency`,
  );
  return rows.map(({ currency }) => currency);
}
