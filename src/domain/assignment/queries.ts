import { and, asc, eq, gt, isNull, notInArray, sql } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { connections } from "../connections/tables.ts";
import type { Conversation } from "../conversations/index.ts";
import { conversations } from "../conversations/tables.ts";
import { read, type TxContext } from "../events/index.ts";
import { type Channel, getTeam } from "../teams/index.ts";
import { teams } from "../teams/tables.ts";
import type { Context } from "../workspaces/index.ts";
import type { Load } from "./rules.ts";

/** Whether a conversation waits in its team's queue: open, and nobody has it. */
export function isQueued({ folder, assigneeId, teamId }: Conversation): boolean {
  return folder === "open" && assigneeId === null && teamId !== null;
}

function queued(ctx: Context, teamId: string) {
  return and(
    eq(conversations.workspaceId, ctx.workspaceId),
    eq(conversations.teamId, teamId),
    isNull(conversations.assigneeId),
    // Written out, so that the queue's own index answers.
    sql`${conversations.folder} = 'open'`,
  );
}

/** Whose customer has waited longest; those in which nobody waits come last. Null when the queue is empty. */
export async function nextInQueue(
  ctx: Context,
  { teamId, without }: { teamId: string; without: readonly Channel[] },
): Promise<string | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ id: conversations.id })
      .from(conversations)
      .where(and(queued(ctx, teamId), without.length > 0 ? notInArray(conversations.channel, [...without]) : undefined))
      .orderBy(asc(conversations.waitingSince), asc(conversations.id))
      .limit(1),
  );
  return row?.id ?? null;
}

export const mostCounted = 1000;

export interface QueueState {
  /** Open conversations nobody has, counted up to 1,000. */
  waiting: number;
  /** Since when the longest-waiting customer waits; null when no customer waits. */
  oldestSince: Date | null;
}

/** @throws NotFound for a team of another workspace. */
export async function getQueueState(ctx: Context, { teamId }: { teamId: string }): Promise<QueueState> {
  allow(ctx, "teams:read");
  await getTeam(ctx, teamId);
  return read(ctx, async (q) => {
    const some = q
      .select({ since: conversations.waitingSince })
      .from(conversations)
      .where(queued(ctx, teamId))
      .orderBy(asc(conversations.waitingSince), asc(conversations.id))
      .limit(mostCounted)
      .as("some");
    const rows = await q.select({ since: some.since }).from(some);
    return { waiting: rows.length, oldestSince: rows[0]?.since ?? null };
  });
}

/** Counting stops here: whoever has so many is full in any case. */
const mostOpenCounted = 1000;

/** What each member has open, by channel. */
export async function loadsOf(tx: TxContext, memberIds: readonly string[]): Promise<Map<string, Load>> {
  const rows = await tx.q.execute<{ member_id: string; channel: Channel; n: number }>(sql`
    select m.id as member_id, c.channel, c.n
    from (select json_array_elements_text(${JSON.stringify(memberIds)}::text::json)::uuid as id) m
    cross join lateral (
      select channel, count(*)::int as n from (
        select channel from conversations
        where workspace_id = ${tx.workspaceId} and assignee_id = m.id and folder = 'open' limit ${mostOpenCounted}) o
      group by channel) c`);
  const loads = new Map<string, Load>();
  for (const { member_id, channel, n } of rows) loads.set(member_id, { ...loads.get(member_id), [channel]: n });
  return loads;
}

/** The ids of what a member has open, in pages. */
export async function openOf(ctx: Context, memberId: string, after: string | null, limit: number): Promise<string[]> {
  const rows = await read(ctx, (q) =>
    q
      .select({ id: conversations.id })
      .from(conversations)
      .where(
        and(
          eq(conversations.workspaceId, ctx.workspaceId),
          eq(conversations.assigneeId, memberId),
          sql`${conversations.folder} = 'open'`,
          after === null ? undefined : gt(conversations.id, after),
        ),
      )
      .orderBy(asc(conversations.id))
      .limit(limit),
  );
  return rows.map(({ id }) => id);
}

/** The team in use that a conversation's connection sends new ones to; null: none, or it has a team already. */
export async function defaultTeamFor(ctx: Context, conversationId: string): Promise<string | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ teamId: teams.id })
      .from(conversations)
      .innerJoin(
        connections,
        and(eq(connections.workspaceId, ctx.workspaceId), eq(connections.id, conversations.connectionId)),
      )
      .innerJoin(teams, and(eq(teams.workspaceId, ctx.workspaceId), eq(teams.id, connections.defaultTeamId)))
      .where(
        and(
          eq(conversations.workspaceId, ctx.workspaceId),
          eq(conversations.id, conversationId),
          isNull(conversations.teamId),
          isNull(teams.archivedAt),
        ),
      ),
  );
  return row?.teamId ?? null;
}
