import { allow } from "../access/index.ts";
import { lockConversation } from "../conversations/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isDraftOf, isRun } from "./queries.ts";
import { drafts, runs } from "./tables.ts";

/** Throws the conversation's draft away. Safe to repeat: without a draft nothing happens. */
export async function discardDraft(ctx: Context, { conversationId }: { conversationId: string }): Promise<void> {
  allow(ctx, "conversations:write");
  await inTransaction(ctx, async (tx) => {
    await lockConversation(tx, conversationId);
    const runId = await dropDraft(tx, conversationId);
    if (runId) await tx.q.update(runs).set({ draftFate: "discarded" }).where(isRun(tx, runId));
  });
}

/**
 * Drops it because what it answers went on. For callers that hold the conversation's lock.
 * @returns the run that wrote it, or null.
 */
export async function dropDraft(tx: TxContext, conversationId: string): Promise<string | null> {
  const { id, runId } = drafts;
  const [draft] = await tx.q.delete(drafts).where(isDraftOf(tx, conversationId)).returning({ id, runId });
  if (!draft) return null;
  tx.emit({ name: "draft.discarded", data: { conversationId, draftId: draft.id } });
  return draft.runId;
}
