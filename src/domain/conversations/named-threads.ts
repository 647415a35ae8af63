import type { RawTransaction } from "../../platform/db.ts";
import type { FilingRow } from "./receive-queries.ts";

/** What a message says of where it belongs. */
export interface Naming extends Pick<FilingRow, "n" | "workspaceId" | "connectionId"> {
  customerId: string;
  threadKey: string;
  /** Message-IDs, the one answered first. */
  cites: string[];
  /** Lower-case addresses by which it may belong to a conversation. */
  people: string[];
  isReport: boolean;
}

/** A conversation that a message names, by the `rank`th message it cites or by the provider's thread. */
export interface Named {
  n: number;
  conversationId: string;
  connectionId: string;
  threadKey: string;
  arrangement: number;
  isCustomers: boolean;
  /** 1000, after all citations: the provider's thread. */
  rank: number;
  citedId: string | null;
  homeConversationId: string | null;
  movedBy: string[] | null;
  mayEnter: boolean;
  mayBeContinued: boolean;
}

/**
 * The conversation each message belongs to by what it cites or else by the provider's thread, the first it may enter.
 * Where it may enter none: the conversation that has the provider's thread, if there is one, else one it cites. A cited
 * message is looked for where people have put it, and a merged conversation stands for the one it was merged into.
 */
export async function threadsNamed(tx: RawTransaction, rows: readonly Naming[]) {
  return tx<Named[]>`
    select distinct on (w.n) w.n, c.id as "conversationId", c.connection_id as "connectionId",
      c.thread_key as "threadKey", c.arrangement, c.customer_id = w."customerId" as "isCustomers",
      c.rank::int as rank, c.cited_id as "citedId", c.home_id as "homeConversationId", c.moved_by as "movedBy",
      may.enter as "mayEnter", case when c.status = 'closed' then exists (select 1 from channel_settings s
        where s.workspace_id = w."workspaceId" and s.channel = c.channel) else false end as "mayBeContinued"
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as w(n int, "workspaceId" uuid, "connectionId" uuid,
      "customerId" uuid, "threadKey" text, cites json, people json, "isReport" boolean)
    cross join lateral (
      select found.*, cited.rank, m.id as cited_id, m.home_conversation_id as home_id, m.moved_by
      from json_array_elements_text(w.cites) with ordinality as cited(rfc_id, rank)
      cross join lateral (
        select id, conversation_id, home_conversation_id, moved_by, automatic from messages m where m.workspace_id = w."workspaceId"
          and m.rfc_message_id = cited.rfc_id and m.connection_id = w."connectionId" order by m.id limit 1) m
      cross join lateral (
        select id, connection_id, thread_key, customer_id, arrangement, status, channel from conversations
        where workspace_id = w."workspaceId" and id = m.conversation_id
          -- Who answers in writing what was written to her in a call does not write in that call.
          and (channel <> 'voice' or m.automatic is distinct from 'code') limit 1) found
      union all
      select coalesce(into_.id, t.id), coalesce(into_.connection_id, t.connection_id),
        coalesce(into_.thread_key, t.thread_key), coalesce(into_.customer_id, t.customer_id),
        coalesce(into_.arrangement, t.arrangement), coalesce(into_.status, t.status), t.channel, 1000, null, case when into_.id is not null then t.id end, null
      from (
        select id, connection_id, thread_key, customer_id, arrangement, status, channel, merged_into_id from conversations
        where workspace_id = w."workspaceId" and connection_id = w."connectionId" and thread_key = w."threadKey"
        limit 1) t
      left join lateral (
        select id, connection_id, thread_key, customer_id, arrangement, status from conversations
        where workspace_id = w."workspaceId" and id = t.merged_into_id limit 1) into_ on true) c
    cross join lateral (
      select case when c.customer_id = w."customerId" or w."isReport" then true
        else ${wroteOrReadIn(tx)} end as enter) may
    order by w.n, may.enter desc, case when may.enter then c.rank else -c.rank end`;
}

/**
 * Whether one of w.people, other than the mailbox itself, wrote or was written to in the conversation c. Into one whose
 * customer is being erased nobody comes any more: it would be gone with her.
 */
function wroteOrReadIn(tx: RawTransaction) {
  return tx`not exists (
    select 1 from erasures e where e.workspace_id = w."workspaceId" and e.customer_id = c.customer_id)
  and exists (
    select 1 from messages m
    cross join lateral (
      select m."from" ->> 'address' as address
      union all select a ->> 'address' from json_array_elements(m."to") a
      union all select a ->> 'address' from json_array_elements(m.cc) a) person
    where m.workspace_id = w."workspaceId" and m.conversation_id = c.id
      and m.automatic is null and m.sender_verified is distinct from false
      and lower(person.address) in (select json_array_elements_text(w.people))
      and lower(person.address) <> (
        select account from connections where workspace_id = w."workspaceId" and id = w."connectionId" limit 1))`;
}
