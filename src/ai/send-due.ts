import { dropDraft, findDraftCause, isOutreach, sendDraft } from "../domain/automation/index.ts";
import { lockConversation } from "../domain/conversations/index.ts";
import { inTransaction } from "../domain/events/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { occasions } from "./occasions.ts";

/** A draft's pause is over: it is sent, unless the shop writes first in it for a reason that is over by now. Safe to repeat. */
export async function sendDue(ctx: Context, { draftId }: { draftId: string }): Promise<void> {
  if (!(await isOver(ctx, draftId))) await sendDraft(ctx, { draftId });
}

async function isOver(ctx: Context, draftId: string): Promise<boolean> {
  const known = await findDraftCause(ctx, draftId);
  if (!known || !isOutreach(known.because)) return false;
  return inTransaction(ctx, async (tx) => {
    const { customerId } = await lockConversation(tx, known.conversationId, { evenMerged: true });
    const cause = await findDraftCause(tx, draftId);
    if (!cause || !isOutreach(cause.because)) return false;
    const { kind, id: sourceId } = cause.because;
    const { ended } = await occasions[kind].look(tx, { sourceId, customerId });
    if (ended) await dropDraft(tx, known.conversationId);
    return ended !== null;
  });
}
