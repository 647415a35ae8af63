import type { RawSql } from "../../platform/db.ts";

/** What ranking knows of the whole index. */
export interface IndexSize {
  chunks: number;
  /** Words in all chunks. */
  length: number;
}

/** A word asked for and a term it stands in the index as; `chunks` have it. */
export interface AskedTerm {
  word: string;
  term: string;
  chunks: number;
}

export async function sizeOfIndex(sql: RawSql, workspaceId: string): Promise<IndexSize> {
  const [row] = await sql<IndexSize[]>`
    select chunks, length from knowledge_indexes where workspace_id = ${workspaceId}`;
  return row ?? { chunks: 0, length: 0 };
}

/** Each word as it is and as its stem in every language of the index, with how many chunks have it; those in none too. */
export async function termsOf(sql: RawSql, workspaceId: string, words: readonly string[]): Promise<AskedTerm[]> {
  return sql<AskedTerm[]>`
    select w.word, s.term, coalesce(k.chunks, 0) as chunks
    from knowledge_indexes i
    cross join unnest(${sql.array([...words])}::text[]) as w(word)
    cross join lateral unnest(search_stems(i.languages, w.word)) as s(term)
    left join knowledge_terms k on k.workspace_id = ${workspaceId} and k.term = s.term
    where i.workspace_id = ${workspaceId}`;
}

/** Terms that may be meant by a mistyped word, commonest first: the first letter is seldom the wrong one. */
export async function termsNear(sql: RawSql, workspaceId: string, word: string, limit: number): Promise<string[]> {
  const [first = "", ...others] = word;
  const rows = await sql<{ term: string }[]>`
    select term from knowledge_terms
    where workspace_id = ${workspaceId} and term >= ${first} and term < ${`${first}\u{10ffff}`} and chunks > 0
      and char_length(term) between ${others.length - 1}::int and ${others.length + 3}::int
    order by chunks desc, term limit ${limit}`;
  return rows.map((row) => row.term);
}

export interface FoundChunk {
  chunkId: string;
  articleId: string;
  title: string;
  category: string | null;
  language: string | null;
  questions: string[];
  /** The web page it was read from. */
  sourceUrl: string | null;
  fileName: string | null;
  heading: string;
  text: string;
  /** Of the terms that are asked for those that stand in it, and how often. */
  terms: string[];
  frequencies: number[];
  length: number;
}

/** Terms of what is asked that candidates are looked for by, with what each is worth. */
export interface Weighed {
  term: string;
  weight: number;
}

/** The chunks that have most of what is asked, by BM25: whichever has any of it can be found. */
export async function chunksByWords(
  sql: RawSql,
  workspaceId: string,
  {
    weighed,
    averageLength,
    limit,
    onlyPlaced,
  }: { weighed: readonly Weighed[]; averageLength: number; limit: number; onlyPlaced: boolean },
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select p.chunk_id as id
    from unnest(${sql.array(weighed.map(({ term }) => term))}::text[],
      ${sql.array(weighed.map(({ weight }) => weight))}::float8[]) as a(term, weight)
    join knowledge_postings p on p.workspace_id = ${workspaceId} and p.term = a.term
    ${onlyPlaced ? placedAlone(sql, workspaceId) : sql``}
    group by p.chunk_id
    -- Whole numbers times 0.75 would be reckoned in decimal digits, for each of thousands.
    order by sum(a.weight * p.frequency * 2.2::float8
      / (p.frequency + 1.2::float8 * (0.25::float8 + 0.75::float8 * p.length / ${averageLength}::float8))) desc, p.chunk_id
    limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** What stands in no help centre must not take the places of what does. */
function placedAlone(sql: RawSql, workspaceId: string) {
  return sql`
    join article_chunks c on c.workspace_id = ${workspaceId} and c.id = p.chunk_id
    join articles s on s.workspace_id = ${workspaceId} and s.id = c.article_id and s.placed_at is not null`;
}

/** The chunks whose signs differ least from those of what is asked. */
export async function chunksByMeaning(
  sql: RawSql,
  workspaceId: string,
  { model, signs, limit }: { model: string; signs: string; limit: number },
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select chunk_id as id from article_vectors where workspace_id = ${workspaceId} and model = ${model}
    order by bit_count(signs # ${signs}::text::varbit), chunk_id limit ${limit}`;
  return rows.map(({ id }) => id);
}

export async function readChunks(
  sql: RawSql,
  workspaceId: string,
  { ids, terms, onlyPlaced }: { ids: readonly string[]; terms: readonly string[]; onlyPlaced: boolean },
): Promise<FoundChunk[]> {
  return sql<FoundChunk[]>`
    with wanted as materialized (
      select id, article_id, heading, text, terms, frequencies, length from article_chunks
      where workspace_id = ${workspaceId} and id = any(${sql.array([...ids])}::uuid[])
    )
    select c.id as "chunkId", c.article_id as "articleId", v.title, v.category, v.language, v.questions,
      a.source_url as "sourceUrl", a.file_name as "fileName", c.heading, c.text, s.terms, s.frequencies, c.length
    from wanted c
    join articles a on a.workspace_id = ${workspaceId} and a.id = c.article_id
      and (a.placed_at is not null or not ${onlyPlaced}::bool)
    join article_versions v
      on v.workspace_id = ${workspaceId} and v.article_id = a.id and v.version = a.published_version
    cross join lateral (
      select coalesce(array_agg(t.term), '{}') as terms, coalesce(array_agg(t.frequency), '{}') as frequencies
      from unnest(c.terms, c.frequencies) as t(term, frequency)
      where t.term = any(${sql.array([...terms])}::text[])) s`;
}

/** What chunks mean to a model; those it has not seen are missing. */
export async function readVectors(
  sql: RawSql,
  workspaceId: string,
  { model, ids }: { model: string; ids: readonly string[] },
): Promise<{ chunkId: string; values: Uint8Array }[]> {
  return sql<{ chunkId: string; values: Uint8Array }[]>`
    select m.chunk_id as "chunkId", m.values
    from article_vectors m
    where m.workspace_id = ${workspaceId} and m.chunk_id = any(${sql.array([...ids])}::uuid[])
      -- In a form that no index is walked by: the model's has a workspace's every vector.
      and case when m.model = ${model} then true else false end`;
}
