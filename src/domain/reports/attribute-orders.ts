import { sql } from "drizzle-orm";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { Period } from "./queries.ts";

/** Orders of one currency that are counted to conversations answered by the same. */
export interface AttributedOrders {
  by: "ai" | "people" | "both";
  currency: string;
  orders: number;
  /** Of these, those on which a code was used that was made in a conversation of hers. */
  direct: number;
  /** Not among the others: nothing of them is left. */
  cancelled: number;
  refunded: number;
  totalMinor: number;
  refundedMinor: number;
}

const refundedMinor = sql`coalesce((o.details -> 'amounts' -> 'refunded' ->> 'minor')::bigint, 0)`;

/** What became of an order `o`: nothing is left of one that was cancelled, or refunded in full. */
export const orderFate = {
  refundedMinor,
  fate: sql`case when o.cancelled_at is not null then 'cancelled'
    when o.financial_status = 'refunded' or (${refundedMinor} > 0 and ${refundedMinor} >= o.total_minor) then 'refunded'
    else 'kept' end`,
  /** No test of the shop. */
  isReal: sql`coalesce((o.details ->> 'test')::boolean, false) = false`,
};

/**
 * Orders placed in a period, each counted once: to the conversation in which a code was made for her that she used, else to
 * the last one in which she was written to within so many days before. Tests of the shop are left out.
 */
export async function attributeOrders(
  ctx: Context,
  { period, days }: { period: Period; days: number },
): Promise<AttributedOrders[]> {
  const isTouch = sql`m.kind = 'reply' and m.automatic is null and m.state <> 'failed' and m.sent_at < o.placed_at
    and m.sent_at >= o.placed_at - make_interval(days => ${days})`;
  const rows = await read(ctx, (q) =>
    q.execute<Record<keyof AttributedOrders, string>>(sql`
      with counted as (
        select coalesce(code.by, touch.by) as by, o.currency, o.total_minor, code.by is not null as direct,
          ${orderFate.refundedMinor} as refunded_minor, ${orderFate.fate} as fate
        from orders o
        left join lateral (
          select case when a.actor_key = 'ai' then 'ai' else 'people' end as by
          from conversations c
          join actions a on a.workspace_id = c.workspace_id and a.conversation_id = c.id
            and a.kind = 'discount_code.create' and a.state = 'done' and a.ended_at <= o.placed_at
          join json_array_elements(o.details -> 'discounts') d
            on upper(d ->> 'code') = upper(a.result -> 'shown' ->> 'code')
          where c.workspace_id = o.workspace_id and c.customer_id = o.customer_id
          order by a.ended_at desc limit 1) code on true
        left join lateral (
          select m.conversation_id from conversations c
          join messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.id
          where c.workspace_id = o.workspace_id and c.customer_id = o.customer_id and ${isTouch}
          order by m.sent_at desc limit 1) last on true
        left join lateral (
          select case when bool_and(m.via = 'ai') then 'ai' when bool_or(m.via = 'ai') then 'both' else 'people' end as by
          from messages m
          where m.workspace_id = o.workspace_id and m.conversation_id = last.conversation_id and ${isTouch}
          having count(*) > 0) touch on true
        where o.workspace_id = ${ctx.workspaceId} and o.customer_id is not null
          and o.placed_at >= ${period.from.toISOString()} and o.placed_at < ${period.until.toISOString()}
          and ${orderFate.isReal})
      select by, currency, count(*) filter (where fate = 'kept')::text as orders,
        count(*) filter (where fate = 'kept' and direct)::text as direct,
        count(*) filter (where fate = 'cancelled')::text as cancelled,
        count(*) filter (where fate = 'refunded')::text as refunded,
        coalesce(sum(total_minor) filter (where fate = 'kept'), 0)::text as "totalMinor",
        coalesce(sum(refunded_minor) filter (where fate = 'kept'), 0)::text as "refundedMinor"
      from counted where by is not null group by by, currency order by currency, by`),
  );
  return [...rows].map(({ by, currency, orders, direct, cancelled, refunded, totalMinor, refundedMinor }) => ({
    by: by as AttributedOrders["by"], // the words of the case above
    currency,
    ...{ orders: Number(orders), direct: Number(direct), cancelled: Number(cancelled), refunded: Number(refunded) },
    ...{ totalMinor: Number(totalMinor), refundedMinor: Number(refundedMinor) },
  }));
}
