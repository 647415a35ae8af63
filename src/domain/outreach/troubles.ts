import { sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { samePeople } from "../customers/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { Reason } from "./rules.ts";
import type { Outreach } from "./tables.ts";

export interface Standing {
  /** The first thing that is open between her and the shop. */
  trouble: Reason | null;
  hasWritten: boolean;
  hasAnother: boolean;
  writtenAt: Date[];
  /** Of these, when she has given no sign since: no message, no order, nothing she asks to be told of. */
  unansweredAt: Date[];
}

const dayMs = 24 * 3_600_000;
/** How long a bad experience keeps the shop from selling. */
const badRatingMs = 30 * dayMs;
const failureMs = 7 * dayMs;
const parcelMs = 30 * dayMs;

/** How it stands with a customer at the moment at which she might be written to, over all her conversations: one statement. */
export async function standingOf(ctx: Context, outreach: Outreach, customerId: string): Promise<Standing> {
  const { workspaceId } = ctx;
  const since = (ms: number) => sql`${new Date(now().getTime() - ms).toISOString()}::timestamptz`;
  const [row] = await read(ctx, (q) =>
    q.execute<Record<Flag, boolean> & Record<Moments, string[]>>(sql`
      with her as materialized (${samePeople(workspaceId, customerId)}),
      talks as materialized (
        select id, folder, waiting_since, resolved_at from conversations
        where workspace_id = ${workspaceId} and customer_id in (select id from her)
          and folder in ('open', 'waiting', 'closed')),
      begun as materialized (
        select o.id, o.decided_at, r.status, r.draft_fate, d.run_id is not null as is_drafted
        from outreaches o
        left join runs r on r.workspace_id = ${workspaceId} and r.id = o.run_id
        left join drafts d on d.workspace_id = ${workspaceId} and d.run_id = o.run_id
        where o.workspace_id = ${workspaceId} and o.customer_id in (select id from her) and o.state = 'begun'),
      written as materialized (
        select decided_at from begun
        where status in ('waiting', 'running', 'sent') or is_drafted or draft_fate <> 'discarded'),
      sign as materialized (
        select coalesce(greatest(
          (select max(m.created_at) from messages m join talks t on t.id = m.conversation_id
            where m.workspace_id = ${workspaceId} and m.kind = 'customer' and m.automatic is null),
          (select max(o.placed_at) from orders o
            where o.workspace_id = ${workspaceId} and o.customer_id in (select id from her)),
          (select max(s.created_at) from stock_requests s
            where s.workspace_id = ${workspaceId} and s.customer_id in (select id from her))), '-infinity') as at)
      select
        exists (select 1 from talks where (folder = 'open' and waiting_since is not null) or folder = 'waiting')
          as "waitingForShop",
        exists (select 1 from ai_standings s join talks t on t.id = s.conversation_id
          where s.workspace_id = ${workspaceId} and s.since > coalesce(t.resolved_at, '-infinity')) as "withPeople",
        exists (select 1 from actions a where a.workspace_id = ${workspaceId} and a.customer_id in (select id from her)
            and (a.state in ('awaiting_approval', 'approved', 'executing', 'unknown')
              or (a.state = 'failed' and a.ended_at > ${since(failureMs)})))
          or exists (select 1 from runs r join talks t on t.id = r.conversation_id
            where r.workspace_id = ${workspaceId} and r.status in ('waiting', 'running')
              and r.because ->> 'kind' = 'action') as "actionPending",
        exists (select 1 from surveys s join talks t on t.id = s.conversation_id
          where s.workspace_id = ${workspaceId} and s.rating <= 2 and s.rated_at > ${since(badRatingMs)}) as "badRating",
        exists (select 1 from orders o where o.workspace_id = ${workspaceId} and o.customer_id in (select id from her)
          and o.has_open_return) as "returnOpen",
        exists (select 1 from orders o, json_array_elements(o.fulfillments) f
            where o.workspace_id = ${workspaceId} and o.customer_id in (select id from her)
              and o.placed_at > ${since(parcelMs)}
              and f ->> 'status' in ('failure', 'attempted_delivery', 'not_delivered', 'delayed'))
          or exists (select 1 from messages m join talks t on t.id = m.conversation_id
            where m.workspace_id = ${workspaceId} and m.kind = 'reply' and m.state = 'failed'
              and m.sent_at > ${since(failureMs)}) as "deliveryTrouble",
        exists (select 1 from messages m join talks t on t.id = m.conversation_id
          where m.workspace_id = ${workspaceId} and m.kind = 'customer' and m.automatic is null
            and m.created_at > ${outreach.createdAt.toISOString()}::timestamptz) as "hasWritten",
        exists (select 1 from begun where status in ('waiting', 'running') or is_drafted) as "hasAnother",
        exists (select 1 from outreaches o where o.workspace_id = ${workspaceId}
          and o.customer_id in (select id from her) and o.occasion = ${outreach.occasion} and o.occasion = 'cart'
          and o.state = 'planned' and o.id > ${outreach.id}) as "newerCart",
        coalesce((select json_agg(decided_at) from written), '[]') as "writtenAt",
        coalesce((select json_agg(decided_at) from written, sign where decided_at > sign.at), '[]') as "unansweredAt"`),
  );
  const { hasWritten, hasAnother } = row!;
  const trouble = inOrder.find(([flag]) => row![flag])?.[1] ?? null;
  const [writtenAt, unansweredAt] = [row!.writtenAt, row!.unansweredAt].map((all) => all.map((at) => new Date(at)));
  return { trouble, hasWritten, hasAnother, writtenAt: writtenAt!, unansweredAt: unansweredAt! };
}

type Flag = (typeof inOrder)[number][0] | "hasWritten" | "hasAnother";
type Moments = "writtenAt" | "unansweredAt";

const inOrder = [
  ["newerCart", "newer_cart"],
  ["waitingForShop", "waiting_for_shop"],
  ["withPeople", "with_people"],
  ["actionPending", "action_pending"],
  ["badRating", "bad_rating"],
  ["returnOpen", "return_open"],
  ["deliveryTrouble", "delivery_trouble"],
] as const satisfies readonly (readonly [string, Reason])[];
