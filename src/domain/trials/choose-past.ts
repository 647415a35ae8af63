import { sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { NotFound } from "../../platform/errors.ts";
import type { TxContext } from "../events/index.ts";
import type { TrialCase } from "./tables.ts";

type Past = Pick<TrialCase, "conversationId" | "messageId" | "saidMessageId" | "saidOutcome">;

/** The newest so many that were answered, or those that somebody picked. */
export type Choice = { newest: number; days?: number | undefined } | { conversationIds: readonly string[] };

const dayMs = 86_400_000;

/**
 * Past conversations with the message their customer was answered on last, the answer, and what the AI's turn on it came
 * to. One that was picked need not be answered: then it is the customer's last message.
 * @throws NotFound for one that was picked and is not there.
 */
export async function choosePast(tx: TxContext, choice: Choice): Promise<Past[]> {
  if ("conversationIds" in choice) return picked(tx, [...new Set(choice.conversationIds)]);
  const { newest, days } = choice;
  const since = days === undefined ? null : new Date(now().getTime() - days * dayMs).toISOString();
  const which = sql`said.id is not null and c.merged_into_id is null and c.spam_at is null and c.trashed_at is null
    and (${since}::timestamptz is null or c.last_message_at >= ${since}::timestamptz)`;
  return look(tx, which, newest);
}

async function picked(tx: TxContext, ids: string[]): Promise<Past[]> {
  const [row] = await tx.q.execute<{ missing: string | null }>(sql`
    select min(wanted::text) as missing from unnest(${sql.param(ids)}::uuid[]) as wanted
    where not exists (select 1 from conversations c where c.workspace_id = ${tx.workspaceId} and c.id = wanted)`);
  if (row?.missing != null) throw new NotFound("Conversation", row.missing);
  return look(tx, sql`c.id = any(${sql.param(ids)}::uuid[])`, ids.length);
}

async function look(tx: TxContext, which: ReturnType<typeof sql>, limit: number): Promise<Past[]> {
  const rows = await tx.q.execute<Past & Record<string, unknown>>(sql`
    select c.id as "conversationId", asked.id as "messageId", said.id as "saidMessageId",
      case turn.status when 'handed_over' then 'hand_over' when 'no_reply' then 'no_reply'
        else case when said.id is null then 'no_reply' else 'reply' end end as "saidOutcome"
    from conversations c
    left join lateral (
      select m.id, m.position from messages m
      where m.workspace_id = c.workspace_id and m.conversation_id = c.id and m.kind = 'reply' and m.automatic is null
      order by m.position desc limit 1) said on true
    join lateral (
      select m.id, m.position from messages m
      where m.workspace_id = c.workspace_id and m.conversation_id = c.id and m.kind = 'customer'
        and m.automatic is null and (said.position is null or m.position < said.position)
      order by m.position desc limit 1) asked on true
    left join lateral (
      select r.status from runs r
      where r.workspace_id = c.workspace_id and r.conversation_id = c.id and r.last_message_id = asked.id
        and r.status in ('drafted', 'sent', 'handed_over', 'no_reply')
      order by r.created_at desc limit 1) turn on true
    where c.workspace_id = ${tx.workspaceId} and c.channel <> 'voice' and ${which}
    order by c.last_message_at desc, c.id desc
    limit ${limit}`);
  return [...rows];
}
