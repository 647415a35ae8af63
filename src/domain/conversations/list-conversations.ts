import type postgres from "postgres";
import { inOneTrip, type RawSql } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { unreadSql } from "../involvement/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import type { Conversation } from "./tables.ts";

/** A row of the inbox: the conversation with the names shown beside it. */
export interface InboxRow
  extends Pick<
    Conversation,
    | "id"
    | "subject"
    | "channel"
    | "status"
    | "snoozedUntil"
    | "priority"
    | "folder"
    | "customerId"
    | "assigneeId"
    | "teamId"
    | "messageCount"
    | "customerMessageCount"
    | "lastMessageAt"
    | "lastMessageId"
    | "lastMessageKind"
    | "lastMessagePreview"
    | "waitingSince"
    | "firstReplyAt"
    | "lastInboundAt"
    | "lastOutboundAt"
    | "statusId"
    | "continuesId"
    | "mergedIntoId"
    | "createdAt"
  > {
  /** Null also when it is of another category than the conversation. */
  statusName: string | null;
  continuedById: string | null;
  customerName: string;
  customerEmail: string | null;
  assigneeName: string | null;
  teamName: string | null;
  hasDraft: boolean;
  tagIds: string[];
  /** Whether the reader has to look: see `unreadSql`. */
  unread: boolean;
}

export interface InboxPage {
  folder: Conversation["folder"];
  /** A member's id, or "none" for what nobody has taken. Absent: everyone's. */
  assigneeId?: string | "none";
  /** Of these teams only. */
  teamIds?: readonly string[];
  /** The last row of the page before. */
  after?: { lastMessageAt: Date; id: string };
  limit: number;
}

/**
 * The inbox, latest activity first. A hot path: one prepared statement per shape of filter, so that each walks its
 * index; the page is cut before anything is joined to it. PostgreSQL walks an index only in exactly its order, so
 * `nulls last` stands here although there are no nulls: without it all of the inbox is read and sorted for each page.
 */
export async function listConversations(ctx: Context, page: InboxPage): Promise<InboxRow[]> {
  allow(ctx, "conversations:read");
  return inOneTrip(ctx.db.app, sightOf(ctx), (tx) => {
    const chosen = (ofTeam = tx``) => tx`
      select * from conversations
      where workspace_id = ${ctx.workspaceId} ${ofTeam} and folder = ${page.folder} ${assignedTo(tx, page)} ${following(tx, page)}
      order by last_message_at desc nulls last, id desc nulls last limit ${page.limit}`;
    const { teamIds } = page;
    if (!teamIds) return inboxRows(tx, ctx, chosen());
    // Each team's index is walked by itself.
    const ofTeams = tx`
      select c.* from unnest(${tx.array([...teamIds])}::uuid[]) as team(id)
      cross join lateral (${chosen(tx`and team_id = team.id`)}) c
      order by c.last_message_at desc, c.id desc limit ${page.limit}`;
    return inboxRows(tx, ctx, ofTeams);
  });
}

/** One conversation as the inbox shows it. @throws NotFound also when it is another workspace's. */
export async function getInboxRow(ctx: Context, conversationId: string): Promise<InboxRow> {
  allow(ctx, "conversations:read");
  const [row] = await inOneTrip(ctx.db.app, sightOf(ctx), (tx) =>
    inboxRows(
      tx,
      ctx,
      tx`select * from conversations where workspace_id = ${ctx.workspaceId} and id = ${conversationId}`,
    ),
  );
  if (!row) throw new NotFound("Conversation", conversationId);
  return row;
}

function assignedTo(tx: RawSql, { assigneeId }: InboxPage) {
  if (assigneeId === undefined) return tx``;
  return assigneeId === "none" ? tx`and assignee_id is null` : tx`and assignee_id = ${assigneeId}`;
}

function following(tx: RawSql, { after }: InboxPage) {
  return after
    ? tx`and (last_message_at, id) < (${after.lastMessageAt.toISOString()}::timestamptz, ${after.id}::uuid)`
    : tx``;
}

/**
 * What stands beside each row is looked up row by row. Joined, it would be read whole: the planner counts the workspace
 * twice, here and in the row-level policy, and so takes a large shop's customers for a handful.
 *
 * @param chosen whole rows of `conversations`, few of them.
 */
export function inboxRows(
  tx: RawSql,
  ctx: Context,
  chosen: postgres.PendingQuery<postgres.Row[]>,
  order = tx`c.last_message_at desc, c.id desc`,
) {
  const { workspaceId } = ctx;
  return tx<InboxRow[]>`
    with page as materialized (${chosen})
    select c.id, c.subject, c.channel, c.status, c.snoozed_until as "snoozedUntil", c.priority, c.folder, c.customer_id as "customerId", c.assignee_id as "assigneeId",
      c.team_id as "teamId", (select name from teams te where te.workspace_id = ${workspaceId} and te.id = c.team_id) as "teamName",
      c.message_count as "messageCount", c.customer_message_count as "customerMessageCount", c.last_message_at as "lastMessageAt", c.last_message_id as "lastMessageId",
      c.last_message_kind as "lastMessageKind", c.last_message_preview as "lastMessagePreview",
      c.waiting_since as "waitingSince", c.merged_into_id as "mergedIntoId", c.created_at as "createdAt", c.first_reply_at as "firstReplyAt",
      c.last_inbound_at as "lastInboundAt", c.last_outbound_at as "lastOutboundAt", c.status_id as "statusId",
      case when c.status_id is not null then (select name from statuses s
        where s.workspace_id = ${workspaceId} and s.id = c.status_id and s.category = c.status) end as "statusName",
      c.continues_id as "continuesId", case when c.status = 'closed' then (select id from conversations n
        where n.workspace_id = ${workspaceId} and n.continues_id = c.id) end as "continuedById",
      (select name from customers cu where cu.workspace_id = ${workspaceId} and cu.id = c.customer_id) as "customerName",
      (select value from identities i where i.workspace_id = ${workspaceId} and i.customer_id = c.customer_id
        and i.kind = 'email' order by i.created_at, i.value limit 1) as "customerEmail",
      (select name from members m where m.workspace_id = ${workspaceId} and m.id = c.assignee_id) as "assigneeName",
      exists (select 1 from drafts d where d.workspace_id = ${workspaceId} and d.conversation_id = c.id) as "hasDraft",
      array(select tag_id from conversation_tags t where t.workspace_id = ${workspaceId} and t.conversation_id = c.id) as "tagIds",
      ${unreadSql(tx, ctx)} as unread
    from page c order by ${order}`;
}
