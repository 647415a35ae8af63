import { allow, authorOf } from "../access/index.ts";
import { clearDraft } from "../drafts/index.ts";
import { inTransaction } from "../events/index.ts";
import { startFollowing } from "../involvement/index.ts";
import { notify } from "../notifications/index.ts";
import type { Context } from "../workspaces/index.ts";
import { attach } from "./attachments.ts";
import { readMentions } from "./mentions.ts";
import { lockConversation } from "./queries.ts";
import type { Message } from "./tables.ts";
import { findByClientId, writeMessage } from "./write-message.ts";

export interface NewNote {
  conversationId: string;
  body: string;
  clientMessageId?: string;
  attachmentIds?: readonly string[];
  /** The note is not what its author was writing here herself. */
  keepsDraft?: boolean;
}

/**
 * Writes something only colleagues see. Its author follows the conversation from now on, and so does whom it names; a
 * team that is named is told, and nobody made to follow by it. Repeating the call with the same client id returns the
 * first note.
 */
export async function addNote(ctx: Context, input: NewNote): Promise<Message> {
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const conversation = await lockConversation(tx, input.conversationId);
    const before = await findByClientId(tx, conversation.id, input.clientMessageId);
    if (before) return before;
    const { text, mentions, memberIds } = await readMentions(tx, input.body);
    const note = await writeMessage(tx, conversation, {
      kind: "note",
      state: "sent",
      via: "web",
      author: await authorOf(tx),
      from: null,
      to: [],
      cc: [],
      subject: "",
      text,
      ...(mentions.length > 0 && { mentions }),
      ...(input.clientMessageId !== undefined && { clientMessageId: input.clientMessageId }),
    });
    if (!input.keepsDraft) await clearDraft(tx, { conversationId: conversation.id, kind: "note" });
    await attach(tx, note.id, input.attachmentIds);
    const author = tx.actor.type === "member" ? [tx.actor.id] : [];
    const named = mentions.flatMap(({ type, id }) => (type === "member" ? [id] : []));
    for (const memberId of new Set([...author, ...named])) {
      await startFollowing(tx, { conversationId: conversation.id, memberId });
    }
    tx.emit({ name: "note.added", data: { conversationId: conversation.id, messageId: note.id } });
    const others = memberIds.filter((id) => !author.includes(id));
    await notify(tx, others, { kind: "mention", conversationId: conversation.id, subjectId: note.id });
    return note;
  });
}
