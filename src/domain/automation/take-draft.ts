import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { cancelWaitingRuns } from "./cancel-waiting-runs.ts";
import { isDraftOf } from "./queries.ts";
import { drafts } from "./tables.ts";

/**
 * Uses up the conversation's draft, if there is one, and ends the run that waits: someone has answered. Announced by
 * the answer itself.
 * @returns the draft's id, or null.
 */
export async function takeDraft(ctx: Context, { conversationId }: { conversationId: string }): Promise<string | null> {
  return inTransaction(ctx, async (tx) => {
    const [draft] = await tx.q.delete(drafts).where(isDraftOf(tx, conversationId)).returning({ id: drafts.id });
    await cancelWaitingRuns(tx, { conversationId, reason: "Somebody has answered already" });
    return draft?.id ?? null;
  });
}
