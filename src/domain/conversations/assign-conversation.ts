import { allow, getMember } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isConversation, lockConversation } from "./queries.ts";
import { type Conversation, conversations } from "./tables.ts";

/** Gives a conversation to a member, or to nobody. @throws NotFound for a member of another workspace. */
export async function assignConversation(
  ctx: Context,
  { conversationId, memberId }: { conversationId: string; memberId: string | null },
): Promise<Conversation> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const before = await lockConversation(tx, conversationId);
    if (memberId !== null) await getMember(tx, memberId);
    if (before.assigneeId === memberId) return before;
    const [after] = await tx.q
      .update(conversations)
      .set({ assigneeId: memberId })
      .where(isConversation(tx, conversationId))
      .returning();
    tx.emit({ name: "conversation.assigned", data: { conversationId } });
    return after!;
  });
}
