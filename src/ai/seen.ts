import { type Conversation, type MessageWithAttachments, messagesOf } from "../domain/conversations/index.ts";
import { type CustomerWithIdentities, getCustomer } from "../domain/customers/index.ts";
import { type Memory, memoriesOf } from "../domain/memories/index.ts";
import { withoutGivenCodes } from "../domain/verification/index.ts";
import { type Context, getWorkspace } from "../domain/workspaces/index.ts";

const mostMessages = 60;

/** What stands in a conversation, read once for all that a turn makes of it. */
export interface Seen {
  shop: { name: string };
  customer: CustomerWithIdentities;
  /** What she wrote about herself before, newest first. */
  memories: Memory[];
  /** Newest first, as they were written. */
  messages: MessageWithAttachments[];
  /** The same as a model may see them: codes that were given are hidden. */
  shown: MessageWithAttachments[];
}

export async function lookAt(ctx: Context, conversation: Conversation): Promise<Seen> {
  const [shop, customer, memories, { messages, shown }] = await Promise.all([
    getWorkspace(ctx),
    getCustomer(ctx, conversation.customerId),
    memoriesOf(ctx, conversation.customerId),
    bothForms(ctx, conversation),
  ]);
  return { shop, customer, memories, messages, shown };
}

async function bothForms(ctx: Context, conversation: Conversation): Promise<Pick<Seen, "messages" | "shown">> {
  const messages = await messagesOf(ctx, conversation, { limit: mostMessages });
  return { messages, shown: await withoutGivenCodes(ctx, messages) };
}
