import { sql } from "drizzle-orm";
import type { RawTransaction } from "../../platform/db.ts";
import type { TxContext } from "../events/index.ts";
import { isConversation } from "./queries.ts";
import type { FilingRow } from "./receive-queries.ts";
import { conversations, type Message } from "./tables.ts";

// What counts: what people and the AI wrote, not what machines did, in the order of the conversation; a reply only once
// it was sent. Its time is when it was written. Messages that come in order carry the times forward; whenever one is put
// between others they are read from all of them.

/** Of the conversation (w."workspaceId", w."conversationId"). */
const timesInMessages = `
  select min(sent_at) filter (where is_reply and position > asked_at) as first_reply_at,
    max(sent_at) filter (where kind = 'customer') as last_inbound_at,
    max(sent_at) filter (where is_reply) as last_outbound_at
  from (
    select kind, position, sent_at, kind = 'reply' and state = 'sent' as is_reply,
      min(position) filter (where kind = 'customer') over () as asked_at
    from messages m where m.workspace_id = w."workspaceId" and m.conversation_id = w."conversationId"
      and automatic is null) m`;

/** Reads the times of a conversation whose messages were rearranged. Its row is locked. */
export async function rereadTimes(tx: TxContext, conversationId: string): Promise<void> {
  await tx.q.execute(sql`
    update conversations c set first_reply_at = t.first_reply_at, last_inbound_at = t.last_inbound_at,
      last_outbound_at = t.last_outbound_at
    from (select ${tx.workspaceId}::uuid as "workspaceId", ${conversationId}::uuid as "conversationId") w
    cross join lateral (${sql.raw(timesInMessages)}) t
    where c.workspace_id = w."workspaceId" and c.id = w."conversationId"`);
}

/** Reads the times of the conversations that late messages were put into from their messages. */
export async function refreshTimes(tx: RawTransaction, late: readonly FilingRow[]): Promise<void> {
  if (late.length === 0) return;
  const keys = late.map(({ workspaceId, conversationId }) => ({ workspaceId, conversationId }));
  await tx`
    update conversations c set first_reply_at = t.first_reply_at, last_inbound_at = t.last_inbound_at,
      last_outbound_at = t.last_outbound_at
    from (select distinct * from json_to_recordset(${JSON.stringify(keys)}::text::json) as w("workspaceId" uuid,
      "conversationId" uuid)) w
    cross join lateral (${tx.unsafe(timesInMessages)}) t
    where c.workspace_id = w."workspaceId" and c.id = w."conversationId"`;
}

/** A reply has gone out. The conversation's row is locked. */
export async function noteSent(tx: TxContext, { conversationId, position, sentAt }: Message): Promise<void> {
  const at = sql`${sentAt.toISOString()}::timestamptz`;
  const isAnswer = sql`exists (select 1 from messages m where m.workspace_id = ${tx.workspaceId}
    and m.conversation_id = ${conversationId} and m.position < ${position}
    and m.kind = 'customer' and m.automatic is null)`;
  await tx.q
    .update(conversations)
    .set({
      lastOutboundAt: sql`greatest(${conversations.lastOutboundAt}, ${at})`,
      firstReplyAt: sql`case when ${isAnswer} then least(${conversations.firstReplyAt}, ${at})
        else ${conversations.firstReplyAt} end`,
    })
    .where(isConversation(tx, conversationId));
}

/**
 * Whether a reply goes out has changed: if it will not, whoever waited for it waits again, since when she did. A closed
 * conversation stays answered. The conversation's row is locked, and the reply has its new state.
 */
export async function refreshWaiting(tx: TxContext, conversationId: string): Promise<void> {
  const answered = sql`(select max(position) from messages a where a.workspace_id = ${tx.workspaceId}
    and a.conversation_id = ${conversationId} and a.kind = 'reply' and a.state <> 'failed' and a.automatic is null)`;
  const waitingSince = sql`(select min(sent_at) from messages m where m.workspace_id = ${tx.workspaceId}
    and m.conversation_id = ${conversationId} and m.kind = 'customer' and m.automatic is null
    and m.position > coalesce(${answered}, 0))`;
  await tx.q
    .update(conversations)
    .set({ waitingSince: sql`case when ${conversations.status} <> 'closed' then ${waitingSince} end` })
    .where(isConversation(tx, conversationId));
}
