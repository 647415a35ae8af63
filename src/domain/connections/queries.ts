import { and, asc, desc, eq, isNotNull, lt } from "drizzle-orm";
import type { RawSql, RawTransaction } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { unpackJson } from "../../platform/packed-json.ts";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import { enqueued } from "../jobs/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type ConnectionRow, connections, type DeliveryRow, deliveries } from "./tables.ts";

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

/** What came and became no message, with the reason; newest first. `after` is the last id of the page before. */
export async function listSetAside(
  ctx: Context,
  page: { state: DeliveryRow["state"]; after?: string; limit: number },
): Promise<{ id: string; connectionId: string; reason: string; createdAt: Date }[]> {
  allow(ctx, "connections:read");
  const { id, connectionId, reason, createdAt, state, workspaceId } = deliveries;
  const rows = await read(ctx, (q) =>
    q
      .select({ id, connectionId, reason, createdAt })
      .from(deliveries)
      .where(
        and(
          eq(workspaceId, ctx.workspaceId),
          isNotNull(reason),
          eq(state, page.state),
          page.after === undefined ? undefined : lt(id, page.after),
        ),
      )
      .orderBy(desc(id))
      .limit(page.limit),
  );
  return rows.map((row) => ({ ...row, reason: row.reason ?? "" }));
}

/** A delivery as it came, whatever became of it; null when it is not kept (any more). */
export async function readPayload(
  ctx: Context,
  { connectionId, externalId }: { connectionId: string; externalId: string },
): Promise<{ integrationId: string; payload: unknown } | null> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ integrationId: connections.integrationId, payload: deliveries.payload })
      .from(deliveries)
      .innerJoin(
        connections,
        and(eq(connections.workspaceId, deliveries.workspaceId), eq(connections.id, deliveries.connectionId)),
      )
      .where(
        and(
          eq(deliveries.workspaceId, ctx.workspaceId),
          eq(deliveries.connectionId, connectionId),
          eq(deliveries.externalId, externalId),
        ),
      ),
  );
  return row ? { ...row, payload: unpackJson(row.payload) } : null;
}

interface DeliveryKey {
  workspaceId: string;
  connectionId: string;
  externalId: string;
  orderingKey: string;
}

export type NewDelivery = DeliveryKey & Payload & Addressed;

/** What came, or its JSON in UTF-8, in pieces, where that is at hand: it is read when it is worked. */
type Payload = { payload: unknown; json?: undefined } | { json: readonly Buffer[]; payload?: undefined };

interface Addressed {
  /** What its account stands under in the directory: it is stored only while that is this connection's. */
  account?: string;
}

/** On its way into its table: named, and packed. */
export interface Arriving extends DeliveryKey, Addressed {
  id: string;
  jobId: string;
  packed: Buffer;
  bytes: number;
}

/**
 * Stores what is not stored yet, each new one with the job that works it, in one statement (docs/adr/0009). Payloads
 * travel beside the rest, one behind the other.
 *
 * @param scope where the statement is a transaction of its own.
 * @returns the new ones, and those whose account is not that connection's; a repeated delivery is in neither.
 */
export function insertDeliveries(sql: RawSql, rows: readonly Arriving[], scope = sql`scope as (select)`) {
  let next = 1;
  const known = rows.map(({ packed, ...row }) => {
    const first = next;
    next += packed.length;
    return { ...row, first, length: packed.length };
  });
  const payloads = Buffer.concat(rows.map(({ packed }) => packed));
  return sql<{ id: string; isNew: boolean }[]>`
    with ${scope}, arrived as materialized (
      select d.*, account is null or exists (select from directory where kind = 'connection' and key = d.account
        and workspace_id = d."workspaceId" and row_id = d."connectionId") as "isAtHome"
      from scope cross join json_to_recordset(${JSON.stringify(known)}::text::json) as d(
        "workspaceId" uuid, id uuid, "jobId" uuid, "connectionId" uuid, account text, "externalId" text,
        "orderingKey" text, first int, length int, bytes int)
    ), stored as (
      insert into deliveries (workspace_id, id, connection_id, external_id, payload, payload_bytes)
      select "workspaceId", id, "connectionId", "externalId", substring(${payloads}::bytea from first for length), bytes
      from arrived where "isAtHome"
      order by "workspaceId", "connectionId", "externalId"
      on conflict (workspace_id, connection_id, external_id) do nothing returning id
    ), ${enqueued(
      sql,
      sql`
      select a."workspaceId" as workspace_id, a."jobId" as id, 'ingest' as queue, 'delivery' as name,
        json_build_object('deliveryId', a.id) as payload, a."orderingKey" as ordering_key,
        json_build_object('type', 'delivery', 'id', a.id, 'depth', 0) as cause, a.id as place
      from arrived a where a.id = any (array(select id from stored))`,
    )}
    select id, true as "isNew" from stored union all select id, false from arrived where not "isAtHome"`;
}

/** A stored delivery with what is needed to understand it. */
export interface StoredDelivery {
  n: number;
  workspaceId: string;
  deliveryId: string;
  packed: Buffer;
  connectionId: string;
  integrationId: string;
  account: string;
  displayName: string;
  settings: Record<string, unknown>;
}

/** Payloads read in one go, in bytes; a larger one comes alone. */
const maxBytesAtOnce = 32 * 1024 * 1024;

type WantedDelivery = { n: number; workspaceId: string; deliveryId: string };

/**
 * Reads many deliveries at once, as many of them in order as fit into memory beside each other; those already dealt
 * with are left out.
 * @returns `left`: what to ask for in the next calls, each group in one.
 */
export async function readDeliveries<Wanted extends WantedDelivery>(
  tx: RawTransaction,
  wanted: readonly Wanted[],
): Promise<{ read: StoredDelivery[]; left: Wanted[][] }> {
  const rows = await tx<(StoredDelivery & { bytes: number; fits: boolean })[]>`
    select s.n, s."workspaceId", s."deliveryId", s.bytes, s.fits, case when s.fits then s.payload end as packed,
      c.id as "connectionId", c.integration_id as "integrationId", c.account, c.display_name as "displayName", c.settings
    from (
      select w.n, w."workspaceId", w."deliveryId", d.payload, d.connection_id, d.bytes,
        sum(d.bytes) over (order by w.n) <= ${maxBytesAtOnce} or row_number() over (order by w.n) = 1 as fits
      from json_to_recordset(${JSON.stringify(wanted)}::text::json) as w(n int, "workspaceId" uuid, "deliveryId" uuid)
      cross join lateral (
        select payload, connection_id, payload_bytes as bytes from deliveries
        where workspace_id = w."workspaceId" and id = w."deliveryId" and state = 'recorded' limit 1) d) s
    cross join lateral (
      select * from connections where workspace_id = s."workspaceId" and id = s.connection_id limit 1) c
    order by s.n`;
  const bytes = new Map(rows.filter((row) => !row.fits).map((row) => [row.n, row.bytes]));
  const unread = wanted.filter(({ n }) => bytes.has(n));
  return { read: rows.filter((row) => row.fits), left: inGroups(unread, ({ n }) => bytes.get(n)!) };
}

function inGroups<Wanted>(wanted: readonly Wanted[], bytesOf: (one: Wanted) => number): Wanted[][] {
  const groups: Wanted[][] = [];
  let bytes = maxBytesAtOnce;
  for (const one of wanted) {
    bytes += bytesOf(one);
    if (bytes > maxBytesAtOnce) {
      groups.push([]);
      bytes = bytesOf(one);
    }
    groups.at(-1)!.push(one);
  }
  return groups;
}

/** Sets deliveries aside that became no message, with the reason. */
export async function setAsideDeliveries(
  tx: RawTransaction,
  rows: readonly { workspaceId: string; deliveryId: string; state: "ignored" | "rejected"; reason: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    update deliveries d set state = s.state, reason = s.reason
    from (select state, reason, row from json_to_recordset(${JSON.stringify(rows)}::text::json) as s(
        "workspaceId" uuid, "deliveryId" uuid, state text, reason text)
      cross join lateral (
        select ctid as row from deliveries where workspace_id = s."workspaceId" and id = s."deliveryId" limit 1) found) s
    where d.ctid = s.row`;
}
