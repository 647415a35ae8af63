import { lastWord, type Run } from "../domain/automation/index.ts";
import { type Conversation, getConversation } from "../domain/conversations/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { NoDraft } from "./no-draft.ts";

/**
 * Looks whether a run's answer is still wanted. The customer of the conversation must be the one who asks: somebody
 * else in the thread must not be told of her orders.
 *
 * @throws NoDraft that says why not.
 */
export async function refuseUnwanted(ctx: Context, run: Run): Promise<Conversation> {
  const conversation = await getConversation(ctx, run.conversationId);
  if (conversation.status !== "open") throw new NoDraft("skipped", "The conversation is closed");
  const last = await lastWord(ctx, run.conversationId);
  if (!last) throw new NoDraft("skipped", "The message was written by a machine");
  if (last.id !== run.lastMessageId) {
    throw new NoDraft(
      "superseded",
      last.kind === "reply" ? "Somebody has answered already" : "The customer wrote again; the new message has its run",
    );
  }
  if (last.author.id !== conversation.customerId) {
    throw new NoDraft("skipped", "The newest message is from somebody else than the customer of this conversation");
  }
  return conversation;
}
