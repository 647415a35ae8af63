import { and, eq, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { lockConversation } from "../conversations/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { cancelWaitingRuns } from "./cancel-waiting-runs.ts";
import { dropDraft } from "./discard-draft.ts";
import { isDraftOf, lastWord } from "./queries.ts";
import { isOutreach, isUnasked, startOf } from "./rules.ts";
import { drafts, type Run, type RunCause, runs } from "./tables.ts";

const oldAfterMs = 3 * 24 * 3_600_000;

export interface RunRequest {
  conversationId: string;
  /** How long to wait for more messages. A newer one starts the wait again. */
  delayMs: number;
  /** Run although the newest message had its run: a person asks for another draft. */
  again?: boolean;
  /** What it is begun for, if for no message: the customer is told of it, whoever had the last word. */
  because?: RunCause;
}

/**
 * Asks the AI for an answer to the conversation's newest message. At most one run waits per conversation: a burst of
 * messages is answered once. A draft that has not seen the newest message goes, and so does the waiting run when
 * somebody has answered already.
 *
 * A run may be begun for something else than a message: it has the customer told what came of what the AI began, once for
 * each such cause, and goes by what was said last when it begins.
 *
 * Safe to repeat: a message that has its run gets no second one unless `again`. Old mail, which a newly connected
 * mailbox brings by the thousand, gets none by itself.
 * @returns null when there is nothing to answer, or the message has its run or is old, or the conversation was merged, or is one by phone, where nothing is written.
 */
export async function scheduleRun(ctx: Context, request: RunRequest): Promise<Run | null> {
  const { conversationId } = request;
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const { mergedIntoId, channel } = await lockConversation(tx, conversationId, { evenMerged: !request.again });
    if (mergedIntoId !== null || channel === "voice") return null;
    const last = await lastWord(tx, conversationId);
    await dropOutdatedDraft(tx, conversationId, last?.id);
    if (request.because) {
      // Of an occasion to write first its own row says whether it is begun, and it may be begun anew.
      const isOnce = !isOutreach(request.because);
      if (!last || (isOnce && (await hasRun(tx, conversationId, { because: request.because })))) return null;
      return replaceWaiting(tx, request, last.id);
    }
    if (last?.kind !== "customer") {
      await cancelWaitingRuns(tx, { conversationId, reason: "Somebody has answered already" });
      return null;
    }
    if (!request.again && (isOld(last.sentAt) || (await hasRun(tx, conversationId, { lastMessageId: last.id })))) {
      return null;
    }
    return replaceWaiting(tx, request, last.id);
  });
}

function isOld(sentAt: Date): boolean {
  return now().getTime() - sentAt.getTime() > oldAfterMs;
}

async function dropOutdatedDraft(tx: TxContext, conversationId: string, lastMessageId: string | undefined) {
  const [draft] = await tx.q.select().from(drafts).where(isDraftOf(tx, conversationId));
  if (draft && draft.lastSeenMessageId !== lastMessageId) await dropDraft(tx, conversationId);
}

async function hasRun(
  tx: TxContext,
  conversationId: string,
  { lastMessageId, because }: { lastMessageId?: string; because?: RunCause },
): Promise<boolean> {
  const forThis = lastMessageId
    ? eq(runs.lastMessageId, lastMessageId)
    : sql`${runs.because} ->> 'id' = ${because?.id}`;
  const found = await tx.q
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.workspaceId, tx.workspaceId), eq(runs.conversationId, conversationId), forThis))
    .limit(1);
  return found.length > 0;
}

/** The run that waited has done nothing yet, so it goes without a trace; its job will find it gone. */
async function replaceWaiting(tx: TxContext, request: RunRequest, lastMessageId: string): Promise<Run> {
  const { conversationId, delayMs } = request;
  const waiting = and(
    eq(runs.workspaceId, tx.workspaceId),
    eq(runs.conversationId, conversationId),
    eq(runs.status, "waiting"),
  );
  const [replaced] = await tx.q.delete(runs).where(waiting).returning();
  const at = now();
  const createdAt = replaced?.createdAt ?? at;
  // What was to be told is told in the same turn as what she asks; who asks is not silent.
  const kept = isUnasked(replaced?.because) ? null : replaced?.because;
  const because = request.because ?? kept ?? null;
  const asked = { conversationId, lastMessageId, because };
  const [run] = await tx.q
    .insert(runs)
    .values({ workspaceId: tx.workspaceId, id: newId(), createdAt, ...asked, status: "waiting" })
    .returning();
  const runAt = startOf({ firstAskedAt: createdAt, at, delayMs });
  tx.enqueue({ queue: "ai", name: "run.turn", payload: { runId: run!.id }, runAt });
  return run!;
}
