import { type Database, inOneTrip, inWorkspaces, type RawSql } from "../../platform/db.ts";
import type { LoggedEvent, Seal } from "./chain.ts";

/** A stretch of one workspace's log, both ends included. */
export interface Stretch {
  workspaceId: string;
  fromSeq: number;
  toSeq: number;
}

/** How far a workspace's log goes, and how far it is sealed. */
export interface Unsealed {
  workspaceId: string;
  lastSeq: number;
}

/** Of an event, as it is hashed. Numbers as such: a log of 2⁵³ events is far away. */
const eventColumns = (sql: RawSql) => sql`
  e.workspace_id as "workspaceId", e.seq::float8 as seq, e.id, e.name, e.data, e.actor, e.cause, e.depth,
  e.created_at as "createdAt"`;

const sealColumns = (sql: RawSql) => sql`
  s.workspace_id as "workspaceId", s.from_seq::float8 as "fromSeq", s.to_seq::float8 as "toSeq",
  s.previous_hash as "previousHash", s.hash, s.sealed_at as "sealedAt"`;

/** Up to `limit` workspaces after `after`, in order of id, with their newest seq. Read across workspaces. */
export async function pageOfCounters(db: Database, after: string, limit: number): Promise<Unsealed[]> {
  return db.system.sql<Unsealed[]>`
    select workspace_id as "workspaceId", last_seq::float8 as "lastSeq" from event_counters
    where workspace_id > ${after} order by workspace_id limit ${limit}`;
}

/** Every workspace that is there or has a log. */
export async function everyWorkspaceId(db: Database): Promise<string[]> {
  const rows = await db.system.sql<{ id: string }[]>`
    select id from workspaces union select workspace_id from event_counters order by 1`;
  return rows.map(({ id }) => id);
}

/** The end of each workspace's chain; absent where there is none yet. */
export async function newestSeals(sql: RawSql, workspaceIds: readonly string[]): Promise<Map<string, Seal>> {
  const rows = await sql<Seal[]>`
    select ${sealColumns(sql)} from unnest(${sql.array([...workspaceIds])}::uuid[]) as w(id)
    cross join lateral (
      select * from event_seals where workspace_id = w.id order by from_seq desc limit 1) s`;
  return new Map(rows.map((seal) => [seal.workspaceId, seal]));
}

/** The events of these stretches, in order. */
export async function eventsOf(sql: RawSql, stretches: readonly Stretch[]): Promise<LoggedEvent[]> {
  return sql<LoggedEvent[]>`
    select ${eventColumns(sql)}
    from unnest(${sql.array(stretches.map((s) => s.workspaceId))}::uuid[],
      ${sql.array(stretches.map((s) => s.fromSeq))}::bigint[],
      ${sql.array(stretches.map((s) => s.toSeq))}::bigint[]) as w(id, from_seq, to_seq)
    cross join lateral (
      select * from events where workspace_id = w.id and seq between w.from_seq and w.to_seq) e
    order by e.workspace_id, e.seq`;
}

/** @returns the seals that are new. Where another process was quicker, its seals stay. */
export async function insertSeals(sql: RawSql, seals: readonly Seal[]): Promise<Stretch[]> {
  const records = JSON.stringify(seals.map((seal) => ({ ...seal, sealedAt: seal.sealedAt.toISOString() })));
  return sql<Stretch[]>`
    insert into event_seals (workspace_id, from_seq, to_seq, previous_hash, hash, sealed_at)
    select "workspaceId", "fromSeq", "toSeq", "previousHash", hash, "sealedAt"
    from json_to_recordset(${records}::text::json) as s("workspaceId" uuid, "fromSeq" bigint, "toSeq" bigint,
      "previousHash" text, hash text, "sealedAt" timestamptz)
    on conflict do nothing
    returning workspace_id as "workspaceId", from_seq::float8 as "fromSeq", to_seq::float8 as "toSeq"`;
}

/** Up to `limit` seals of a workspace that begin after `afterSeq`, in order. */
export async function sealsAfter(db: Database, workspaceId: string, afterSeq: number, limit: number): Promise<Seal[]> {
  return inOneTrip(
    db.app,
    { workspaceIds: [workspaceId] },
    (sql) => sql<Seal[]>`
      select ${sealColumns(sql)} from event_seals s
      where s.workspace_id = ${workspaceId} and s.from_seq > ${afterSeq} order by s.from_seq limit ${limit}`,
  );
}

export async function eventsOfOne(db: Database, stretch: Stretch): Promise<LoggedEvent[]> {
  return inOneTrip(
    db.app,
    { workspaceIds: [stretch.workspaceId] },
    (sql) => sql<LoggedEvent[]>`
      select ${eventColumns(sql)} from events e
      where e.workspace_id = ${stretch.workspaceId} and e.seq between ${stretch.fromSeq} and ${stretch.toSeq}
      order by e.seq`,
  );
}

export interface LogEnds {
  /** The end of the last seal; 0 without one. */
  sealedSeq: number;
  /** The smallest and the greatest number in use; null in an empty log. */
  oldestSeq: number | null;
  newestSeq: number | null;
  /** The last number given out. */
  lastSeq: number;
}

/** Read one after another: what is written meanwhile can only make the later values greater. */
export async function endsOfLog(db: Database, workspaceId: string): Promise<LogEnds> {
  return inWorkspaces(db.app, [workspaceId], async (sql) => {
    const [seals] = await sql<{ sealedSeq: number }[]>`
      select coalesce(max(to_seq), 0)::float8 as "sealedSeq" from event_seals where workspace_id = ${workspaceId}`;
    const [log] = await sql<{ oldestSeq: number | null; newestSeq: number | null }[]>`
      select (select seq::float8 from events where workspace_id = ${workspaceId} order by seq limit 1) as "oldestSeq",
        (select seq::float8 from events where workspace_id = ${workspaceId} order by seq desc limit 1) as "newestSeq"`;
    const [counter] = await sql<{ lastSeq: number }[]>`
      select last_seq::float8 as "lastSeq" from event_counters where workspace_id = ${workspaceId}`;
    return { ...seals!, ...log!, lastSeq: counter?.lastSeq ?? 0 };
  });
}

/** Which entries of the trail are wanted; what is absent does not matter. */
export interface AuditFilter {
  actorType?: string | undefined;
  actorId?: string | undefined;
  /** A name such as "conversation.closed", or a noun such as "conversation". */
  event?: string | undefined;
  /** Of anything the event names. */
  subjectId?: string | undefined;
  /** Inclusive. */
  from?: Date;
  /** Exclusive. */
  to?: Date;
}

/** The entries of a stretch that fit, newest or oldest first. Reads the stretch by key and looks at each row. */
export async function filteredEvents(
  db: Database,
  stretch: Stretch,
  filter: AuditFilter,
  order: { newestFirst: boolean; limit: number },
): Promise<LoggedEvent[]> {
  const { workspaceId, fromSeq, toSeq } = stretch;
  return inOneTrip(
    db.app,
    { workspaceIds: [workspaceId] },
    (sql) => sql<LoggedEvent[]>`
      select ${eventColumns(sql)} from events e
      where e.workspace_id = ${workspaceId} and e.seq between ${fromSeq} and ${toSeq} ${fitting(sql, filter)}
      order by e.seq ${order.newestFirst ? sql`desc` : sql``} limit ${order.limit}`,
  );
}

function fitting(sql: RawSql, { actorType, actorId, event, subjectId, from, to }: AuditFilter) {
  const isNoun = event !== undefined && !event.includes(".");
  return sql`
    ${actorType === undefined ? sql`` : sql`and e.actor ->> 'type' = ${actorType}`}
    ${actorId === undefined ? sql`` : sql`and e.actor ->> 'id' = ${actorId}`}
    ${event === undefined ? sql`` : isNoun ? sql`and starts_with(e.name, ${`${event}.`})` : sql`and e.name = ${event}`}
    ${subjectId === undefined ? sql`` : sql`and strpos(e.data::text, ${JSON.stringify(subjectId)}) > 0`}
    ${from === undefined ? sql`` : sql`and e.created_at >= ${from.toISOString()}::timestamptz`}
    ${to === undefined ? sql`` : sql`and e.created_at < ${to.toISOString()}::timestamptz`}`;
}

/**
 * The first seq whose event is not older than `moment`, found by halving: some twenty rows are read, however long the
 * log is. Events are numbered when they commit and dated when their transaction began, so allow for its length.
 */
export async function seqAt(db: Database, workspaceId: string, moment: Date): Promise<number> {
  const [row] = await inOneTrip(
    db.app,
    { workspaceIds: [workspaceId] },
    (sql) => sql<{ seq: number }[]>`
      with recursive search(low, high) as (
        select 1::bigint, last_seq + 1 from event_counters where workspace_id = ${workspaceId}
        union all
        select case when older then middle + 1 else low end, case when older then high else middle end
        from search, lateral (select (low + high) / 2 as middle) m, lateral (
          select coalesce((select created_at < ${moment.toISOString()}::timestamptz from events
            where workspace_id = ${workspaceId} and seq = middle), false) as older) o
        where low < high)
      select max(low)::float8 as seq from search`,
  );
  return row?.seq ?? 1;
}

/** The events of these ids, if they stand in this stretch. */
export async function eventsById(
  sql: RawSql,
  { workspaceId, fromSeq, toSeq }: Stretch,
  ids: readonly string[],
): Promise<{ id: string; seq: number; name: string }[]> {
  return sql<{ id: string; seq: number; name: string }[]>`
    select id, seq::float8 as seq, name from events
    where workspace_id = ${workspaceId} and seq between ${fromSeq} and ${toSeq}
      and id = any(${sql.array([...ids])}::uuid[])`;
}

/** What things are called now, by id. Names stand in no event, so a person who was erased has none here either. */
export async function namesOf(
  sql: RawSql,
  workspaceId: string,
  kind:
    | "member"
    | "api_key"
    | "customer"
    | "conversation"
    | "connection"
    | "tag"
    | "field"
    | "team"
    | "status"
    | "rule"
    | "article",
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const wanted = sql`workspace_id = ${workspaceId} and id = any(${sql.array([...ids])}::uuid[])`;
  switch (kind) {
    case "member":
      return sql<{ id: string; name: string }[]>`select id, name from members where ${wanted}`;
    case "article":
      return sql<{ id: string; name: string }[]>`select id, title as name from articles where ${wanted}`;
    case "rule":
      return sql<{ id: string; name: string }[]>`select id, name from rules where ${wanted}`;
    case "status":
      return sql<{ id: string; name: string }[]>`select id, name from statuses where ${wanted}`;
    case "team":
      return sql<{ id: string; name: string }[]>`select id, name from teams where ${wanted}`;
    case "api_key":
      return sql<{ id: string; name: string }[]>`select id, name from api_keys where ${wanted}`;
    case "customer":
      return sql<{ id: string; name: string }[]>`select id, name from customers where ${wanted}`;
    case "conversation":
      return sql<{ id: string; name: string }[]>`select id, subject as name from conversations where ${wanted}`;
    case "connection":
      return sql<{ id: string; name: string }[]>`select id, account as name from connections where ${wanted}`;
    case "tag":
      return sql<{ id: string; name: string }[]>`select id, name from tags where ${wanted}`;
    case "field":
      return sql<{ id: string; name: string }[]>`select id, label as name from fields where ${wanted}`;
  }
}
