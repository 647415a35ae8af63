import { and, asc, eq, gt, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Trial, type TrialCase, trialCases, trials } from "./tables.ts";

export interface TrialProgress {
  total: number;
  done: number;
  costMicros: number;
}

/** @throws NotFound */
export async function getTrial(ctx: Context, trialId: string): Promise<Trial & TrialProgress> {
  allow(ctx, "settings:manage");
  return read(ctx, async (q) => {
    const [trial] = await q
      .select()
      .from(trials)
      .where(and(eq(trials.workspaceId, ctx.workspaceId), eq(trials.id, trialId)));
    if (!trial) throw new NotFound("Trial", trialId);
    const [progress] = await q
      .select({
        total: sql<number>`count(*)::int`,
        done: sql<number>`(count(*) filter (where ${trialCases.outcome} <> 'waiting'))::int`,
        costMicros: sql<number>`coalesce(sum(${trialCases.costMicros}), 0)::float8`,
      })
      .from(trialCases)
      .where(and(eq(trialCases.workspaceId, ctx.workspaceId), eq(trialCases.trialId, trialId)));
    return { ...trial, ...progress! };
  });
}

/** In the order they are tried; `after` is the id of the last one of the page before. */
export async function listTrialCases(
  ctx: Context,
  { trialId, after, limit }: { trialId: string; after?: string; limit: number },
): Promise<TrialCase[]> {
  await getTrial(ctx, trialId);
  return read(ctx, (q) =>
    q
      .select()
      .from(trialCases)
      .where(
        and(
          eq(trialCases.workspaceId, ctx.workspaceId),
          eq(trialCases.trialId, trialId),
          after === undefined ? undefined : gt(trialCases.id, after),
        ),
      )
      .orderBy(asc(trialCases.id))
      .limit(limit),
  );
}

/** One that is still to be tried, with what it is tried with; null: it was, or it is gone. For the product's own work. */
export async function findWaitingCase(
  ctx: Context,
  caseId: string,
): Promise<(TrialCase & Pick<Trial, "content">) | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ one: trialCases, content: trials.content })
      .from(trialCases)
      .innerJoin(trials, and(eq(trials.workspaceId, ctx.workspaceId), eq(trials.id, trialCases.trialId)))
      .where(and(isCase(ctx, caseId), eq(trialCases.outcome, "waiting"))),
  );
  return row ? { ...row.one, content: row.content } : null;
}

export interface Past {
  conversationId: string;
  messageId: string;
  saidMessageId: string | null;
}

/**
 * The newest conversations in which a customer was answered: with the message she was answered on last, and the answer.
 */
export async function answeredLately(tx: TxContext, limit: number): Promise<Past[]> {
  const rows = await tx.q.execute<{ conversationId: string; messageId: string; saidMessageId: string }>(sql`
    select c.id as "conversationId", asked.id as "messageId", said.id as "saidMessageId"
    from conversations c
    join lateral (
      select m.id, m.position from messages m
      where m.workspace_id = c.workspace_id and m.conversation_id = c.id and m.kind = 'reply' and m.automatic is null
      order by m.position desc limit 1) said on true
    join lateral (
      select m.id, m.position from messages m
      where m.workspace_id = c.workspace_id and m.conversation_id = c.id and m.kind = 'customer'
        and m.automatic is null and m.position < said.position
      order by m.position desc limit 1) asked on true
    where c.workspace_id = ${tx.workspaceId} and c.channel <> 'voice' and c.merged_into_id is null
      and c.spam_at is null and c.trashed_at is null
    order by c.last_message_at desc, c.id desc
    limit ${limit}`);
  return [...rows];
}

export function isCase(ctx: Context, caseId: string) {
  return and(eq(trialCases.workspaceId, ctx.workspaceId), eq(trialCases.id, caseId));
}
