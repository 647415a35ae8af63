import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { authorOf } from "../access/index.ts";
import type { TxContext } from "../events/index.ts";
import { previewOf } from "./rules.ts";
import { type Author, type Conversation, conversations, type Message, messages } from "./tables.ts";

export type WrittenHere = Pick<Message, "kind" | "state" | "via" | "from" | "to" | "cc" | "subject" | "text"> &
  Partial<
    Pick<
      Message,
      | "id"
      | "bcc"
      | "mentions"
      | "inReplyTo"
      | "references"
      | "clientMessageId"
      | "automatic"
      | "connectionId"
      | "placement"
      | "promotional"
    >
  > & { author: Author };

/**
 * Adds a message written here to a conversation whose row lock the caller holds, and keeps the conversation's own
 * columns in step, in the same write.
 */
export async function writeMessage(
  tx: TxContext,
  conversation: Conversation,
  written: WrittenHere & Partial<Pick<Message, "homeConversationId" | "movedBy">>,
): Promise<Message> {
  const at = now();
  const id = written.id ?? newId();
  const [message] = await tx.q
    .insert(messages)
    .values({
      references: [],
      connectionId: conversation.connectionId,
      ...written,
      workspaceId: tx.workspaceId,
      id,
      conversationId: conversation.id,
      position: conversation.messageCount + 1,
      sentAt: at,
    })
    .returning();
  await tx.q
    .update(conversations)
    .set({
      messageCount: conversation.messageCount + 1,
      lastMessageAt: at,
      lastMessageId: id,
      lastMessageKind: written.kind,
      lastMessagePreview: previewOf(written.text),
      // What a machine wrote answers nobody.
      ...(written.kind === "reply" && !written.automatic && { waitingSince: null }),
    })
    .where(and(eq(conversations.workspaceId, tx.workspaceId), eq(conversations.id, conversation.id)));
  return message!;
}

/**
 * The message the same author has already written under this key: a second press of "send" finds the first.
 * @throws AppError("conflict") when the key is somebody else's.
 */
export async function findByClientId(
  tx: TxContext,
  conversationId: string,
  clientMessageId: string | undefined,
): Promise<Message | null> {
  if (clientMessageId === undefined) return null;
  const [row] = await tx.q
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, tx.workspaceId),
        eq(messages.conversationId, conversationId),
        eq(messages.clientMessageId, clientMessageId),
      ),
    );
  if (!row) return null;
  const { type, id } = await authorOf(tx);
  if (row.author.type === type && row.author.id === id) return row;
  throw new AppError("conflict", "Another author has used this clientMessageId in this conversation: take a new one", {
    details: { reason: "client_message_id_taken" },
  });
}
