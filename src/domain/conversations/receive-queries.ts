import type { RawTransaction } from "../../platform/db.ts";

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
  sentAt: string;
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

/** The conversations that the cited Message-IDs stand in; `rank` 0 is the message answered. */
export async function conversationsCited(
  tx: RawTransaction,
  cited: readonly (Row & { rfcId: string; rank: number })[],
) {
  return tx<{ n: number; conversationId: string; threadKey: string; customerId: string }[]>`
    select distinct on (w.n) w.n, c.id as "conversationId", c.thread_key as "threadKey", c.customer_id as "customerId"
    from json_to_recordset(${JSON.stringify(cited)}::text::json)
      as w(n int, "workspaceId" uuid, "connectionId" uuid, "rfcId" text, rank int)
    cross join lateral (
      select m.conversation_id from messages m where m.workspace_id = w."workspaceId" and m.rfc_message_id = w."rfcId"
        and m.connection_id = w."connectionId" order by m.id limit 1) m
    cross join lateral (
      select id, thread_key, customer_id from conversations
      where workspace_id = w."workspaceId" and id = m.conversation_id limit 1) c
    order by w.n, w.rank`;
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
  lastMessageAt: string;
  lastMessageId: string;
  lastMessageKind: string;
  lastMessagePreview: string;
  /** When the customer began to wait within these messages; null = the last word is the shop's. */
  waitingSince: string | null;
}

export interface ThreadState {
  workspaceId: string;
  connectionId: string;
  threadKey: string;
  conversationId: string;
  messageCount: number;
  opened: boolean;
  reopened: boolean;
}

/**
 * Opens the conversations that do not exist and applies the changes to those that do, in one order of threads, so
 * that two batches cannot wait for each other. The row lock it takes is held to the end: positions stay unique.
 */
export async function applyThreadChanges(tx: RawTransaction, changes: readonly ThreadChange[]) {
  return tx<ThreadState[]>`
    insert into conversations as c (workspace_id, id, customer_id, connection_id, channel, thread_key, subject, status,
      message_count, last_message_at, last_message_id, last_message_kind, last_message_preview, waiting_since)
    select "workspaceId", "conversationId", "customerId", "connectionId", channel, "threadKey", subject, 'open',
      added, "lastMessageAt", "lastMessageId", "lastMessageKind", "lastMessagePreview", "waitingSince"
    from json_to_recordset(${JSON.stringify(changes)}::text::json) as t("workspaceId" uuid, "conversationId" uuid,
      "customerId" uuid, "connectionId" uuid, channel text, "threadKey" text, subject text, added int,
      "lastMessageAt" timestamptz, "lastMessageId" uuid, "lastMessageKind" text, "lastMessagePreview" text,
      "waitingSince" timestamptz)
    order by "workspaceId", "connectionId", "threadKey"
    on conflict (workspace_id, connection_id, thread_key) do update set
      message_count = c.message_count + excluded.message_count,
      last_message_at = greatest(c.last_message_at, excluded.last_message_at),
      last_message_id = excluded.last_message_id, last_message_kind = excluded.last_message_kind,
      last_message_preview = excluded.last_message_preview,
      waiting_since = case when excluded.waiting_since is not null then coalesce(c.waiting_since, excluded.waiting_since)
        when excluded.last_message_kind = 'reply' then null else c.waiting_since end,
      status = case when excluded.waiting_since is null then c.status else 'open' end,
      closed_at = case when excluded.waiting_since is null then c.closed_at end
    returning c.workspace_id as "workspaceId", c.connection_id as "connectionId", c.thread_key as "threadKey",
      c.id as "conversationId", c.message_count as "messageCount", old.id is null as opened,
      coalesce(old.status = 'closed' and new.status = 'open', false) as reopened`;
}

/** @returns the ids filed: fewer than asked for when another transaction filed one first. */
export async function insertMessages(tx: RawTransaction, rows: readonly FilingRow[]) {
  return tx<{ id: string }[]>`
    insert into messages (workspace_id, id, conversation_id, connection_id, position, kind, via, author, state,
      "from", reply_to, "to", cc, subject, text, html, external_id, rfc_message_id, in_reply_to, "references", automatic, notice,
      sent_at)
    select "workspaceId", "messageId", "conversationId", "connectionId", position, kind, via, author, state,
      "from", "replyTo", "to", cc, subject, text, html, "externalId", "rfcMessageId", "inReplyTo", "references", automatic,
      notice, "sentAt"
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as m("workspaceId" uuid, "messageId" uuid,
      "conversationId" uuid, "connectionId" uuid, position int, kind text, via text, author json, state text,
      "from" json, "replyTo" json, "to" json, cc json, subject text, text text, html text, "externalId" text, "rfcMessageId" text,
      "inReplyTo" text, "references" json, automatic text, notice text, "sentAt" timestamptz)
    on conflict (workspace_id, connection_id, external_id) do nothing returning id`;
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
