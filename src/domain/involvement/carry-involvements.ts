import { sql } from "drizzle-orm";
import type { TxContext } from "../events/index.ts";
import { markedUnread } from "./rules.ts";

/**
 * What members had to do with one conversation they have to do with the other that it is merged into: who followed it
 * follows that, and what she had read of both she has read. Both are locked.
 * @returns who follows it only now.
 */
export async function carryInvolvements(
  tx: TxContext,
  { from, into }: { from: string; into: string },
): Promise<string[]> {
  const rows = await tx.q.execute<{ memberId: string; isNew: boolean }>(sql`
    insert into involvements as i (workspace_id, member_id, conversation_id, following, seen_count)
    select workspace_id, member_id, ${into}::uuid, following, seen_count from involvements
    where workspace_id = ${tx.workspaceId} and conversation_id = ${from} order by member_id
    on conflict (workspace_id, member_id, conversation_id) do update set
      following = i.following or excluded.following,
      seen_count = case when ${markedUnread} in (i.seen_count, excluded.seen_count) then ${markedUnread}
        when coalesce(i.seen_count, excluded.seen_count) is null then null
        else coalesce(i.seen_count, 0) + coalesce(excluded.seen_count, 0) end
    returning member_id as "memberId", new.following and old.following is distinct from true as "isNew"`);
  const followers = rows.filter(({ isNew }) => isNew).map(({ memberId }) => memberId);
  for (const memberId of followers) {
    tx.emit({ name: "conversation.followed", data: { conversationId: into, memberId } });
  }
  return followers;
}

/** Nobody has read more than there is: after messages have left these conversations, what comes next is news. */
export async function trimReading(tx: TxContext, conversationIds: readonly string[]): Promise<void> {
  await tx.q.execute(sql`
    update involvements i set seen_count = c.customer_message_count from conversations c
    where i.workspace_id = ${tx.workspaceId} and i.conversation_id in (
        select value::uuid from json_array_elements_text(${JSON.stringify(conversationIds)}::text::json))
      and c.workspace_id = i.workspace_id and c.id = i.conversation_id and i.seen_count > c.customer_message_count`);
}
