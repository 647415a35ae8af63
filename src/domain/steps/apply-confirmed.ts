import { allow } from "../access/index.ts";
import { type Confirmation, requestActions } from "../actions/index.ts";
import { lockConversation, refuseStale, type Seen } from "../conversations/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { applySteps, findApplication } from "./apply-steps.ts";
import type { ConversationStep } from "./step.ts";

export interface Confirmed {
  conversationId: string;
  steps: readonly ConversationStep[];
  /** Planned in the ledger, and looked at. */
  actions: readonly Confirmation[];
  /** The author's own key: with it again, nothing is done a second time. */
  clientId: string;
  /** What she knows of the conversation; absent: it does not matter. */
  seen?: Seen;
}

/**
 * Does what somebody has looked at and confirmed, all of it or nothing: steps of the conversation, and actions that are
 * asked for in the ledger.
 *
 * @throws AppError("conflict") as `refuseStale` and `requestActions` do, and what a step's verb throws (`details.step`).
 */
export async function applyConfirmed(
  ctx: Context,
  { conversationId, steps, actions, clientId, seen }: Confirmed,
): Promise<void> {
  allow(ctx, "conversations:write");
  const { actor } = ctx;
  const applicationId = `${actor.type} ${actor.type === "system" ? actor.job : actor.id} ${clientId}`;
  await inTransaction(ctx, async (tx) => {
    if (await findApplication(tx, conversationId, applicationId)) return;
    // The ledger's locks come before the conversation's.
    await requestActions(tx, { conversationId, actions });
    await lockConversation(tx, conversationId);
    if (await findApplication(tx, conversationId, applicationId)) return;
    if (seen) await refuseStale(tx, conversationId, seen);
    await applySteps(tx, { conversationId, applicationId, steps, whole: true });
  });
}
