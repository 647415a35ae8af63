import { type SQL, sql } from "drizzle-orm";
import { read } from "../events/index.ts";
import { leastGood } from "../surveys/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Arm, noArm } from "./compare.ts";
import type { Outcome } from "./rules.ts";

/** From the first moment until before the second. */
export interface Period {
  from: Date;
  until: Date;
}

/** Questions of one kind, in the words of docs/reports.md. */
export interface QuestionCount {
  channel: string;
  intent: string | null;
  outcome: Outcome;
  count: number;
}

/** What became of the questions that customers began in a period, as it is known at `at`. */
export async function countQuestions(
  ctx: Context,
  asked: { period: Period; windowDays: number; at: Date },
): Promise<QuestionCount[]> {
  const rows = await read(ctx, (q) =>
    q.execute<{ channel: string; intent: string | null; outcome: Outcome; count: number }>(sql`
      with ${questions(ctx, asked)}
      select channel, intent, outcome, count(*)::int as count from questions
      group by channel, intent, outcome order by channel, intent, outcome`),
  );
  return [...rows];
}

/**
 * Common table expressions that end in `questions`: one row each, with what became of it. A question begins with a
 * customer's message that comes more than the window after the last word, and has all that is said until the next begins.
 */
function questions(
  { workspaceId }: Context,
  { period, windowDays, at }: { period: Period; windowDays: number; at: Date },
): SQL {
  const window = sql`make_interval(days => ${windowDays})`;
  const began = sql`${period.from.toISOString()}::timestamptz`;
  // What was said so long before decides whether a question of the first day goes on or begins.
  const earliest = sql`${began} - ${window}`;
  return sql`
    said as (
      select c.id as conversation_id, c.channel, m.kind, m.via, m.sent_at, m.position,
        lag(m.sent_at) over (partition by c.id order by m.sent_at, m.position) as before
      from conversations c
      join messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.id
      where c.workspace_id = ${workspaceId} and c.folder in ('open', 'waiting', 'closed') and c.channel <> 'voice'
        and c.last_message_at >= ${earliest} and m.sent_at >= ${earliest}
        and m.kind in ('customer', 'reply') and m.automatic is null and m.state <> 'failed'
        and not (m.kind = 'customer' and exists (
          select 1 from runs r
          where r.workspace_id = c.workspace_id and r.conversation_id = c.id
            and r.last_message_id = m.id and r.status = 'no_reply'))),
    numbered as (
      select *, count(*) filter (where kind = 'customer' and (before is null or sent_at - before > ${window}))
        over (partition by conversation_id order by sent_at, position) as n
      from said),
    spans as (
      select conversation_id, channel, n, max(sent_at) as last_word,
        min(sent_at) filter (where kind = 'customer') as began, max(sent_at) filter (where kind = 'customer') as last_ask,
        max(sent_at) filter (where kind = 'reply') as last_answer,
        bool_or(kind = 'reply' and via = 'ai') as by_ai, bool_or(kind = 'reply' and via <> 'ai') as by_people
      from numbered where n > 0 group by conversation_id, channel, n),
    bounded as (
      select *, coalesce(lead(began) over (partition by conversation_id order by n), 'infinity') as ended from spans),
    closings as (
      select (data ->> 'conversationId')::uuid as conversation_id, created_at as closed_at from events
      where workspace_id = ${workspaceId} and name = 'conversation.closed' and created_at >= ${began}),
    looked_at as (
      select b.*, b.last_word + ${window} < ${at.toISOString()}::timestamptz as is_over,
        exists (select 1 from closings x where x.conversation_id = b.conversation_id
          and x.closed_at >= b.began and x.closed_at < b.last_ask) as came_back,
        coalesce(turns.handed_over, false) as handed_over, turns.intent
      from bounded b
      left join lateral (
        select bool_or(r.status = 'handed_over') as handed_over,
          (array_agg(r.intent order by r.finished_at desc) filter (where r.intent <> 'outreach'))[1] as intent
        from runs r
        where r.workspace_id = ${workspaceId} and r.conversation_id = b.conversation_id
          and r.finished_at >= b.began and r.finished_at < b.ended) turns on true
      where b.began >= ${began} and b.began < ${period.until.toISOString()}::timestamptz),
    questions as (
      select *, is_over and not came_back and coalesce(last_answer >= last_ask, false) as is_settled,
        case when handed_over then 'handed_over'
          when by_ai and by_people then 'with_people'
          when by_people then 'people'
          when not by_ai then 'unanswered'
          when came_back then 'reopened'
          when not is_over then 'undecided'
          when last_ask > last_answer then 'left_open'
          else 'resolved' end as outcome
      from looked_at)`;
}

/** The questions of conversations that took part in the draw of a hold-out, by how it fell. */
export async function measureArms(
  ctx: Context,
  asked: { period: Period; windowDays: number; at: Date },
): Promise<{ answered: Arm; heldOut: Arm }> {
  const hours = sql`extract(epoch from q.last_answer - q.began)::float8 / 3600`;
  const rows = await read(ctx, (q) =>
    q.execute<Arm & { isHeldOut: boolean } & Record<string, unknown>>(sql`
      with ${questions(ctx, asked)}
      select d.is_held_out as "isHeldOut", count(*) filter (where q.is_over)::int as over,
        count(*) filter (where q.is_settled)::int as settled,
        avg(${hours}) filter (where q.is_settled) as "meanHours",
        var_samp(${hours}) filter (where q.is_settled) as "varianceHours",
        percentile_cont(0.5) within group (order by ${hours}) filter (where q.is_settled) as "medianHours",
        count(distinct s.id) filter (where s.rating is not null)::int as rated,
        count(distinct s.id) filter (where s.rating >= ${leastGood})::int as good
      from questions q
      join hold_out_draws d on d.workspace_id = ${ctx.workspaceId} and d.conversation_id = q.conversation_id
      left join surveys s on s.workspace_id = ${ctx.workspaceId} and s.conversation_id = q.conversation_id
      group by 1`),
  );
  const of = (isHeldOut: boolean) => [...rows].find((row) => row.isHeldOut === isHeldOut) ?? noArm;
  return { answered: of(false), heldOut: of(true) };
}

/** What customers said who were asked in a period, by who had answered them. */
export interface Satisfaction {
  by: "ai" | "people" | "both";
  asked: number;
  rated: number;
  good: number;
  average: number | null;
}

export async function countRatings(ctx: Context, { from, until }: Period): Promise<Satisfaction[]> {
  const rows = await read(ctx, (q) =>
    q.execute<Satisfaction & Record<string, unknown>>(sql`
      select answered_by as by, count(*)::int as asked, count(rating)::int as rated,
        count(*) filter (where rating >= ${leastGood})::int as good, avg(rating)::float8 as average
      from surveys
      where workspace_id = ${ctx.workspaceId}
        and created_at >= ${from.toISOString()} and created_at < ${until.toISOString()}
      group by 1 order by 1`),
  );
  return [...rows].map(({ by, asked, rated, good, average }) => ({ by, asked, rated, good, average }));
}

/** Why the AI gave conversations to people in a period, most often first. */
export async function countHandOvers(ctx: Context, { from, until }: Period) {
  const rows = await read(ctx, (q) =>
    q.execute<{ reason: string; count: number }>(sql`
      select hand_over_reason as reason, count(*)::int as count from runs
      where workspace_id = ${ctx.workspaceId} and status = 'handed_over' and hand_over_reason is not null
        and finished_at >= ${from.toISOString()} and finished_at < ${until.toISOString()}
      group by 1 order by 2 desc, 1`),
  );
  return [...rows];
}

/** What became of the answers the AI wrote in a period. */
export interface DraftCounts {
  sentAlone: number;
  used: number;
  edited: number;
  ownWords: number;
  discarded: number;
  /** A newer one took their place, the conversation went on, or they wait. */
  other: number;
}

export async function countDrafts(ctx: Context, { from, until }: Period): Promise<DraftCounts> {
  const of = (fate: string) => sql`count(*) filter (where status <> 'sent' and draft_fate = ${fate})::int`;
  const [row] = await read(ctx, (q) =>
    q.execute<DraftCounts & Record<string, number>>(sql`
      select count(*) filter (where status = 'sent')::int as "sentAlone", ${of("used")} as used,
        ${of("edited")} as edited, ${of("own_words")} as "ownWords", ${of("discarded")} as discarded,
        count(*) filter (where status <> 'sent' and draft_fate is null)::int as other
      from runs
      where workspace_id = ${ctx.workspaceId} and status in ('drafted', 'sent')
        and finished_at >= ${from.toISOString()} and finished_at < ${until.toISOString()}`),
  );
  return row!;
}

/** What models did cost in a period of whole days (UTC), in millionths of a US dollar. */
export async function sumSpending(ctx: Context, { from, until }: Period): Promise<number> {
  const day = (at: Date) => at.toISOString().slice(0, 10);
  const [row] = await read(ctx, (q) =>
    q.execute<{ micros: string }>(sql`
      select coalesce(sum(cost_micros), 0)::text as micros from model_spending
      where workspace_id = ${ctx.workspaceId} and day >= ${day(from)}::date and day < ${day(until)}::date`),
  );
  return Number(row?.micros ?? 0);
}
