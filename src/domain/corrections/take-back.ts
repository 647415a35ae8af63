import type { TxContext } from "../events/index.ts";
import { listFollowers, unfollowConversation } from "../involvement/index.ts";
import { untagConversations } from "../tags/index.ts";
import { laterOf, tagIdsOf } from "./queries.ts";
import type { Correction } from "./tables.ts";

/** Takes back the tags that a merge brought, unless another that holds would have brought them too; and followers. */
export async function takeBack(tx: TxContext, correction: Correction): Promise<void> {
  for (const { conversationId, tagIds, followerIds } of correction.changes) {
    for (const tagId of tagIds) await takeTagBack(tx, correction, conversationId, tagId);
    const followers = new Set((await listFollowers(tx, conversationId)).map(({ id }) => id));
    const still = followerIds.filter((id) => followers.has(id));
    for (const memberId of still) await unfollowConversation(tx, { conversationId, memberId });
  }
}

async function takeTagBack(
  tx: TxContext,
  correction: Correction,
  conversationId: string,
  tagId: string,
): Promise<void> {
  const later = (await laterOf(tx, correction, [conversationId])).filter(({ kind }) => kind === "merge");
  for (const merge of later.filter(({ toConversationId }) => toConversationId === conversationId)) {
    if ((await tagIdsOf(tx, merge.fromConversationId)).includes(tagId)) return;
  }
  await untagConversations(tx, { conversationIds: [conversationId], tagId });
  const onward = later.find(({ fromConversationId }) => fromConversationId === conversationId);
  const carried = onward?.changes.find((change) => change.tagIds.includes(tagId));
  if (onward && carried) await takeTagBack(tx, onward, carried.conversationId, tagId);
}
