import { and, asc, desc, eq, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import { rawOf } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { actions } from "../actions/tables.ts";
import { type Conversation, conversations, messages } from "../conversations/tables.ts";
import { read, type TxContext } from "../events/index.ts";
import { compileFilter, type Fields } from "../filters/index.ts";
import type { Context } from "../workspaces/index.ts";
import { actedOn, hourMs, mostInAnHour, mostOfCustomer, type Trigger } from "./decisions.ts";
import { type Rule, type RuleRun, ruleRuns, rules } from "./tables.ts";

/** In the order they are held against an event. */
export async function listRules(ctx: Context): Promise<Rule[]> {
  allow(ctx, "rules:read");
  return read(ctx, (q) =>
    q
      .select()
      .from(rules)
      .where(and(eq(rules.workspaceId, ctx.workspaceId), isNull(rules.archivedAt)))
      .orderBy(asc(rules.position), asc(rules.id)),
  );
}

/** @throws NotFound also when the row is another workspace's. An archived one is found. */
export async function getRule(ctx: Context, ruleId: string): Promise<Rule> {
  allow(ctx, "rules:read");
  const [row] = await read(ctx, (q) => q.select().from(rules).where(isRule(ctx, ruleId)));
  if (!row) throw new NotFound("Rule", ruleId);
  return row;
}

/** Takes the row's lock: two changes come one after the other. @throws NotFound for an archived one too. */
export async function lockRule(tx: TxContext, ruleId: string): Promise<Rule> {
  const [row] = await tx.q.select().from(rules).where(isRule(tx, ruleId)).for("no key update");
  if (!row || row.archivedAt) throw new NotFound("Rule", ruleId);
  return row;
}

/** Where rules are made, ordered and switched one after the other. */
export async function lockRules(tx: TxContext): Promise<void> {
  await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`rules ${tx.workspaceId}`}, 0))`);
}

/** Those that wait for one of these, in their order: one look at an index that holds nothing else. */
export async function rulesWaitingFor(ctx: Context, waited: readonly Trigger[]): Promise<Rule[]> {
  return read(ctx, (q) =>
    q
      .select()
      .from(rules)
      .where(
        and(
          eq(rules.workspaceId, ctx.workspaceId),
          inArray(rules.trigger, [...waited]),
          eq(rules.enabled, true),
          isNull(rules.archivedAt),
        ),
      )
      .orderBy(asc(rules.position), asc(rules.id)),
  );
}

/** Which of these filters the conversation fits as it is in this transaction; null for one that cannot be asked. */
export async function fitsNow(
  tx: TxContext,
  conversationId: string,
  asked: readonly Rule[],
  fields: Fields,
  now: Date,
): Promise<(boolean | null)[]> {
  const raw = rawOf(tx.q);
  const conditions = asked.map(({ filter }) => {
    try {
      return compileFilter(actedOn(filter), fields, { sql: raw, workspaceId: tx.workspaceId }, { now, me: null });
    } catch {
      return null;
    }
  });
  const [first = raw`false`, ...others] = conditions.map((one) => one ?? raw`false`);
  const [row] = await raw<{ fits: boolean[] }[]>`
    select array[${others.reduce((all, one) => raw`${all}, ${one}`, first)}] as fits
    from conversations c where c.workspace_id = ${tx.workspaceId} and c.id = ${conversationId}`;
  return conditions.map((one, n) => (one ? (row?.fits[n] ?? false) : null));
}

/** Whether rules were held against this event for this conversation already, and something came of it. */
export async function hasRun(tx: TxContext, eventId: string, conversationId: string): Promise<boolean> {
  const rows = await tx.q
    .select({ id: ruleRuns.id })
    .from(ruleRuns)
    .where(
      and(
        eq(ruleRuns.workspaceId, tx.workspaceId),
        eq(ruleRuns.eventId, eventId),
        eq(ruleRuns.conversationId, conversationId),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** How often a rule changed a conversation lately, as far as it matters. */
export async function changedLately(tx: TxContext, ruleId: string, conversationId: string, now: Date): Promise<number> {
  const rows = await tx.q
    .select({ id: ruleRuns.id })
    .from(ruleRuns)
    .where(
      and(
        eq(ruleRuns.workspaceId, tx.workspaceId),
        eq(ruleRuns.conversationId, conversationId),
        eq(ruleRuns.ruleId, ruleId),
        eq(ruleRuns.outcome, "applied"),
        gt(ruleRuns.id, newId(now.getTime() - hourMs)),
      ),
    )
    .orderBy(desc(ruleRuns.id))
    .limit(mostInAnHour);
  return rows.length;
}

/** Until the end of the transaction no other rule writes to her: what was counted is what there is. */
export async function lockRepliesTo(tx: TxContext, customerId: string): Promise<void> {
  await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`replies by rules ${customerId}`}, 0))`);
}

/** What rules wrote to a customer lately: in this conversation within an hour, and to her anywhere within a day. */
export async function repliesLately(
  tx: TxContext,
  { id, customerId }: { id: string; customerId: string },
  now: Date,
): Promise<{ here: number; toHer: number }> {
  const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
  const [row] = await tx.q
    .select({
      here: sql<number>`(count(*) filter (where ${messages.conversationId} = ${id}
        and ${messages.sentAt} > ${before(hourMs)}::timestamptz))::int`,
      toHer: sql<number>`count(*)::int`,
    })
    .from(conversations)
    .innerJoin(messages, and(eq(messages.workspaceId, tx.workspaceId), eq(messages.conversationId, conversations.id)))
    .where(
      and(
        eq(conversations.workspaceId, tx.workspaceId),
        eq(conversations.customerId, customerId),
        gt(conversations.lastMessageAt, new Date(now.getTime() - 24 * hourMs)),
        eq(messages.via, "rule"),
        sql`${messages.sentAt} > ${before(24 * hourMs)}::timestamptz`,
      ),
    );
  return row ?? { here: 0, toHer: 0 };
}

/** The newest that the customer wrote as a person: machines' mail is answered by nobody. */
export async function lastLetter(tx: TxContext, conversationId: string) {
  const { author, senderVerified, replyTo } = messages;
  const [row] = await tx.q
    .select({ author, senderVerified, replyTo })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, tx.workspaceId),
        eq(messages.conversationId, conversationId),
        eq(messages.kind, "customer"),
        isNull(messages.automatic),
      ),
    )
    .orderBy(desc(messages.position))
    .limit(1);
  return row ?? null;
}

/** Of a customer, those that are not closed, the newest first. */
export async function openConversationsOf(ctx: Context, customerId: string): Promise<string[]> {
  const rows = await read(ctx, (q) =>
    q
      .select({ id: conversations.id })
      .from(conversations)
      .where(
        and(
          eq(conversations.workspaceId, ctx.workspaceId),
          eq(conversations.customerId, customerId),
          inArray(conversations.folder, ["open", "waiting"]),
        ),
      )
      .orderBy(desc(conversations.lastMessageAt))
      .limit(mostOfCustomer),
  );
  return rows.map(({ id }) => id);
}

/** The newest first; `after` is the last run of the page before. Of a conversation or a rule that is not there: none. */
export async function listRuns(
  ctx: Context,
  page: { ruleId?: string; conversationId?: string; outcome?: RuleRun["outcome"]; after?: string; limit: number },
): Promise<RunWithNames[]> {
  allow(ctx, "rules:read");
  const { ruleId, conversationId, outcome, after, limit } = page;
  const rows = await read(ctx, (q) =>
    q
      .select({
        run: ruleRuns,
        ruleName: rules.name,
        title: { subject: conversations.subject, channel: conversations.channel },
      })
      .from(ruleRuns)
      .innerJoin(rules, and(eq(rules.workspaceId, ctx.workspaceId), eq(rules.id, ruleRuns.ruleId)))
      .innerJoin(
        conversations,
        and(eq(conversations.workspaceId, ctx.workspaceId), eq(conversations.id, ruleRuns.conversationId)),
      )
      .where(
        and(
          eq(ruleRuns.workspaceId, ctx.workspaceId),
          ruleId === undefined ? undefined : eq(ruleRuns.ruleId, ruleId),
          conversationId === undefined ? undefined : eq(ruleRuns.conversationId, conversationId),
          outcome === undefined ? undefined : eq(ruleRuns.outcome, outcome),
          after === undefined ? undefined : lt(ruleRuns.id, after),
        ),
      )
      .orderBy(desc(ruleRuns.id))
      .limit(limit),
  );
  const asked = rows.flatMap(({ run }) => run.results.flatMap(({ actionId }) => actionId ?? []));
  const actionStates = await statesOfActions(ctx, asked);
  return rows.map((row) => ({ ...row, actionStates }));
}

export interface RunWithNames {
  run: RuleRun;
  ruleName: string;
  /** What the conversation is called by. */
  title: Pick<Conversation, "subject" | "channel">;
  /** How far is by now what was asked of a shop, by the action's id. */
  actionStates: ReadonlyMap<string, string>;
}

async function statesOfActions(ctx: Context, actionIds: readonly string[]): Promise<Map<string, string>> {
  if (actionIds.length === 0) return new Map();
  const rows = await read(ctx, (q) =>
    q
      .select({ id: actions.id, state: actions.state })
      .from(actions)
      .where(and(eq(actions.workspaceId, ctx.workspaceId), inArray(actions.id, [...actionIds]))),
  );
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** When each of these last fitted something, and how it ended. */
export async function lastRunsOf(ctx: Context, ruleIds: readonly string[]): Promise<Map<string, LastRun>> {
  if (ruleIds.length === 0) return new Map();
  const rows = await read(ctx, (q) =>
    q.execute<{ ruleId: string; outcome: RuleRun["outcome"]; reason: string | null; at: string }>(sql`
      select r.id as "ruleId", last.outcome, last.reason, last.created_at as at
      from json_array_elements_text(${JSON.stringify(ruleIds)}::text::json) as asked(id)
      join rules r on r.workspace_id = ${ctx.workspaceId} and r.id = asked.id::uuid
      cross join lateral (
        select outcome, reason, created_at from rule_runs
        where workspace_id = ${ctx.workspaceId} and rule_id = r.id order by id desc limit 1) last`),
  );
  return new Map(rows.map(({ ruleId, at, ...last }) => [ruleId, { ...last, at: new Date(at) }]));
}

export interface LastRun {
  outcome: RuleRun["outcome"];
  reason: string | null;
  at: Date;
}

export function isRule(ctx: Context, ruleId: string) {
  return and(eq(rules.workspaceId, ctx.workspaceId), eq(rules.id, ruleId));
}
