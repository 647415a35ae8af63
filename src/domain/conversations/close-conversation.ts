import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isConversation, lockConversation } from "./queries.ts";
import { type Conversation, conversations } from "./tables.ts";

/** Safe to repeat: closing a closed conversation changes and announces nothing. */
export async function closeConversation(ctx: Context, input: { conversationId: string }): Promise<Conversation> {
  return setStatus(ctx, input.conversationId, "closed");
}

/** Safe to repeat: reopening an open conversation changes and announces nothing. */
export async function reopenConversation(ctx: Context, input: { conversationId: string }): Promise<Conversation> {
  return setStatus(ctx, input.conversationId, "open");
}

async function setStatus(ctx: Context, conversationId: string, status: Conversation["status"]) {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const before = await lockConversation(tx, conversationId);
    if (before.status === status) return before;
    const [after] = await tx.q
      .update(conversations)
      .set({ status, closedAt: status === "closed" ? now() : null, ...(status === "closed" && { waitingSince: null }) })
      .where(isConversation(tx, conversationId))
      .returning();
    tx.emit({ name: status === "closed" ? "conversation.closed" : "conversation.reopened", data: { conversationId } });
    return after!;
  });
}
