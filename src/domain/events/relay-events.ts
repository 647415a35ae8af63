import type { Database } from "../../platform/db.ts";

/** Which queue wants which event, and which field of its data orders the jobs. */
export interface Route {
  event: string;
  queue: string;
  /** Jobs with equal values of this field run one after another. Null: in any order. */
  orderingField: string | null;
  /** Becomes a job only in workspaces that asked for it (`listenTo`): others pay nothing for what they do not use. */
  optional?: boolean;
}

/**
 * Turns committed events into jobs of every queue that names them: one statement, so an event becomes its jobs
 * exactly once, whatever crashes. It moves the mark only to the last event it saw: a counter re-read after a lock
 * wait may already be further than this statement's snapshot of the events.
 *
 * @returns the number of events relayed, and whether there may be more at once.
 */
export async function relayEvents(db: Database, routes: readonly Route[], limit = 500): Promise<number> {
  const [row] = await db.system.sql<{ relayed: number }[]>`
    with due as materialized (
      select workspace_id, relayed_seq, wants from event_counters
      where relayed_seq < last_seq order by workspace_id limit ${limit} for update skip locked
    ), batch as materialized (
      select e.*, due.wants from due cross join lateral (
        select workspace_id, seq, id, name, data, depth, cause -> 'rules' as rules from events
        where events.workspace_id = due.workspace_id and events.seq > due.relayed_seq
        order by seq limit ${limit}) e
    ), routed as (
      insert into jobs (workspace_id, id, queue, name, payload, ordering_key, cause)
      select b.workspace_id, gen_random_uuid(), r.queue, b.name, b.data, b.data ->> r.ordering_field,
             case when b.rules is null then json_build_object('type', 'event', 'id', b.id, 'depth', b.depth + 1)
               else json_build_object('type', 'event', 'id', b.id, 'depth', b.depth + 1, 'rules', b.rules) end
      from batch b join unnest(
        ${routes.map((r) => r.event)}::text[], ${routes.map((r) => r.queue)}::text[],
        ${routes.map((r) => r.orderingField ?? "")}::text[], ${routes.map((r) => (r.optional ? r.queue : ""))}::text[]
      ) as r(event, queue, ordering_field, asked)
        on r.event = b.name and (r.asked = '' or r.asked || ' ' || r.event = any(b.wants))
      order by b.workspace_id, b.seq
    ), seen as (
      select workspace_id, max(seq) as seq from batch group by workspace_id
    ), moved as (
      update event_counters c set relayed_seq = seen.seq from seen where c.workspace_id = seen.workspace_id
    )
    select count(*)::int as relayed from batch`;
  return row!.relayed;
}
