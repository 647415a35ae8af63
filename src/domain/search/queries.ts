import { type Database, inWorkspaces, type RawSql, type RawTransaction } from "../../platform/db.ts";
import type { Draft } from "./documents.ts";
import type { Backfill } from "./tables.ts";

/** How far an index has come. */
export interface Progress {
  seq: number;
  documents: number;
  languages: string[];
  backfill: Backfill | null;
}

/** Workspaces whose index is behind their log, or not whole. Read across workspaces; one short row each. */
export async function workspacesToIndex(db: Database): Promise<string[]> {
  const rows = await db.system.sql<{ id: string }[]>`
    select c.workspace_id as id from event_counters c
    left join search_progress p on p.workspace_id = c.workspace_id
    where p.seq is null or p.seq < c.last_seq or p.backfill is not null`;
  return rows.map(({ id }) => id);
}

/** Takes the index of a workspace for this transaction; null when another process has it. */
export async function holdProgress(sql: RawTransaction, workspaceId: string, wait?: "wait"): Promise<Progress | null> {
  await sql`
    insert into search_progress (workspace_id, seq) select id, 0 from workspaces where id = ${workspaceId}
    on conflict do nothing`;
  const [row] = await sql<Progress[]>`
    select seq::float8 as seq, documents::float8 as documents, languages, backfill from search_progress
    where workspace_id = ${workspaceId} for update ${wait ? sql`` : sql`skip locked`}`;
  return row ?? null;
}

export async function moveProgress(sql: RawTransaction, workspaceId: string, progress: Progress): Promise<void> {
  const { seq, documents, languages, backfill } = progress;
  await sql`
    update search_progress set seq = ${seq}, documents = ${documents}, languages = ${sql.array(languages)}::text[],
      backfill = ${backfill ? JSON.stringify(backfill) : null}::text::json
    where workspace_id = ${workspaceId}`;
}

/** Events after `seq`, in order. */
export async function eventsAfter(sql: RawSql, workspaceId: string, seq: number, limit: number) {
  return sql<{ seq: number; name: string; data: Record<string, unknown> }[]>`
    select seq::float8 as seq, name, data from events
    where workspace_id = ${workspaceId} and seq > ${seq}::float8::bigint order by seq limit ${limit}`;
}

/**
 * Writes documents: new ones get the next numbers in order of time, known ones keep theirs, and one that is as before
 * is not written.
 * @returns how many are new.
 */
export async function writeDocuments(
  sql: RawSql,
  workspaceId: string,
  { drafts, documents, languages }: { drafts: readonly Draft[]; documents: number; languages: readonly string[] },
): Promise<number> {
  if (drafts.length === 0) return 0;
  const records = drafts.map(({ language, ...draft }) => ({
    ...draft,
    // Too short to tell: whatever this shop's people write in.
    languages: draft.body === "" && language === null ? [] : language ? [language] : languages,
  }));
  const [row] = await sql<{ added: number }[]>`
    with incoming as materialized (
      select * from json_to_recordset(${JSON.stringify(records)}::text::json) as r(id uuid, stream text,
        "conversationId" uuid, "customerId" uuid, kind text, at timestamptz, title text, names text, body text,
        languages json, accented text, terms json)
    ), numbered as materialized (
      select i.*, known.number is null as is_new, coalesce(known.number, ${documents}::float8::bigint
        + row_number() over (partition by known.number is null order by i.at, i.id)) as number
      from incoming i left join lateral (
        select d.number from search_documents d
        where d.workspace_id = ${workspaceId} and d.id = i.id limit 1) known on true
    ), stemmed as materialized (
      select n.*, setweight(search_vector(l.languages, n.title), 'A')
        || setweight(search_vector('{}', n.names), 'B') || search_vector(l.languages, n.body) as words,
        array(select search_fold(lexeme) from unnest(search_vector(l.languages, n.accented))) as accented_stems
      from numbered n cross join lateral (
        select array(select json_array_elements_text(n.languages)) as languages) l
    ), written as (
      insert into search_documents as d (workspace_id, id, stream, number, conversation_id, customer_id, kind, at, words, keys)
      select ${workspaceId}, id, stream, number, "conversationId", "customerId", kind, at, words,
        search_keys(${workspaceId}, stream, number / 1024, tsvector_to_array(words) || accented_stems
          || array(select json_array_elements_text(terms)))
      from stemmed
      on conflict (workspace_id, id) do update set conversation_id = excluded.conversation_id,
        customer_id = excluded.customer_id, kind = excluded.kind, at = excluded.at, words = excluded.words,
        keys = excluded.keys
      where (d.at, d.customer_id, d.conversation_id, d.keys, d.words)
        is distinct from (excluded.at, excluded.customer_id, excluded.conversation_id, excluded.keys, excluded.words)
    ), learnt as (
      insert into search_words (workspace_id, word, grams)
      select ${workspaceId}, w.word, search_grams(${workspaceId}, w.word) from (
        select distinct lexeme as word from stemmed s, unnest(s.words)
        where char_length(lexeme) between 3 and 30 and lexeme !~ '[0-9]') w
      where not exists (select 1 from search_words k where k.workspace_id = ${workspaceId} and k.word = w.word)
      order by w.word
      on conflict do nothing
    )
    select count(*) filter (where is_new)::int as added from numbered`;
  return row!.added;
}

export async function deleteDocuments(sql: RawSql, workspaceId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    with gone as (
      delete from search_documents where workspace_id = ${workspaceId} and id = any(${sql.array([...ids])}::uuid[])
      returning words
    )
    update search_words w set doubted = true from (select distinct lexeme from gone, unnest(gone.words)) g
    where w.workspace_id = ${workspaceId} and w.word = g.lexeme and not w.doubted`;
}

/** Age in seconds of the oldest event that no index has followed yet, over all workspaces; 0 when there is none. */
export async function measureSearchLag(db: Database): Promise<number> {
  const [row] = await db.system.sql<{ seconds: number }[]>`
    select coalesce(max(extract(epoch from now() - e.created_at)), 0)::float8 as seconds
    from (
      select c.workspace_id, coalesce(p.seq, 0) as seq from event_counters c
      left join search_progress p on p.workspace_id = c.workspace_id
      where coalesce(p.seq, 0) < c.last_seq limit 1000) due
    join events e on e.workspace_id = due.workspace_id and e.seq = due.seq + 1`;
  return row?.seconds ?? 0;
}

/** The documents of a workspace, all of them gone; the numbers begin anew. */
export async function clearIndex(db: Database, workspaceId: string, backfill: Backfill): Promise<void> {
  await inWorkspaces(db.app, [workspaceId], async (sql) => {
    const progress = await holdProgress(sql, workspaceId, "wait");
    await sql`delete from search_documents where workspace_id = ${workspaceId}`;
    await sql`delete from search_words where workspace_id = ${workspaceId}`;
    const [head] = await sql<{ seq: number }[]>`
      select last_seq::float8 as seq from event_counters where workspace_id = ${workspaceId}`;
    // What happens from now on is followed; what was before is read from the tables.
    const seq = head?.seq ?? progress?.seq ?? 0;
    await moveProgress(sql, workspaceId, { seq, documents: 0, languages: progress?.languages ?? [], backfill });
  });
}
