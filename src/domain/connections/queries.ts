import { and, asc, eq } from "drizzle-orm";
import type { RawSql, RawTransaction } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { numberedEvents, read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type ConnectionRow, connections } from "./tables.ts";

/** @throws NotFound also when the row is another workspace's. */
export async function getConnection(ctx: Context, connectionId: string): Promise<ConnectionRow> {
  const [row] = await read(ctx, (q) => q.select().from(connections).where(isConnection(ctx, connectionId)));
  if (!row) throw new NotFound("Connection", connectionId);
  return row;
}

export async function listConnections(ctx: Context): Promise<ConnectionRow[]> {
  allow(ctx, "connections:read");
  return read(ctx, (q) =>
    q
      .select()
      .from(connections)
      .where(eq(connections.workspaceId, ctx.workspaceId))
      .orderBy(asc(connections.createdAt), asc(connections.id)),
  );
}

export function isConnection(ctx: Context, connectionId: string) {
  return and(eq(connections.workspaceId, ctx.workspaceId), eq(connections.id, connectionId));
}

export interface NewDelivery {
  workspaceId: string;
  connectionId: string;
  externalId: string;
  orderingKey: string;
  payload: unknown;
}

/**
 * Stores what is not stored yet and announces each new one as `delivery.recorded`, in one statement.
 * @returns the new ones; a repeated delivery is not among them.
 */
export function insertDeliveries(sql: RawSql, rows: readonly (NewDelivery & { id: string; eventId: string })[]) {
  const actor = JSON.stringify({ type: "system", job: "inbound" });
  return sql<{ id: string }[]>`
    with arrived as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as d("workspaceId" uuid, id uuid,
        "eventId" uuid, "connectionId" uuid, "externalId" text, "orderingKey" text, payload json)
    ), stored as (
      insert into deliveries (workspace_id, id, connection_id, external_id, payload)
      select "workspaceId", id, "connectionId", "externalId", payload from arrived
      order by "workspaceId", "connectionId", "externalId"
      on conflict (workspace_id, connection_id, external_id) do nothing returning workspace_id, id
    ), ${numberedEvents(
      sql,
      sql`
      select a."workspaceId" as workspace_id, a."eventId" as id, 'delivery.recorded' as name,
        json_build_object('deliveryId', a.id, 'connectionId', a."connectionId", 'orderingKey', a."orderingKey") as data,
        ${actor}::text::json as actor, a.id as place
      from stored join arrived a on a.id = stored.id`,
    )}
    select id from stored`;
}

/** A stored delivery with what is needed to understand it. */
export interface StoredDelivery {
  n: number;
  workspaceId: string;
  deliveryId: string;
  payload: unknown;
  connectionId: string;
  integrationId: string;
  account: string;
  displayName: string;
  settings: Record<string, unknown>;
}

/** Reads many deliveries at once; those already dealt with are left out. */
export async function readDeliveries(
  tx: RawTransaction,
  wanted: readonly { n: number; workspaceId: string; deliveryId: string }[],
) {
  return tx<StoredDelivery[]>`
    select w.n, w."workspaceId", w."deliveryId", d.payload, c.id as "connectionId",
      c.integration_id as "integrationId", c.account, c.display_name as "displayName", c.settings
    from json_to_recordset(${JSON.stringify(wanted)}::text::json) as w(n int, "workspaceId" uuid, "deliveryId" uuid)
    cross join lateral (
      select payload, connection_id from deliveries
      where workspace_id = w."workspaceId" and id = w."deliveryId" and state = 'recorded' limit 1) d
    cross join lateral (
      select * from connections where workspace_id = w."workspaceId" and id = d.connection_id limit 1) c
    order by w.n`;
}

/** Writes down what became of deliveries. */
export async function settleDeliveries(
  tx: RawTransaction,
  settled: readonly { workspaceId: string; deliveryId: string; state: string; reason: string | null }[],
): Promise<void> {
  await tx`
    update deliveries d set state = s.state, reason = s.reason
    from (select state, reason, row from json_to_recordset(${JSON.stringify(settled)}::text::json) as s(
        "workspaceId" uuid, "deliveryId" uuid, state text, reason text)
      cross join lateral (
        select ctid as row from deliveries where workspace_id = s."workspaceId" and id = s."deliveryId" limit 1) found) s
    where d.ctid = s.row`;
}
