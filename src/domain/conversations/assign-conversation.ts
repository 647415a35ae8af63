import { getMember } from "../access/index.ts";
import type { Context } from "../workspaces/index.ts";
import { changeConversation } from "./change-conversation.ts";
import type { Conversation } from "./tables.ts";

/** Gives a conversation to a member, or to nobody. @throws NotFound for a member of another workspace. */
export async function assignConversation(
  ctx: Context,
  { conversationId, memberId }: { conversationId: string; memberId: string | null },
): Promise<Conversation> {
  return changeConversation(ctx, conversationId, async ({ assigneeId }, tx) => {
    if (memberId !== null) await getMember(tx, memberId);
    if (assigneeId === memberId) return null;
    return {
      set: { assigneeId: memberId },
      event: { name: "conversation.assigned", data: { conversationId, from: assigneeId, to: memberId } },
    };
  });
}
