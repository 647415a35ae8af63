import type { RawTransaction } from "../../platform/db.ts";
import { jsonText, recordsOf } from "../../platform/records.ts";
import type { Placement } from "./tables.ts";

// Look-ups of many keys are lateral subqueries with a limit: each key walks its own index, where a join could be
// planned over all rows that row-level security lets through.

/** One message to file, flat, as the statements below read it from JSON. */
export interface FilingRow {
  n: number;
  workspaceId: string;
  connectionId: string;
  messageId: string;
  conversationId: string;
  customerId: string;
  channel: string;
  threadKey: string;
  /** The connection of the conversation, where people have merged those of two mailboxes. */
  threadConnectionId: string;
  /** What `arrangement` its conversation had when it was chosen; null: by the provider's thread alone. */
  arrangement: number | null;
  placement: Placement | null;
  homeConversationId: string | null;
  movedBy: string[] | null;
  externalId: string;
  position: number;
  kind: "customer" | "reply";
  via: string;
  author: unknown;
  state: "received" | "sent";
  from: unknown;
  replyTo: unknown;
  to: unknown;
  cc: unknown;
  subject: string;
  text: string;
  html: string | null;
  rfcMessageId: string | null;
  inReplyTo: string | null;
  references: string[];
  automatic: string | null;
  notice: string | null;
  senderVerified: boolean | null;
  sentAt: string;
  /** Its conversation is closed and may be continued in another. */
  mayBeContinued: boolean;
  /** The conversation that the one it begins goes on from. */
  continues: { id: string; customerId: string } | null;
  /** A bare "thank you" to which nobody waits for an answer. */
  isThanks: boolean;
}

type Row = Pick<FilingRow, "n" | "workspaceId" | "connectionId">;

/** Which of these are filed already. */
export async function alreadyFiled(tx: RawTransaction, rows: readonly (Row & { externalId: string })[]) {
  return tx<{ n: number }[]>`
    select w.n from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as w(n int, "workspaceId" uuid, "connectionId" uuid, "externalId" text)
    cross join lateral (
      select 1 from messages m where m.workspace_id = w."workspaceId" and m.connection_id = w."connectionId"
        and m.external_id = w."externalId" limit 1) known`;
}

/** What the new messages of one thread do to its conversation. */
export interface ThreadChange {
  workspaceId: string;
  conversationId: string;
  customerId: string;
  connectionId: string;
  channel: string;
  threadKey: string;
  subject: string;
  added: number;
  addedByCustomer: number;
  lastMessageAt: string;
  lastMessageId: string;
  lastMessageKind: string;
  lastMessagePreview: string;
  /** When the customer began to wait within these messages; null = the last word is the shop's. */
  waitingSince: string | null;
  /** When the shop last answered within these messages. */
  answeredAt: string | null;
  /** When it first did. */
  firstAnsweredAt: string | null;
  /** When it first answered a question among these messages. */
  firstReplyAt: string | null;
  lastInboundAt: string | null;
  lastOutboundAt: string | null;
  continuesId: string | null;
}

export interface ThreadState {
  workspaceId: string;
  threadConnectionId: string;
  threadKey: string;
  conversationId: string;
  messageCount: number;
  opened: boolean;
  /** The status it had, if these messages reopened it. */
  reopenedFrom: string | null;
  arrangement: number;
  isMerged: boolean;
  /** The provider's time of the newest message it had brought before these. */
  arrivedBefore: Date | null;
}

/**
 * Opens the conversations that do not exist and applies the changes to those that do, in one order of threads, so
 * that two batches cannot wait for each other. The row lock it takes is held to the end: positions stay unique.
 *
 * Messages older than what the provider brought before are late: they are only counted. An answer written here makes
 * nothing late, because whoever wrote it cannot have seen what was not here yet.
 */
export async function applyThreadChanges(tx: RawTransaction, changes: readonly ThreadChange[]) {
  const isLate = tx`coalesce(excluded.last_arrived_at < c.last_arrived_at, false)`;
  const answered = changes.filter(({ answeredAt }) => answeredAt !== null);
  return tx<ThreadState[]>`
    with t as materialized (
      select * from json_to_recordset(${recordsOf(changes)}::text::json) as t("workspaceId" uuid,
        "conversationId" uuid, "customerId" uuid, "connectionId" uuid, channel text, "threadKey" text, subject text,
        added int, "addedByCustomer" int, "lastMessageAt" timestamptz, "lastMessageId" uuid, "lastMessageKind" text,
        "lastMessagePreview" text, "waitingSince" timestamptz, "firstReplyAt" timestamptz, "lastInboundAt" timestamptz,
        "lastOutboundAt" timestamptz, "continuesId" uuid)
    ), answered as materialized (
      select * from json_to_recordset(${recordsOf(answered)}::text::json) as a(
        "conversationId" uuid, "answeredAt" timestamptz, "firstAnsweredAt" timestamptz)
    )
    insert into conversations as c (workspace_id, id, customer_id, connection_id, channel, thread_key, subject, status,
      message_count, customer_message_count, last_message_at, last_message_id, last_message_kind, last_message_preview, last_arrived_at,
      waiting_since, first_reply_at, last_inbound_at, last_outbound_at, continues_id)
    select "workspaceId", "conversationId", "customerId", "connectionId", channel, "threadKey", subject, 'open',
      added, "addedByCustomer", "lastMessageAt", "lastMessageId", "lastMessageKind", "lastMessagePreview", "lastMessageAt", "waitingSince",
      "firstReplyAt", "lastInboundAt", "lastOutboundAt", "continuesId"
    from t order by "workspaceId", "connectionId", "threadKey"
    on conflict (workspace_id, connection_id, thread_key) do update set
      message_count = c.message_count + excluded.message_count,
      customer_message_count = c.customer_message_count + excluded.customer_message_count,
      last_arrived_at = greatest(c.last_arrived_at, excluded.last_arrived_at),
      last_message_at = greatest(c.last_message_at, excluded.last_message_at),
      last_message_id = case when ${isLate} then c.last_message_id else excluded.last_message_id end,
      last_message_kind = case when ${isLate} then c.last_message_kind else excluded.last_message_kind end,
      last_message_preview = case when ${isLate} then c.last_message_preview else excluded.last_message_preview end,
      waiting_since = case when ${isLate} then c.waiting_since
        when c.waiting_since is null
          or c.waiting_since < (select "answeredAt" from answered where answered."conversationId" = excluded.id)
          then excluded.waiting_since
        else c.waiting_since end,
      first_reply_at = least(c.first_reply_at, case when c.last_inbound_at is null then excluded.first_reply_at
        else (select "firstAnsweredAt" from answered where answered."conversationId" = excluded.id) end),
      last_inbound_at = greatest(c.last_inbound_at, excluded.last_inbound_at),
      last_outbound_at = greatest(c.last_outbound_at, excluded.last_outbound_at),
      status = case when ${isLate} or excluded.waiting_since is null then c.status else 'open' end,
      status_id = case when ${isLate} or excluded.waiting_since is null or c.status = 'open' then c.status_id end,
      closed_at = case when ${isLate} or excluded.waiting_since is null then c.closed_at end,
      snoozed_until = case when ${isLate} or excluded.waiting_since is null then c.snoozed_until end
    returning c.workspace_id as "workspaceId", c.connection_id as "threadConnectionId", c.thread_key as "threadKey",
      c.id as "conversationId", c.message_count as "messageCount", old.id is null as opened,
      case when old.status <> 'open' and new.status = 'open' then old.status end as "reopenedFrom",
      c.arrangement, c.merged_into_id is not null as "isMerged", old.last_arrived_at as "arrivedBefore"`;
}

/** @returns the ids filed: fewer than asked for when another transaction filed one first. */
export async function insertMessages(tx: RawTransaction, rows: readonly FilingRow[]) {
  return tx<{ id: string }[]>`
    insert into messages (workspace_id, id, conversation_id, connection_id, position, kind, via, author, state,
      "from", reply_to, "to", cc, subject, text, html, external_id, rfc_message_id, in_reply_to, "references", automatic, notice,
      sender_verified, sent_at, placement, home_conversation_id, moved_by)
    select "workspaceId", "messageId", "conversationId", "connectionId", position, kind, via, author::json, state,
      "from"::json, "replyTo"::json, "to"::json, cc::json, subject, text, html, "externalId", "rfcMessageId", "inReplyTo",
      "references"::json, automatic, notice, "senderVerified", "sentAt", placement::json, "homeConversationId", "movedBy"
    from json_to_recordset(${recordsOf(rows.map(toRecord))}::text::json) as m("workspaceId" uuid, "messageId" uuid,
      "conversationId" uuid, "connectionId" uuid, position int, kind text, via text, author text, state text,
      "from" text, "replyTo" text, "to" text, cc text, subject text, text text, html text, "externalId" text, "rfcMessageId" text,
      "inReplyTo" text, "references" text, automatic text, notice text,
      "senderVerified" boolean, "sentAt" timestamptz, placement text, "homeConversationId" uuid, "movedBy" uuid[])
    on conflict (workspace_id, connection_id, external_id) do nothing returning id`;
}

/** Only what the statement takes. */
function toRecord(row: FilingRow) {
  const { workspaceId, messageId, conversationId, connectionId, position, kind, via, state, subject, text, html } = row;
  const { externalId, rfcMessageId, inReplyTo, automatic, notice, senderVerified, sentAt } = row;
  const { homeConversationId, movedBy } = row;
  return {
    ...{ workspaceId, messageId, conversationId, connectionId, position, kind, via, state, subject, text, html },
    ...{ externalId, rfcMessageId, inReplyTo, automatic, notice, senderVerified, sentAt, homeConversationId, movedBy },
    author: jsonText(row.author),
    from: jsonText(row.from),
    replyTo: jsonText(row.replyTo),
    to: jsonText(row.to),
    cc: jsonText(row.cc),
    references: jsonText(row.references),
    placement: jsonText(row.placement),
  };
}

export interface AttachmentRow {
  workspaceId: string;
  id: string;
  messageId: string;
  name: string;
  contentType: string;
  sizeBytes: number;
  contentId: string | null;
  inline: boolean;
}

export async function insertAttachments(tx: RawTransaction, rows: readonly AttachmentRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into attachments (workspace_id, id, message_id, name, content_type, size_bytes, content_id, inline)
    select "workspaceId", id, "messageId", name, "contentType", "sizeBytes", "contentId", inline
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as a("workspaceId" uuid, id uuid, "messageId" uuid,
      name text, "contentType" text, "sizeBytes" bigint, "contentId" text, inline boolean)`;
}

/**
 * Moves a late message in front of the first one that the provider accepted after it. What was written here stays
 * behind what its writer had read.
 */
export async function moveIntoOrder(
  tx: RawTransaction,
  { workspaceId, conversationId, messageId, via, sentAt }: FilingRow,
): Promise<void> {
  // Two steps over negative numbers: a position is unique at every moment.
  await tx`
    update messages m set position = -(case when m.id = moved.id then moved.goal else m.position + 1 end)
    from (
      select own.id, own.position, (
        select min(position) from messages
        where workspace_id = ${workspaceId} and conversation_id = ${conversationId} and via = ${via}
          and sent_at > ${sentAt}::timestamptz and position < own.position) as goal
      from messages own where workspace_id = ${workspaceId} and id = ${messageId}) moved
    where m.workspace_id = ${workspaceId} and m.conversation_id = ${conversationId}
      and m.position between moved.goal and moved.position`;
  await tx`
    update messages set position = -position
    where workspace_id = ${workspaceId} and conversation_id = ${conversationId} and position < 0`;
}
