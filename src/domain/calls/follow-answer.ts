import { changeConversation, reopenConversation } from "../conversations/index.ts";
import { startFollowing } from "../involvement/index.ts";
import type { Context } from "../workspaces/index.ts";

/** Who answers a call has its conversation, unless somebody else has; nobody in it waits for an answer any more. */
export async function followAnswer(
  ctx: Context,
  { conversationId, memberId }: { conversationId: string; memberId?: string | undefined },
): Promise<void> {
  await reopenConversation(ctx, { conversationId });
  await changeConversation(ctx, conversationId, async ({ assigneeId, waitingSince }, tx) => {
    if (assigneeId !== null || memberId === undefined) {
      return waitingSince === null ? null : { set: { waitingSince: null }, event: [] };
    }
    await startFollowing(tx, { conversationId, memberId });
    return {
      set: { assigneeId: memberId, waitingSince: null },
      event: { name: "conversation.assigned", data: { conversationId, from: null, to: memberId } },
    };
  });
}
