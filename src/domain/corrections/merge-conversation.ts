import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { type Conversation, lockArrangement, mergedAway } from "../conversations/index.ts";
import { carryDrafts } from "../drafts/index.ts";
import type { TxContext } from "../events/index.ts";
import { carryInvolvements } from "../involvement/index.ts";
import { carryReplies } from "../scheduled-replies/index.ts";
import { tagConversations } from "../tags/index.ts";
import type { Context } from "../workspaces/index.ts";
import { correcting, mergedAmong, others, writeDown } from "./correcting.ts";
import { combine, keptOf, putBy } from "./kept.ts";
import { tagIdsOf } from "./queries.ts";
import { rearrange, settle } from "./rearrange.ts";
import type { Correction } from "./tables.ts";

export interface Merge {
  conversationId: string;
  intoConversationId: string;
}

/**
 * Puts all messages of a conversation into another, in order of time. The one merged away leads there from now on, for
 * readers and for later mail of its thread; a merge into what is merged later leads on. Undone, all is as it was, and
 * what came meanwhile stands where its own thread is.
 *
 * @throws AppError("invalid_input") for a merge with itself or across channels; AppError("conflict") when one of them is
 *   merged already (`details.reason` "merged") or the target is hidden ("hidden"); NotFound.
 */
export async function mergeConversation(
  ctx: Context,
  { conversationId, intoConversationId }: Merge,
): Promise<Correction> {
  refuseSelf(conversationId, intoConversationId);
  return correcting(ctx, [conversationId, intoConversationId], async (tx) => {
    const locked = await lockArrangement(tx, [conversationId, intoConversationId]);
    const [from, into] = [locked.get(conversationId)!, locked.get(intoConversationId)!];
    refuseMerge(from, into);
    const before = mergedAmong(locked);
    const { messages, movedCount, clientIds } = await rearrange(tx, locked, () => ({
      whither: (message) => (message.conversationId === from.id ? { ...message, conversationId: into.id } : message),
      mayBeEmpty: new Set([...before, from.id]),
    }));
    const [source, target] = [keptOf(from), keptOf(into)];
    const settled = await settle(tx, locked, messages, {
      decided: new Map([
        [from.id, putBy(source)],
        [into.id, combine(target, source)],
      ]),
      mergedInto: new Map([...before, from.id].map((id) => [id, into.id])),
    });
    const tagIds = await carryTags(tx, from, into);
    const followerIds = await carryInvolvements(tx, { from: from.id, into: into.id });
    const scheduledReplyIds = await carryReplies(tx, { from: from.id, to: into.id });
    const drafts = await carryDrafts(tx, { from: from.id, into: into.id });
    const correction = await writeDown(tx, {
      id: newId(),
      kind: "merge",
      fromConversationId: from.id,
      toConversationId: into.id,
      messageIds: [],
      messageCount: movedCount,
      changes: [
        { conversationId: from.id, before: source, after: putBy(source), tagIds: [], followerIds: [] },
        { conversationId: into.id, before: target, after: settled.get(into.id)!, tagIds, followerIds },
      ],
      clientIds,
      scheduledReplyIds,
      drafts,
    });
    const data = { conversationId, intoConversationId, correctionId: correction.id };
    tx.emit({ name: "conversation.merged", data: { ...data, ...others(locked, data) } });
    return correction;
  });
}

export function refuseSelf(conversationId: string, other: string): void {
  if (conversationId !== other) return;
  throw new AppError("invalid_input", "A conversation cannot be merged or linked with itself: choose another one");
}

/** @throws AppError */
export function refuseMerge(from: Conversation, into: Conversation): void {
  if (from.mergedIntoId !== null) throw mergedAway(from.mergedIntoId);
  if (into.mergedIntoId !== null) {
    const message = "The other conversation was itself merged: merge into the one it leads to";
    const details = { reason: "merged", mergedIntoId: into.mergedIntoId };
    throw new AppError("conflict", message, { details });
  }
  if (from.channel !== into.channel) {
    const message = `A conversation by ${from.channel} cannot be merged into one by ${into.channel}: link them instead`;
    throw new AppError("invalid_input", message);
  }
  if (into.spamAt || into.trashedAt) {
    const message = "The other conversation is spam or in the trash: bring it back first, then merge";
    throw new AppError("conflict", message, { details: { reason: "hidden", conversationId: into.id } });
  }
}

/** @returns the tags it did not have. */
async function carryTags(tx: TxContext, from: Conversation, into: Conversation): Promise<string[]> {
  if (from.spamAt || from.trashedAt) return [];
  const carried: string[] = [];
  for (const tagId of await tagIdsOf(tx, from.id)) {
    const { changed } = await tagConversations(tx, { conversationIds: [into.id], tagId });
    if (changed.length > 0) carried.push(tagId);
  }
  return carried;
}
