import { and, eq } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { quietUntil } from "../consent/index.ts";
import { lockConversation, reply } from "../conversations/index.ts";
import { attempt, inNameOf, inTransaction, read, type TxContext } from "../events/index.ts";
import { findAiStop, stoppedMessage } from "../tool-switches/index.ts";
import type { Context } from "../workspaces/index.ts";
import { dropDraft } from "./discard-draft.ts";
import { endDraft, whyRunOver } from "./end-overtaken.ts";
import { findStanding, isRun, lastWord } from "./queries.ts";
import { isUnasked, printable } from "./rules.ts";
import { type Draft, drafts, runs } from "./tables.ts";

/**
 * Sends a draft whose pause is over (the job says when), as the AI and by the same verb as a person. One that was sent, held, edited, thrown
 * away or written anew is left alone: of stopping and sending at the same moment exactly one happens. Safe to repeat.
 */
export async function sendDraft(ctx: Context, { draftId }: { draftId: string }): Promise<void> {
  const [known] = await read(ctx, (q) => q.select().from(drafts).where(isDraft(ctx, draftId)));
  if (!known) return;
  await inTransaction(ctx, async (tx) => {
    const conversation = await lockConversation(tx, known.conversationId, { evenMerged: true });
    const [draft] = await tx.q.select().from(drafts).where(isDraft(tx, draftId));
    if (!draft?.sendsAt) return;
    const [run] = await tx.q.select({ because: runs.because }).from(runs).where(isRun(tx, draft.runId));
    const because = run?.because ?? null;
    const last = await lastWord(tx, conversation.id);
    if (last?.id !== draft.lastSeenMessageId || conversation.folder !== "open") return dropDraft(tx, conversation.id);
    const over = await whyRunOver(tx, { because, customerId: conversation.customerId });
    if (over) return endDraft(tx, { ...draft, over });
    if (await findStanding(tx, conversation.id)) {
      await holdWritten(tx, draft, "People have taken over");
      return;
    }
    // What nobody asked for wakes nobody.
    const opensAt = isUnasked(because) && (await quietUntil(tx, conversation.channel, last.to[0]?.address ?? ""));
    if (opensAt) {
      await tx.q.update(drafts).set({ sendsAt: opensAt }).where(isDraft(tx, draftId));
      return tx.enqueue({ queue: "ai", name: "draft.send", payload: { draftId }, runAt: opensAt });
    }
    await sendWritten(tx, draft);
  });
}

/**
 * For who holds the conversation's lock. What cannot be sent, or not while the AI is stopped, waits for a person and says
 * why.
 * @returns the draft: used up, or as it waits now.
 */
export async function sendWritten(tx: TxContext, draft: Draft): Promise<Draft> {
  const { id: draftId, conversationId, runId, disclosure, lastSeenMessageId, promotional } = draft;
  const body = disclosure === null ? draft.body : `${draft.body}\n\n${disclosure}`;
  const stop = await findAiStop(tx);
  if (stop) return holdWritten(tx, draft, stoppedMessage(stop));
  const actor = { type: "ai", id: runId } as const;
  const ai = inNameOf(tx, { actor, cause: tx.cause, permissions: new Set(["conversations:write"]) });
  const clientMessageId = `draft ${draftId}`;
  try {
    await attempt(ai, (inner) =>
      reply(inner, { conversationId, body, lastSeenMessageId, draftId, clientMessageId, promotional }),
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return holdWritten(tx, draft, error.message);
  }
  await tx.q.update(runs).set({ status: "sent" }).where(isRun(tx, runId));
  return draft;
}

/** The same: it is not sent by itself any more. */
export async function holdWritten(tx: TxContext, draft: Draft, because: string | null): Promise<Draft> {
  if (draft.sendsAt === null) return draft;
  const [held] = await tx.q
    .update(drafts)
    .set({ sendsAt: null, heldBecause: because && printable(because) })
    .where(isDraft(tx, draft.id))
    .returning();
  tx.emit({ name: "draft.held", data: { conversationId: draft.conversationId, draftId: draft.id } });
  return held!;
}

function isDraft(ctx: Context, draftId: string) {
  return and(eq(drafts.workspaceId, ctx.workspaceId), eq(drafts.id, draftId));
}
