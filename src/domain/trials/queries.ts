import { and, asc, desc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { type Author, conversations, messages } from "../conversations/tables.ts";
import { customers } from "../customers/tables.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Trial, type TrialCase, trialCases, trials } from "./tables.ts";

export interface TrialProgress {
  total: number;
  done: number;
  costMicros: number;
  reply: number;
  handOver: number;
  noReply: number;
  failed: number;
  /** Those that came to something else than they did then. */
  differing: number;
}

/** @throws NotFound */
export async function getTrial(ctx: Context, trialId: string): Promise<Trial & TrialProgress> {
  allow(ctx, "settings:manage");
  const [trial] = await withProgress(ctx, eq(trials.id, trialId), 1);
  if (!trial) throw new NotFound("Trial", trialId);
  return trial;
}

/** Newest first; `after` is the id of the last one of the page before. */
export async function listTrials(
  ctx: Context,
  { after, limit }: { after?: string; limit: number },
): Promise<(Trial & TrialProgress)[]> {
  allow(ctx, "settings:manage");
  return withProgress(ctx, after === undefined ? undefined : lt(trials.id, after), limit);
}

async function withProgress(ctx: Context, which: ReturnType<typeof eq> | undefined, limit: number) {
  const { outcome, saidOutcome, costMicros } = trialCases;
  const count = (condition = sql`true`) => sql<number>`(count(${trialCases.id}) filter (where ${condition}))::int`;
  const rows = await read(ctx, (q) =>
    q
      .select({
        trial: trials,
        total: count(),
        done: count(sql`${outcome} <> 'waiting'`),
        costMicros: sql<number>`coalesce(sum(${costMicros}), 0)::float8`,
        reply: count(eq(outcome, "reply")),
        handOver: count(eq(outcome, "hand_over")),
        noReply: count(eq(outcome, "no_reply")),
        failed: count(eq(outcome, "failed")),
        differing: count(sql`${outcome} not in ('waiting', ${saidOutcome})`),
      })
      .from(trials)
      .leftJoin(trialCases, and(eq(trialCases.workspaceId, ctx.workspaceId), eq(trialCases.trialId, trials.id)))
      .where(and(eq(trials.workspaceId, ctx.workspaceId), which))
      .groupBy(trials.workspaceId, trials.id)
      .orderBy(desc(trials.id))
      .limit(limit),
  );
  return rows.map(({ trial, ...progress }) => ({ ...trial, ...progress }));
}

/** What is needed to judge a case without opening its conversation. */
export interface ShownCase extends TrialCase {
  customerName: string;
  subject: string;
  asked: { text: string; sentAt: Date } | null;
  said: { text: string; sentAt: Date; by: Author["type"] } | null;
}

/** Characters of a message that are shown beside an answer. */
const longestShown = 10_000;

/** In the order they are tried; `after` is the id of the last one of the page before. */
export async function listTrialCases(
  ctx: Context,
  { trialId, after, limit }: { trialId: string; after?: string; limit: number },
): Promise<ShownCase[]> {
  await getTrial(ctx, trialId);
  allow(ctx, "conversations:read");
  const rows = await read(ctx, (q) =>
    q
      .select({ one: trialCases, subject: conversations.subject, customerName: customers.name })
      .from(trialCases)
      .innerJoin(
        conversations,
        and(eq(conversations.workspaceId, ctx.workspaceId), eq(conversations.id, trialCases.conversationId)),
      )
      .innerJoin(customers, and(eq(customers.workspaceId, ctx.workspaceId), eq(customers.id, conversations.customerId)))
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
  const words = await wordsOf(
    ctx,
    rows.flatMap(({ one }) => [one.messageId, one.saidMessageId ?? one.messageId]),
  );
  return rows.map(({ one, ...about }) => {
    const said = one.saidMessageId === null ? undefined : words.get(one.saidMessageId);
    return { ...one, ...about, asked: words.get(one.messageId) ?? null, said: said ?? null };
  });
}

async function wordsOf(ctx: Context, ids: string[]) {
  const text = sql<string>`left(${messages.text}, ${longestShown})`;
  const { id, sentAt } = messages;
  const by = sql<Author["type"]>`${messages.author} ->> 'type'`;
  const rows = await read(ctx, (q) =>
    q
      .select({ id, text, sentAt, by })
      .from(messages)
      .where(and(eq(messages.workspaceId, ctx.workspaceId), inArray(id, ids))),
  );
  return new Map(rows.map(({ id: messageId, ...said }) => [messageId, said]));
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

export function isCase(ctx: Context, caseId: string) {
  return and(eq(trialCases.workspaceId, ctx.workspaceId), eq(trialCases.id, caseId));
}
