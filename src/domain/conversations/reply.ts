import { and, eq } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { allow, authorOf } from "../access/index.ts";
import { takeDraft } from "../automation/index.ts";
import { getConnection } from "../connections/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { latestCorrespondence, lockConversation, messagesAfter } from "./queries.ts";
import { previewOf, recipientsOf, replySubject } from "./rules.ts";
import { type Conversation, type Message, messages } from "./tables.ts";
import { findByClientId, writeMessage } from "./write-message.ts";

export interface Reply {
  conversationId: string;
  /** Plain text. */
  body: string;
  /** The last message the author saw: the stale-reply guard compares with it. */
  lastSeenMessageId: string;
  /** Send although something newer came. */
  force?: boolean;
  /** The author's own key: repeating the call returns the first message. */
  clientMessageId?: string;
  /** The draft this reply was made from; it is used up. */
  draftId?: string;
}

/**
 * Answers the customer on the conversation's own channel: the message is queued here and sent by a job.
 *
 * @throws AppError("conflict") when the customer or the shop wrote something the author has not seen; `details`
 *   says what, so that she can look and decide.
 */
export async function reply(ctx: Context, input: Reply): Promise<Message> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const conversation = await lockConversation(tx, input.conversationId);
    const before = await findByClientId(tx, conversation.id, input.clientMessageId);
    if (before) return before;
    if (!input.force) await refuseStale(tx, conversation, input.lastSeenMessageId);
    const message = await queue(tx, conversation, input);
    await takeDraft(tx, { conversationId: conversation.id });
    tx.emit({ name: "message.queued", data: { conversationId: conversation.id, messageId: message.id } });
    return message;
  });
}

async function refuseStale(tx: TxContext, conversation: Conversation, lastSeenMessageId: string) {
  const [seen] = await tx.q
    .select({ position: messages.position })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, tx.workspaceId),
        eq(messages.conversationId, conversation.id),
        eq(messages.id, lastSeenMessageId),
      ),
    );
  if (!seen) {
    throw new AppError("invalid_input", "lastSeenMessageId is not a message of this conversation");
  }
  const newer = await messagesAfter(tx, conversation.id, seen.position);
  if (newer.length === 0) return;
  throw new AppError("conflict", "Something newer was written in this conversation: read it, then send again", {
    details: {
      reason: "newer_messages",
      messages: newer.slice(-20).map((m) => ({
        id: m.id,
        kind: m.kind,
        author: m.author.name,
        preview: previewOf(m.text),
        at: m.sentAt.toISOString(),
      })),
    },
  });
}

async function queue(tx: TxContext, conversation: Conversation, input: Reply): Promise<Message> {
  const connection = await getConnection(tx, conversation.connectionId);
  const answered = await latestCorrespondence(tx, conversation.id, ["customer"]);
  const { to, cc } = recipientsOf(answered ?? { from: null, replyTo: null, cc: [] }, connection.account);
  if (to.length === 0) {
    throw new AppError("invalid_input", "This conversation has no address to answer to");
  }
  return writeMessage(tx, conversation, {
    kind: "reply",
    state: "queued",
    via: viaOf(tx),
    author: await authorOf(tx),
    from: { address: connection.account, name: connection.displayName },
    to,
    cc,
    subject: replySubject(conversation.subject),
    text: input.body,
    inReplyTo: answered?.rfcMessageId ?? null,
    references: answered?.rfcMessageId ? [...answered.references, answered.rfcMessageId].slice(-30) : [],
    ...(input.clientMessageId !== undefined && { clientMessageId: input.clientMessageId }),
  });
}

function viaOf(ctx: Context): string {
  return { member: "web", app: "api", ai: "ai", customer: "web", system: "system" }[ctx.actor.type];
}
