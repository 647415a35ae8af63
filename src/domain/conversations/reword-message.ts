import { and, eq, inArray } from "drizzle-orm";
import { allow } from "../access/index.ts";
import type { TxContext } from "../events/index.ts";
import { isConversation, lockConversation } from "./queries.ts";
import { previewOf } from "./rules.ts";
import { conversations, messages } from "./tables.ts";

/**
 * Says something else in an entry that stands for a thing which goes on, such as a call. What a person wrote is never
 * changed. The caller emits what happened. Nothing happens when the message is gone.
 * @param beside entries that belong to it: where one of them is the newest, the inbox says this all the same.
 */
export async function rewordMessage(
  tx: TxContext,
  { messageId, text, beside = [] }: { messageId: string; text: string; beside?: readonly string[] },
): Promise<void> {
  allow(tx, "conversations:write");
  const conversationId = await holdItsConversation(tx, messageId);
  if (conversationId === null) return;
  const isIt = and(eq(messages.workspaceId, tx.workspaceId), eq(messages.id, messageId));
  await tx.q.update(messages).set({ text }).where(isIt);
  await tx.q
    .update(conversations)
    .set({ lastMessagePreview: previewOf(text) })
    .where(and(isConversation(tx, conversationId), inArray(conversations.lastMessageId, [messageId, ...beside])));
}

/** While its conversation is held, a message stays in it: it may have been moved until then. */
async function holdItsConversation(tx: TxContext, messageId: string): Promise<string | null> {
  let held: string | null = null;
  for (;;) {
    const [row] = await tx.q
      .select({ conversationId: messages.conversationId })
      .from(messages)
      .where(and(eq(messages.workspaceId, tx.workspaceId), eq(messages.id, messageId)));
    if (!row) return null;
    if (row.conversationId === held) return held;
    held = row.conversationId;
    await lockConversation(tx, held, { evenMerged: true });
  }
}
