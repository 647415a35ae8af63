import { sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { doesHarm, harm, type Occasion } from "./rules.ts";

/**
 * Whether so many who were written to for an occasion wanted nothing more of the shop afterwards that nobody else is
 * written to for it. It ends by itself when what was sent is long enough ago.
 */
export async function hasDoneHarm(ctx: Context, occasion: Occasion): Promise<boolean> {
  const { workspaceId } = ctx;
  const since = new Date(now().getTime() - harm.lookBackDays * 86_400_000);
  const [row] = await read(ctx, (q) =>
    q.execute<{ sent: number; optedOut: number }>(sql`
      select count(*)::int as sent, count(*) filter (where exists (select 1 from consents c
        where c.workspace_id = ${workspaceId} and c.customer_id = o.customer_id and c.state = 'withdrawn'
          and c.at between o.decided_at and o.decided_at + make_interval(days => ${harm.followsWithinDays})))::int
        as "optedOut"
      from outreaches o
      join runs r on r.workspace_id = ${workspaceId} and r.id = o.run_id
        and (r.status = 'sent' or r.draft_fate in ('used', 'edited'))
      where o.workspace_id = ${workspaceId} and o.occasion = ${occasion} and o.state = 'begun'
        and o.decided_at >= ${since.toISOString()}`),
  );
  return doesHarm(row ?? { sent: 0, optedOut: 0 });
}
