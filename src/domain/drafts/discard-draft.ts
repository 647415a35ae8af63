import { allow } from "../access/index.ts";
import { getConversation } from "../conversations/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { authorOfDrafts, type DraftPlace, isDraft } from "./queries.ts";
import { memberDrafts } from "./tables.ts";

/** Throws the caller's draft away. Safe to repeat. @throws NotFound for a conversation of another workspace. */
export async function discardDraft(ctx: Context, { conversationId, kind }: DraftPlace): Promise<void> {
  allow(ctx, "conversations:write");
  const memberId = authorOfDrafts(ctx);
  await inTransaction(ctx, async (tx) => {
    await getConversation(tx, conversationId);
    await tx.q.delete(memberDrafts).where(isDraft(tx, { conversationId, kind, memberId }));
  });
}

/** What was being written is sent: there is nothing unsent any more. Programs have no drafts. */
export async function clearDraft(tx: TxContext, { conversationId, kind }: DraftPlace): Promise<void> {
  const { actor } = tx;
  if (actor.type !== "member") return;
  await tx.q.delete(memberDrafts).where(isDraft(tx, { conversationId, kind, memberId: actor.id }));
}
