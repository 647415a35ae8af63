import type { RawSql } from "../../platform/db.ts";
import type { Conversation } from "../conversations/index.ts";
import type { Context } from "../workspaces/index.ts";

export const markedUnread = -1;

export type Attended = Pick<Conversation, "folder" | "assigneeId" | "customerMessageCount"> & {
  following?: boolean | undefined;
  seenCount?: number | null | undefined;
};

/**
 * Whether a member has to read a conversation: the customer wrote after she last looked, it is not done with, and it
 * is hers, nobody's, or one she follows. What she marked as unread is, whoever has it.
 */
export function isUnread(one: Attended, memberId: string | null): boolean {
  if (memberId === null || (one.folder !== "open" && one.folder !== "waiting")) return false;
  if (one.seenCount === markedUnread) return true;
  const concernsHer = one.assigneeId === null || one.assigneeId === memberId || one.following === true;
  return concernsHer && one.customerMessageCount > (one.seenCount ?? 0);
}

/**
 * The same of `c`, a row of conversations, for whoever asks: one look at a key, row by row, because joined, all that
 * she ever read would be read. Only people read; for a program nothing is unread.
 */
export function unreadSql(sql: RawSql, { workspaceId, actor }: Pick<Context, "workspaceId" | "actor">) {
  if (actor.type !== "member") return sql`false`;
  const isHers = sql`(c.assignee_id is null or c.assignee_id = ${actor.id})`;
  return sql`(c.folder in ('open', 'waiting') and coalesce(
    (select i.seen_count is not distinct from ${markedUnread}
        or (${isHers} or i.following) and c.customer_message_count > coalesce(i.seen_count, 0)
      from involvements i
      where i.workspace_id = ${workspaceId} and i.member_id = ${actor.id} and i.conversation_id = c.id),
    ${isHers} and c.customer_message_count > 0))`;
}
