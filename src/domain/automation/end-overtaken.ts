import { and, eq, sql } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { lockConversation, type PutBack, putBackConversation } from "../conversations/index.ts";
import { inTransaction, read, type TxContext } from "../events/index.ts";
import { noteOver, type Over, overInWords, whyOver } from "../outreach/index.ts";
import type { Context } from "../workspaces/index.ts";
import { dropDraft } from "./discard-draft.ts";
import { isRun } from "./queries.ts";
import { isOutreach } from "./rules.ts";
import { type Draft, drafts, type Run, runs } from "./tables.ts";

/**
 * Drafts in which the shop writes first end when what they are about is over: the customer has ordered, the cart was
 * finished, the goods are gone again. Their turns say so. Safe to repeat.
 */
export async function endOvertaken(ctx: Context): Promise<void> {
  for (const draftId of await maybeOvertaken(ctx)) await endIfOver(ctx, { draftId });
}

async function endIfOver(ctx: Context, { draftId }: { draftId: string }): Promise<void> {
  const [known] = await read(ctx, (q) => q.select().from(drafts).where(isDraft(ctx, draftId)));
  if (!known) return;
  await inTransaction(ctx, async (tx) => {
    const { customerId } = await lockConversation(tx, known.conversationId, { evenMerged: true });
    const [draft] = await tx.q.select().from(drafts).where(isDraft(tx, draftId));
    if (!draft) return;
    const [run] = await tx.q.select({ because: runs.because }).from(runs).where(isRun(tx, draft.runId));
    const over = await whyRunOver(tx, { because: run?.because ?? null, customerId });
    if (over) await endDraft(tx, { ...draft, over });
  });
}

/** For who holds the conversation's lock: nobody sends it any more, and its turn says why. */
export async function endDraft(
  tx: TxContext,
  { conversationId, runId, reopened, over }: Pick<Draft, "conversationId" | "runId" | "reopened"> & { over: Over },
): Promise<void> {
  await dropDraft(tx, conversationId);
  await tx.q
    .update(runs)
    .set({ status: "superseded", reason: overInWords(over) })
    .where(isRun(tx, runId));
  await noteOver(tx, { runId, over });
  if (reopened) await closeAgain(tx, { conversationId, ...reopened });
}

/** It was opened for the draft alone; where anything else has happened in it since, people have it open. */
async function closeAgain(tx: TxContext, putBack: PutBack): Promise<void> {
  try {
    await putBackConversation(tx, putBack);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

/** Of a turn in which the shop writes first: why there is nothing to write about any more. */
export async function whyRunOver(
  ctx: Context,
  { because, customerId }: Pick<Run, "because"> & { customerId: string },
): Promise<Over | null> {
  if (!isOutreach(because)) return null;
  return whyOver(ctx, { occasion: because.kind, sourceId: because.id, customerId });
}

/** The same of what a person made from such a draft since, and is not sent yet: a reply that waits for its moment. */
export async function whyWaitingOver(
  ctx: Context,
  { conversationId, customerId, writtenAt }: { conversationId: string; customerId: string; writtenAt: Date },
): Promise<Over | null> {
  const { workspaceId } = ctx;
  const [run] = await read(ctx, (q) =>
    q.execute<Pick<Run, "because"> & Record<string, unknown>>(sql`
      select r.because from runs r
      where r.workspace_id = ${workspaceId} and r.conversation_id = ${conversationId} and r.because is not null
        and r.draft_fate in ('used', 'edited') and r.finished_at <= ${writtenAt.toISOString()}::timestamptz
        and not exists (select 1 from messages m
          where m.workspace_id = ${workspaceId} and m.conversation_id = ${conversationId} and m.kind = 'reply'
            and m.automatic is null and m.created_at >= r.finished_at)
      order by r.created_at desc limit 1`),
  );
  return run ? whyRunOver(ctx, { because: run.because, customerId }) : null;
}

/** @throws AppError("conflict") overtaken: what the draft is about is over. */
export async function refuseOver(ctx: Context, of: { because: Run["because"]; customerId: string }): Promise<void> {
  const over = await whyRunOver(ctx, of);
  if (over) throw new AppError("conflict", overInWords(over), { details: { reason: "overtaken", over } });
}

function isDraft(ctx: Context, draftId: string) {
  return and(eq(drafts.workspaceId, ctx.workspaceId), eq(drafts.id, draftId));
}

/** Those to look at, found in one statement: of many that wait few are over. */
async function maybeOvertaken(ctx: Context): Promise<string[]> {
  const { workspaceId } = ctx;
  const rows = await read(ctx, (q) =>
    q.execute<{ id: string }>(sql`
      select d.id from drafts d
      join runs r on r.workspace_id = ${workspaceId} and r.id = d.run_id and r.because is not null
      join conversations c on c.workspace_id = ${workspaceId} and c.id = d.conversation_id
      where d.workspace_id = ${workspaceId} and case r.because ->> 'kind'
        when 'cart' then not exists (
          select 1 from checkouts k where k.workspace_id = ${workspaceId} and k.id = (r.because ->> 'id')::uuid
            and k.completed_at is null and not exists (
              select 1 from orders o where o.workspace_id = ${workspaceId} and o.customer_id = c.customer_id
                and o.placed_at >= k.started_at))
        when 'back_in_stock' then not exists (
          select 1 from stock_requests s
          join product_variants v on v.workspace_id = ${workspaceId} and v.connection_id = s.connection_id
            and v.external_id = s.variant_external_id and v.available
          where s.workspace_id = ${workspaceId} and s.id = (r.because ->> 'id')::uuid and s.state = 'open')
        else false end`),
  );
  return rows.map(({ id }) => id);
}
