import { sql } from "drizzle-orm";
import { newId } from "../../platform/ids.ts";
import type { TxContext } from "../events/index.ts";
import { passagesOf } from "./passages.ts";
import type { Wording } from "./rules.ts";
import { stemsOf, wordsOf } from "./words.ts";

/** Makes what is found of an article what it says now; null: nothing of it is found any more. Safe to repeat. */
export async function writeIndex(tx: TxContext, articleId: string, wording: Wording | null): Promise<void> {
  await holdIndex(tx);
  await takeOut(tx, articleId);
  if (wording) await putIn(tx, articleId, chunksOf(wording));
}

interface Chunk {
  id: string;
  place: number;
  heading: string;
  text: string;
  /** What it is found by, folded, with spaces between. */
  words: string;
  stems: string | null;
}

/** Passages with what they are called: the title says most, so it counts twice; what shoppers ask leads to the beginning. */
function chunksOf({ title, body, category, language, questions }: Wording): Chunk[] {
  const stems = stemsOf(language, `${title}\n${questions.join("\n")}\n${body.slice(0, 5000)}`);
  const passages = passagesOf(body);
  return (passages.length > 0 ? passages : [{ heading: "", text: "" }]).map(({ heading, text }, place) => {
    const called = [title, title, category ?? "", heading, ...(place === 0 ? questions : [])];
    return { id: newId(), place, heading, text, words: wordsOf([...called, text].join("\n")).join(" "), stems };
  });
}

/** One writer at a time: counts of terms are taken by many at once in any order. */
async function holdIndex({ q, workspaceId }: TxContext): Promise<void> {
  await q.execute(sql`
    insert into knowledge_indexes (workspace_id, languages) values (${workspaceId}, '{}') on conflict do nothing`);
  await q.execute(sql`select 1 from knowledge_indexes where workspace_id = ${workspaceId} for update`);
}

async function takeOut({ q, workspaceId }: TxContext, articleId: string): Promise<void> {
  await q.execute(sql`
    with gone as (
      delete from article_chunks where workspace_id = ${workspaceId} and article_id = ${articleId}
      returning id, terms, length
    ), stood as materialized (
      select g.id, t.term from gone g cross join lateral unnest(g.terms) as t(term)
    ), postings as (
      delete from knowledge_postings p using stood s
      where p.workspace_id = ${workspaceId} and p.term = s.term and p.chunk_id = s.id
    ), counted as (
      update knowledge_terms k set chunks = k.chunks - s.n
      from (select term, count(*)::int as n from stood group by term) s
      where k.workspace_id = ${workspaceId} and k.term = s.term
    )
    update knowledge_indexes i set chunks = i.chunks - g.chunks, length = i.length - g.length
    from (select count(*)::int as chunks, coalesce(sum(length), 0)::int as length from gone) g
    where i.workspace_id = ${workspaceId}`);
}

async function putIn({ q, workspaceId }: TxContext, articleId: string, chunks: readonly Chunk[]): Promise<void> {
  await q.execute(sql`
    with incoming as materialized (
      select * from json_to_recordset(${JSON.stringify(chunks)}::text::json)
        as c(id uuid, place int, heading text, text text, words text, stems text)
    ), stemmed as materialized (
      select c.*, s.* from incoming c cross join lateral (
        select coalesce(array_agg(lexeme order by lexeme), '{}') as terms,
          coalesce(array_agg(cardinality(positions)::smallint order by lexeme), '{}') as frequencies,
          coalesce(sum(cardinality(positions)), 0)::int as length
        from unnest(search_vector(array_remove(array[c.stems], null), c.words))) s
    ), chunks as (
      insert into article_chunks (workspace_id, id, article_id, place, heading, text, terms, frequencies, length)
      select ${workspaceId}, id, ${articleId}, place, heading, text, terms, frequencies, length from stemmed
    ), standing as materialized (
      select s.id, s.length, t.term, t.frequency
      from stemmed s cross join lateral unnest(s.terms, s.frequencies) as t(term, frequency)
    ), postings as (
      insert into knowledge_postings (workspace_id, term, chunk_id, frequency, length)
      select ${workspaceId}, term, id, frequency, length from standing
    ), counted as (
      insert into knowledge_terms as k (workspace_id, term, chunks)
      select ${workspaceId}, term, count(*)::int from standing group by term order by term
      on conflict (workspace_id, term) do update set chunks = k.chunks + excluded.chunks
    )
    update knowledge_indexes i set chunks = i.chunks + n.chunks, length = i.length + n.length,
      languages = array(select unnest(i.languages) union select stems from stemmed where stems is not null order by 1)
    from (select count(*)::int as chunks, coalesce(sum(length), 0)::int as length from stemmed) n
    where i.workspace_id = ${workspaceId}`);
}
