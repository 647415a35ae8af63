import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { cancelWaitingRuns } from "./cancel-waiting-runs.ts";
import { isDraftOf } from "./queries.ts";
import { drafts } from "./tables.ts";

/**
 * Uses up the conversation's draft, if there is one, and ends the run that waits: someone has answered. Announced by
 * the answer itself.
 */
export async function takeDraft(ctx: Context, { conversationId }: { conversationId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx.q.delete(drafts).where(isDraftOf(tx, conversationId));
    await cancelWaitingRuns(tx, { conversationId, reason: "Somebody has answered already" });
  });
}
