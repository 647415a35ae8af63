import { allow } from "../access/index.ts";
import { lockConversation } from "../conversations/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isDraftOf } from "./queries.ts";
import { drafts } from "./tables.ts";

/** Throws the conversation's draft away. Safe to repeat: without a draft nothing happens. */
export async function discardDraft(ctx: Context, { conversationId }: { conversationId: string }): Promise<void> {
  allow(ctx, "conversations:write");
  await inTransaction(ctx, async (tx) => {
    await lockConversation(tx, conversationId);
    await dropDraft(tx, conversationId);
  });
}

/** The same for callers that hold the conversation's lock. */
export async function dropDraft(tx: TxContext, conversationId: string): Promise<void> {
  const [draft] = await tx.q.delete(drafts).where(isDraftOf(tx, conversationId)).returning({ id: drafts.id });
  if (draft) tx.emit({ name: "draft.discarded", data: { conversationId, draftId: draft.id } });
}
