import { sql as fragment } from "drizzle-orm";
import type postgres from "postgres";
import type { Query } from "../../platform/db.ts";
import { jsonText, recordsOf } from "../../platform/records.ts";
import type { Actor, Cause } from "../workspaces/index.ts";
import type { DomainEvent } from "./catalog.ts";

/** One event on its way into the log; `actor` and `cause` as the context had them. */
export interface NewEvent {
  workspaceId: string;
  id: string;
  actor: Actor;
  cause: Cause | null;
  event: DomainEvent;
}

/**
 * Numbers events per workspace and writes them, in one prepared statement. The counter's row lock makes sequence
 * order equal commit order, so a client that has seen seq N can ask for "everything after N" and miss nothing.
 * It must be the transaction's last write: held for one insert, never while waiting for another row. Workspaces are
 * taken in order of id, so that two batches cannot wait for each other. What they were counted up to is looked up in one
 * object: joined, every event would be held against every workspace.
 */
const appendBefore = `
with incoming as materialized (
  select * from json_to_recordset(`;
const appendAfter = `::text::json) as e(
    workspace_id uuid, id uuid, n int, total int, name text, data text, actor text, cause text, depth int)
), bumped as (
  insert into event_counters as c (workspace_id, last_seq)
  select workspace_id, max(total) from incoming group by workspace_id order by workspace_id
  on conflict (workspace_id) do update set last_seq = c.last_seq + excluded.last_seq
  returning workspace_id, last_seq
), counted as materialized (
  select jsonb_object_agg(workspace_id, last_seq) as last from bumped
)
insert into events (workspace_id, seq, id, name, data, actor, cause, depth)
select i.workspace_id, (counted.last ->> i.workspace_id::text)::bigint - i.total + i.n, i.id, i.name, i.data::json,
  i.actor::json, i.cause::json, i.depth
from counted cross join incoming i`;

export async function appendEvents(q: Query, rows: readonly NewEvent[]): Promise<void> {
  if (rows.length === 0) return;
  await q.execute(fragment`${fragment.raw(appendBefore)}${toRecords(rows)}${fragment.raw(appendAfter)}`);
}

/** The same inside a raw transaction that serves several workspaces. */
export async function appendEventsRaw(tx: postgres.TransactionSql, rows: readonly NewEvent[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.unsafe(`${appendBefore}$1${appendAfter}`, [toRecords(rows)], { prepare: true });
}

function toRecords(rows: readonly NewEvent[]): string {
  const totals = new Map<string, number>();
  const numbered = rows.map((row) => {
    const n = (totals.get(row.workspaceId) ?? 0) + 1;
    totals.set(row.workspaceId, n);
    return { row, n };
  });
  return recordsOf(
    numbered.map(({ row: { workspaceId, id, event, actor, cause }, n }) => ({
      workspace_id: workspaceId,
      id,
      n,
      total: totals.get(workspaceId),
      name: event.name,
      data: jsonText(event.data),
      actor: jsonText(actor),
      cause: cause && jsonText({ type: cause.type, id: cause.id, ...(cause.rules && { rules: cause.rules }) }),
      depth: cause?.depth ?? 0,
    })),
  );
}
