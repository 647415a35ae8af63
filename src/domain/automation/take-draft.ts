import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { cancelWaitingRuns } from "./cancel-waiting-runs.ts";
import { refuseOver } from "./end-overtaken.ts";
import type { DraftFate } from "./outcomes.ts";
import { isDraftOf, isRun } from "./queries.ts";
import { keepsTo } from "./rules.ts";
import { type Draft, drafts, runs } from "./tables.ts";

/** An answer to a customer. */
interface Answer {
  body: string;
  /** The draft it says it was made from. */
  madeFrom?: string;
}

/**
 * Uses up the conversation's draft, if there is one, and ends the run that waits: someone has answered. Announced by
 * the answer itself. What a person made of it stands on its run.
 * @throws AppError("conflict") overtaken: the shop writes first in it, and what it is about is over.
 * @returns the draft's id and whether it is to sell something, or null.
 */
export async function takeDraft(
  ctx: Context,
  { conversationId, customerId, answer }: { conversationId: string; customerId: string; answer: Answer },
): Promise<Pick<Draft, "id" | "promotional"> | null> {
  return inTransaction(ctx, async (tx) => {
    const [draft] = await tx.q.delete(drafts).where(isDraftOf(tx, conversationId)).returning();
    if (draft && tx.actor.type !== "ai") {
      const [run] = await tx.q
        .update(runs)
        .set({ draftFate: fateOf(draft, answer) })
        .where(isRun(tx, draft.runId))
        .returning({ because: runs.because });
      if (answer.madeFrom === draft.id) await refuseOver(tx, { because: run?.because ?? null, customerId });
    }
    await cancelWaitingRuns(tx, { conversationId, reason: "Somebody has answered already" });
    return draft ? { id: draft.id, promotional: draft.promotional } : null;
  });
}

function fateOf(draft: Draft, { body, madeFrom }: Answer): DraftFate {
  if (draft.body.trim() === body.trim()) return "used";
  return madeFrom === draft.id && keepsTo(draft.body, body) ? "edited" : "own_words";
}
