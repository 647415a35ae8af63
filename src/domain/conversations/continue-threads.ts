import type { RawTransaction } from "../../platform/db.ts";
import { continuedBy } from "./choose-threads.ts";
import type { FilingRow } from "./receive-queries.ts";

/** The conversation a thread has come to, and what a message to it does. */
interface Ending {
  n: number;
  id: string;
  threadKey: string;
  customerId: string;
  /** Closed and quiet for so long that a letter to it begins a new one. */
  isOver: boolean;
  /** Closed, and left so by a bare "thank you". */
  thanksKeepClosed: boolean;
}

/**
 * Leads messages whose conversation is closed to the one that continues it, or begins that one; all others stay as they
 * are, and without any nothing is asked. Whether a conversation is over is decided by when the message was sent, so that
 * a late one comes to where it would have come in time. Each is continued by one only: its key is made of its id.
 */
export async function continueThreads(tx: RawTransaction, rows: readonly FilingRow[]): Promise<FilingRow[]> {
  const asked = rows.filter(({ mayBeContinued }) => mayBeContinued);
  if (asked.length === 0) return [...rows];
  const endings = new Map((await endingsOf(tx, asked)).map((ending) => [ending.n, ending]));
  const reopened = new Set<string>();
  return rows.map((row) => {
    if (!row.mayBeContinued) return row;
    const ending = endings.get(row.n);
    if (!ending) return { ...row, isThanks: false };
    const asks = row.kind === "customer" && row.automatic === null;
    const { id, customerId, threadKey } = ending;
    if (asks && ending.isOver && !reopened.has(id)) {
      return { ...row, ...elsewhere, threadKey: continuedBy(threadKey, id), continues: { id, customerId } };
    }
    const stays = asks && ending.thanksKeepClosed && !reopened.has(id) && row.isThanks;
    // What comes after it in this batch finds the conversation open.
    if (asks && !stays) reopened.add(id);
    return { ...row, ...(threadKey !== row.threadKey && elsewhere), threadKey, isThanks: stays };
  });
}

/** It is another conversation than the one that was chosen, and its own home. */
const elsewhere = { arrangement: null, homeConversationId: null, movedBy: null };

function endingsOf(tx: RawTransaction, rows: readonly FilingRow[]) {
  const asked = rows.map(({ n, workspaceId, threadConnectionId: connectionId, channel, threadKey, sentAt }) => ({
    ...{ n, workspaceId, connectionId, channel, threadKey, sentAt },
  }));
  const columns = tx`c.id, c.thread_key, c.customer_id, c.status, c.folder, c.closed_at, c.last_message_at`;
  const end = tx`greatest(chain.closed_at, chain.last_message_at)`;
  const isQuiet = tx`coalesce(w."sentAt" > ${end} + make_interval(days => s.new_after_days), false)`;
  return tx<Ending[]>`
    select w.n, final.id, final.thread_key as "threadKey", final.customer_id as "customerId",
      final.is_quiet and final.folder = 'closed' as "isOver",
      s.thanks_keep_closed and final.status = 'closed' as "thanksKeepClosed"
    from json_to_recordset(${JSON.stringify(asked)}::text::json) as w(n int, "workspaceId" uuid, "connectionId" uuid,
      channel text, "threadKey" text, "sentAt" timestamptz)
    cross join lateral (
      select new_after_days, thanks_keep_closed from channel_settings
      where workspace_id = w."workspaceId" and channel = w.channel limit 1) s
    cross join lateral (
      with recursive chain as (
        select ${columns}, 0 as n from conversations c
        where c.workspace_id = w."workspaceId" and c.connection_id = w."connectionId" and c.thread_key = w."threadKey"
        union all
        select ${columns}, chain.n + 1 from chain
        join conversations c on c.workspace_id = w."workspaceId" and c.continues_id = chain.id
        where chain.status = 'closed' and w."sentAt" > ${end} and (${isQuiet} or chain.closed_at < c.created_at))
      select chain.*, ${isQuiet} as is_quiet from chain order by chain.n desc limit 1) final`;
}
