import { allow } from "../access/index.ts";
import { lockConversation } from "../conversations/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getDraft } from "./queries.ts";
import { holdWritten } from "./send-draft.ts";
import type { Draft } from "./tables.ts";

/**
 * Keeps the conversation's draft from being sent by itself: it waits for a person from now on. Safe to repeat.
 * @throws NotFound when there is none (any more): it may have been sent.
 */
export async function holdDraft(ctx: Context, { conversationId }: { conversationId: string }): Promise<Draft> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    await lockConversation(tx, conversationId);
    return holdWritten(tx, await getDraft(tx, conversationId), null);
  });
}
