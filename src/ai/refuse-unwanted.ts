import { lastWord, type Run } from "../domain/automation/index.ts";
import { type Conversation, getConversation } from "../domain/conversations/index.ts";
import { getCustomer } from "../domain/customers/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { NoDraft } from "./no-draft.ts";

/**
 * Looks whether a run's answer is still wanted. The customer of the conversation must be the one who asks, as far as
 * the provider could find out, and the one who is answered: nobody else must be told of her orders.
 *
 * @throws NoDraft that says why not.
 */
export async function refuseUnwanted(ctx: Context, run: Run): Promise<Conversation> {
  const conversation = await getConversation(ctx, run.conversationId);
  if (conversation.folder !== "open")
    throw new NoDraft("skipped", `The conversation is not open: ${conversation.folder}`);
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
  if (last.senderVerified === false) {
    throw new NoDraft("skipped", "The newest message could not be verified as coming from its sender");
  }
  if (last.replyTo && !(await isHers(ctx, conversation, last.replyTo.address))) {
    throw new NoDraft("skipped", "The newest message asks for the answer to be sent to another address");
  }
  return conversation;
}

async function isHers(ctx: Context, { customerId }: Conversation, address: string): Promise<boolean> {
  const { identities } = await getCustomer(ctx, customerId);
  return identities.some(({ kind, value }) => kind === "email" && value === address.trim().toLowerCase());
}
