import { allow } from "../access/index.ts";
import { type Conversation, getConversation } from "../conversations/index.ts";
import type { Context } from "../workspaces/index.ts";
import { combine, type Kept, keptOf } from "./kept.ts";
import { type Merge, refuseMerge, refuseSelf } from "./merge-conversation.ts";
import { tagIdsOf } from "./queries.ts";

export interface MergePreview {
  from: Conversation;
  into: Conversation;
  messageCount: number;
  /** What the other conversation becomes. */
  after: Kept;
  /** Tags it will be given. */
  tagIds: string[];
  /** What a person may not expect. */
  warnings: { code: "other_customer" | "other_mailbox" | "other_team" | "hidden_source"; message: string }[];
}

/** What a merge would do, without doing it. @throws what `mergeConversation` would throw. */
export async function previewMerge(ctx: Context, { conversationId, intoConversationId }: Merge): Promise<MergePreview> {
  allow(ctx, "conversations:read");
  refuseSelf(conversationId, intoConversationId);
  const from = await getConversation(ctx, conversationId);
  const into = await getConversation(ctx, intoConversationId);
  refuseMerge(from, into);
  const has = new Set(await tagIdsOf(ctx, into.id));
  const isHidden = from.spamAt !== null || from.trashedAt !== null;
  const tagIds = isHidden ? [] : (await tagIdsOf(ctx, from.id)).filter((id) => !has.has(id));
  const after = combine(keptOf(into), keptOf(from));
  return { from, into, messageCount: from.messageCount, after, tagIds, warnings: warningsOf(from, into, isHidden) };
}

function warningsOf(from: Conversation, into: Conversation, isHidden: boolean): MergePreview["warnings"] {
  const warnings: MergePreview["warnings"] = [];
  if (from.customerId !== into.customerId) {
    const message = "They are conversations of two customers. Answers will go to the customer of the second one.";
    warnings.push({ code: "other_customer", message });
  }
  if (from.connectionId !== into.connectionId) {
    const message = "They came to two mailboxes. Each letter is answered from the mailbox it came to.";
    warnings.push({ code: "other_mailbox", message });
  }
  if (from.teamId !== null && into.teamId !== null && from.teamId !== into.teamId) {
    const message = "They are with two teams. Whoever sees the second one will see the messages of the first.";
    warnings.push({ code: "other_team", message });
  }
  if (isHidden) {
    const message = "The first one is spam or in the trash: its messages come along, its status does not.";
    warnings.push({ code: "hidden_source", message });
  }
  return warnings;
}
