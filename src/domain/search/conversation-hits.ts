import type { RawSql } from "../../platform/db.ts";
import { compileFilter, type Fields, type Filter } from "../filters/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { Marker } from "./highlight.ts";
import type { ConversationHit, MessageHit } from "./hits.ts";
import type { Question } from "./question.ts";
import type { Asked } from "./resolve-query.ts";
import { type Candidate, scoreOf } from "./walk.ts";

/** What of the conversations may be shown. */
export interface Shown {
  sql: RawSql;
  ctx: Context;
  asked: Asked;
  fields: Fields;
  askedAt: number;
}

/** A message that fits, or a conversation by the best of its messages. */
export interface Kept {
  /** Of the message or the conversation. */
  id: string;
  score: number;
  conversationId: string;
  messageId: string | null;
}

/** Documents that were looked at before: from this number up to that. */
interface Numbers {
  from: number;
  to: number;
}

/** Of these messages, those in conversations that may be shown: each message, or the best of each conversation. */
export async function keepMessages(
  shown: Shown,
  question: Question,
  candidates: readonly Candidate[],
  { each, shown: numbers }: { each: boolean; shown: Numbers },
): Promise<Kept[]> {
  const ids = [...new Set(candidates.flatMap(({ conversationId }) => conversationId ?? []))];
  const visible = await visibleConversations(shown, ids);
  // A conversation that has come with a newer message does not come again.
  const isFirst = numbers.from === numbers.to;
  const come = each || isFirst ? new Set<string>() : await comeBefore(shown, question, [...visible], numbers);
  const kept = new Map<string, Kept>();
  for (const candidate of candidates) {
    const { id, conversationId } = candidate;
    if (!conversationId || !visible.has(conversationId) || come.has(conversationId)) continue;
    const score = scoreOf(candidate, shown.askedAt);
    const key = each ? id : conversationId;
    if ((kept.get(key)?.score ?? -1) < score) kept.set(key, { id: key, score, conversationId, messageId: id });
  }
  return [...kept.values()];
}

/** Of these conversations, found by what they are: latest activity first. */
export async function keepConversations(shown: Shown, candidates: readonly Candidate[]): Promise<Kept[]> {
  const ids = candidates.map(({ id }) => id);
  const visible = await visibleConversations(shown, ids);
  return candidates.flatMap(({ id, at }) =>
    visible.has(id) ? [{ id, score: at.getTime(), conversationId: id, messageId: null }] : [],
  );
}

/** Rows say what they are now: the index may be a second behind, and knows nothing of private teams. */
async function visibleConversations({ sql, ctx, asked, fields, askedAt }: Shown, ids: readonly string[]) {
  const { workspaceId, actor } = ctx;
  if (ids.length === 0) return new Set<string>();
  const place = { sql, workspaceId };
  const moment = { now: new Date(askedAt), me: actor.type === "member" ? actor.id : null };
  const filter: Filter = { and: [...wantedOf(asked), ...hiddenOf(asked)] };
  const rows = await sql<{ id: string }[]>`
    select c.id from unnest(${sql.array([...ids])}::uuid[]) as found(id)
    join conversations c on c.workspace_id = ${workspaceId} and c.id = found.id
    where ${compileFilter(filter, fields, place, moment)}`;
  return new Set(rows.map(({ id }) => id));
}

function wantedOf({ conditions }: Asked): Filter[] {
  return conditions.map(({ condition, not }) => (not ? { not: condition } : condition));
}

/** Spam and trash are found only by who asks for them; what was merged away, where it stands now. */
function hiddenOf({ folders }: Asked): Filter[] {
  const hidden = ["spam", "trash"].filter((folder) => !folders.includes(folder));
  return [{ field: "folder", operator: "none_of", value: [...hidden, "merged"] }];
}

async function comeBefore({ sql, ctx }: Shown, question: Question, ids: readonly string[], { from, to }: Numbers) {
  const { workspaceId } = ctx;
  const groups = JSON.stringify(question.groups);
  const rows = await sql<{ id: string }[]>`
    select found.id from unnest(${sql.array([...ids])}::uuid[]) as found(id)
    where exists (
      select 1 from search_documents d where d.workspace_id = ${workspaceId} and d.stream = 'message'
        and d.conversation_id = found.id and d.number >= ${from}::float8::bigint and d.number < ${to}::float8::bigint
        and search_fits(d.workspace_id, d.stream, d.number, d.keys, ${groups}::text::jsonb))`;
  return new Set(rows.map(({ id }) => id));
}

/** Notes are for the shop's people and the programs they let in. */
export function readableKinds({ actor }: Context): string[] | null {
  return actor.type === "customer" || actor.type === "ai" ? ["customer", "reply"] : null;
}

interface ConversationRow {
  id: string;
  subject: string;
  folder: ConversationHit["folder"];
  channel: string;
  customerId: string;
  customerName: string;
  assigneeName: string | null;
  lastMessageAt: Date;
  lastMessageId: string;
  messageId: string;
  kind: string;
  authorName: string;
  text: string;
  sentAt: Date;
}

/**
 * What is read of these for the page. Rows that went meanwhile are left out. The ids of messages are worked out first
 * (offset 0): to join by the expression itself, PostgreSQL would read all messages of the workspace, because under
 * row-level security it takes an index only for what cannot leak.
 */
export async function readConversations({ sql, ctx }: Shown, kept: readonly Kept[]): Promise<ConversationRow[]> {
  const { workspaceId } = ctx;
  const kinds = readableKinds(ctx);
  const last = kinds
    ? sql`(select id from messages l where l.workspace_id = ${workspaceId} and l.conversation_id = c.id
        and l.kind = any(${sql.array(kinds)}::text[]) order by l.position desc limit 1)`
    : sql`c.last_message_id`;
  const wanted = kept.map(({ conversationId, messageId }, n) => ({ n, conversationId, messageId }));
  return sql<ConversationRow[]>`
    select c.id, c.subject, c.folder, c.channel, c.customer_id as "customerId", c.last_message_at as "lastMessageAt",
      (select name from customers cu where cu.workspace_id = ${workspaceId} and cu.id = c.customer_id) as "customerName",
      (select name from members me where me.workspace_id = ${workspaceId} and me.id = c.assignee_id) as "assigneeName",
      m.id as "messageId", m.kind, m.author ->> 'name' as "authorName", left(m.text, 50000) as text, m.sent_at as "sentAt"
    from (
      select w.n, coalesce(w."messageId", ${last}) as message_id, c.*
      from json_to_recordset(${JSON.stringify(wanted)}::text::json) as w(n int, "conversationId" uuid, "messageId" uuid)
      join conversations c on c.workspace_id = ${workspaceId} and c.id = w."conversationId" offset 0) c
    join messages m on m.workspace_id = ${workspaceId} and m.id = c.message_id
    order by c.n`;
}

export function conversationHit(row: ConversationRow, marker: Marker): ConversationHit {
  const { id, folder, channel, customerId, lastMessageAt, assigneeName } = row;
  return {
    type: "conversation",
    ...{ id, folder, channel, at: lastMessageAt },
    subject: marker.mark(row.subject),
    customer: { id: customerId, name: marker.mark(row.customerName) },
    assigneeName,
    message: messagePart(row, marker),
  };
}

export function messageHit(row: ConversationRow, marker: Marker): MessageHit {
  const { id: conversationId, folder, channel, customerId } = row;
  const { id, ...message } = messagePart(row, marker);
  return {
    type: "message",
    ...{ id, conversationId, folder, channel, ...message },
    subject: marker.mark(row.subject),
    customer: { id: customerId, name: marker.mark(row.customerName) },
  };
}

function messagePart({ messageId: id, kind, authorName, text, sentAt }: ConversationRow, marker: Marker) {
  return { id, kind, authorName, at: sentAt, snippet: marker.snippet(text) };
}

/** The texts of a row that are shown. */
export function textsOf({ subject, customerName, text }: ConversationRow): string[] {
  return [subject, customerName, text];
}
