import { type SQL, sql } from "drizzle-orm";
import { read } from "../events/index.ts";
import type { Occasion } from "../outreach/index.ts";
import type { Context } from "../workspaces/index.ts";
import { orderFate } from "./attribute-orders.ts";
import type { Period } from "./queries.ts";

export interface OutreachCount {
  occasion: Occasion;
  state: "planned" | "held_out" | "not_sent" | "begun";
  reason: string | null;
  count: number;
  sent: number;
  answered: number;
  optedOut: number;
}

/** What became of what was planned in a period. */
export async function countOutreaches(
  ctx: Context,
  { period, windowDays }: { period: Period; windowDays: number },
): Promise<OutreachCount[]> {
  const { workspaceId } = ctx;
  const within = sql`between s.sent_at and s.sent_at + make_interval(days => ${windowDays})`;
  const rows = await read(ctx, (q) =>
    q.execute<OutreachCount & Record<string, unknown>>(sql`
      select o.occasion, o.state, o.reason, count(*)::int as count, count(s.sent_at)::int as sent,
        count(*) filter (where exists (select 1 from messages m
          where m.workspace_id = ${workspaceId} and m.conversation_id = o.conversation_id and m.kind = 'customer'
            and m.automatic is null and m.sent_at ${within}))::int as answered,
        count(*) filter (where exists (select 1 from consents c
          where c.workspace_id = ${workspaceId} and c.customer_id = o.customer_id and c.state = 'withdrawn'
            and c.at ${within}))::int as "optedOut"
      from outreaches o
      left join lateral (${sentFor(workspaceId)}) s on true
      where ${isPlannedIn(workspaceId, period)}
      group by 1, 2, 3 order by 1, count desc, 3`),
  );
  return [...rows];
}

/** When the message went out that the turn of the outreach `o` has written, by itself or by a person. */
function sentFor(workspaceId: string): SQL {
  return sql`
    select m.sent_at from runs r
    join messages m on m.workspace_id = r.workspace_id and m.conversation_id = r.conversation_id
    where o.state = 'begun' and r.workspace_id = ${workspaceId} and r.id = o.run_id
      and (r.status = 'sent' or r.draft_fate in ('used', 'edited'))
      and m.kind = 'reply' and m.automatic is null and m.state <> 'failed' and m.sent_at >= r.started_at
    order by m.sent_at limit 1`;
}

function isPlannedIn(workspaceId: string, { from, until }: Period): SQL {
  return sql`o.workspace_id = ${workspaceId}
    and o.created_at >= ${from.toISOString()} and o.created_at < ${until.toISOString()}`;
}

/** One row without a currency for the people of each group, and one for each currency they paid in. */
export interface ArmRow {
  occasion: Occasion;
  isHeldOut: boolean;
  currency: string | null;
  people: number;
  /** Of them, those who ordered. */
  ordered: number;
  orders: number;
  /** Less what was given back. */
  totalMinor: number;
  /** Sum of the squares of what each of them spent. */
  squares: number;
}

/** What people ordered in the days after it was decided of each of them, once for each occasion, whether they were written to. */
export async function sumByArm(ctx: Context, { period, days }: { period: Period; days: number }): Promise<ArmRow[]> {
  const { workspaceId } = ctx;
  const rows = await read(ctx, (q) =>
    q.execute<ArmRow & Record<string, unknown>>(sql`
      with people as (
        select distinct on (o.occasion, o.customer_id) o.occasion, o.customer_id, o.state = 'held_out' as held_out,
          o.decided_at
        from outreaches o
        where ${isPlannedIn(workspaceId, period)} and o.state in ('held_out', 'begun')
        order by o.occasion, o.customer_id, o.decided_at),
      spent as (
        select p.occasion, p.held_out, p.customer_id, o.currency, count(*) as orders,
          sum(o.total_minor - o.refunded_minor) as minor
        from people p
        join lateral (
          select o.currency, o.total_minor, ${orderFate.refundedMinor} as refunded_minor, ${orderFate.fate} as fate
          from orders o
          where o.workspace_id = ${workspaceId} and o.customer_id = p.customer_id and o.placed_at >= p.decided_at
            and o.placed_at < p.decided_at + make_interval(days => ${days}) and ${orderFate.isReal}) o
          on o.fate = 'kept'
        group by 1, 2, 3, 4)
      select p.occasion, p.held_out as "isHeldOut", null as currency, count(*)::int as people,
        count(*) filter (where s.orders > 0)::int as ordered, coalesce(sum(s.orders), 0)::int as orders,
        0::float8 as "totalMinor", 0::float8 as squares
      from people p
      left join lateral (select sum(s.orders) as orders from spent s
        where s.occasion = p.occasion and s.customer_id = p.customer_id) s on true
      group by 1, 2
      union all
      select occasion, held_out, currency, 0, 0, sum(orders)::int, sum(minor)::float8, sum(minor ^ 2)::float8
      from spent group by 1, 2, 3 order by 1, 2, 3 nulls first`),
  );
  return [...rows];
}
