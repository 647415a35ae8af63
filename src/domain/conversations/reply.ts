import { and, eq } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { allow, authorOf } from "../access/index.ts";
import { takeDraft } from "../automation/index.ts";
import { getConnection } from "../connections/index.ts";
import { clearDraft } from "../drafts/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { attach } from "./attachments.ts";
import { latestCorrespondence, lockConversation, messagesAfter } from "./queries.ts";
import { chooseRecipients } from "./recipients.ts";
import { previewOf, replySubject } from "./rules.ts";
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
  /** The draft this reply was made from. */
  draftId?: string;
  /** Files the author uploaded, in the order they are shown. */
  attachmentIds?: readonly string[];
}

/**
 * Answers the customer on the conversation's own channel: the message is queued here and sent by a job. Whatever the
 * reply was made from, it uses up the conversation's draft.
 *
 * @throws AppError("conflict") when the customer or the shop wrote something the author has not seen
 *   (`details.reason` "newer_messages"; `details.messages` says what, so that she can look and decide), or the draft
 *   it was made from is no longer the conversation's ("draft_changed").
 */
export async function reply(ctx: Context, input: Reply): Promise<Message> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const conversation = await lockConversation(tx, input.conversationId);
    const before = await findByClientId(tx, conversation.id, input.clientMessageId);
    if (before) return before;
    if (!input.force) await refuseStale(tx, conversation, input.lastSeenMessageId);
    const message = await queue(tx, conversation, input);
    await attach(tx, message.id, input.attachmentIds);
    await clearDraft(tx, { conversationId: conversation.id, kind: "reply" });
    await consumeDraft(tx, conversation.id, input.draftId);
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
      messages: newer.map((m) => ({
        id: m.id,
        kind: m.kind,
        author: m.author.name,
        preview: previewOf(m.text),
        at: m.sentAt.toISOString(),
      })),
    },
  });
}

async function consumeDraft(tx: TxContext, conversationId: string, madeFrom: string | undefined): Promise<void> {
  const draftId = await takeDraft(tx, { conversationId });
  if (madeFrom === undefined || draftId === madeFrom) return;
  const what = draftId ? "The draft was replaced by a newer one" : "The draft was used or discarded";
  throw new AppError("conflict", `${what} since you read it: look again, then send`, {
    details: { reason: "draft_changed" },
  });
}

async function queue(tx: TxContext, conversation: Conversation, input: Reply): Promise<Message> {
  const connection = await getConnection(tx, conversation.connectionId);
  const { to, cc, answered, warnings } = await chooseRecipients(tx, conversation);
  if (to.length === 0) throw new AppError("invalid_input", warnings[0]!.message);
  // Without a letter of the customer the thread goes on from our own last mail to her.
  const before = answered ?? (await latestCorrespondence(tx, conversation.id, ["reply"]));
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
    inReplyTo: before?.rfcMessageId ?? null,
    references: before?.rfcMessageId ? [...before.references, before.rfcMessageId].slice(-30) : [],
    ...(input.clientMessageId !== undefined && { clientMessageId: input.clientMessageId }),
  });
}

function viaOf(ctx: Context): string {
  return { member: "web", app: "api", ai: "ai", customer: "web", system: "system" }[ctx.actor.type];
}
