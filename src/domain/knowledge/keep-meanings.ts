import { sql } from "drizzle-orm";
import { inWorkspaces } from "../../platform/db.ts";
import type { Embedder } from "../../platform/embeddings/embedder.ts";
import { inTransaction } from "../events/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import { keptForm } from "./vectors.ts";
import { stemsOf } from "./words.ts";

/** Chunks in one go. */
const atOnce = 20;
/** Of one article: more ways to ask the same say little more. */
const mostQuestions = 20;

/** No id comes after it. */
const last = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/**
 * Learns what published passages mean that this model has not seen yet, the newest first. Between what it reads and what
 * it keeps the model is asked, outside of any transaction. Safe to repeat; what goes meanwhile is left out, and what
 * comes meanwhile is learnt by whoever is told of it.
 * @returns how many passages were learnt.
 */
export async function keepMeanings(ctx: Context, embedder: Embedder): Promise<number> {
  let learnt = 0;
  // Each is looked at once: those that are known are most of them.
  for (let before = last; ; ) {
    const chunks = await unseenBy(ctx, embedder.model, before);
    const oldest = chunks.at(-1);
    if (!oldest) return learnt;
    before = oldest.id;
    const vectors = await embedder.embed(chunks.flatMap(({ texts }) => texts));
    let at = 0;
    const rows = chunks.map(({ id, texts }) => {
      const own = vectors.slice(at, at + texts.length);
      at += texts.length;
      return { id, ...keptForm(middleOf(own)) };
    });
    await keep(ctx, embedder.model, rows);
    learnt += chunks.length;
  }
}

interface Unseen {
  id: string;
  place: number;
  title: string;
  category: string | null;
  language: string | null;
  heading: string;
  text: string;
  questions: string[];
}

/** Each with the texts whose middle says what it means. */
async function unseenBy(ctx: Context, model: string, before: string): Promise<{ id: string; texts: string[] }[]> {
  const rows = await inWorkspaces(
    ctx.db.app,
    sightOf(ctx),
    (tx) => tx<Unseen[]>`
      select c.id, c.place, v.title, v.category, v.language, c.heading, c.text, v.questions
      from article_chunks c
      join articles a on a.workspace_id = ${ctx.workspaceId} and a.id = c.article_id
      join article_versions v
        on v.workspace_id = ${ctx.workspaceId} and v.article_id = a.id and v.version = a.published_version
      where c.workspace_id = ${ctx.workspaceId} and c.id < ${before} and not exists (
        select 1 from article_vectors m
        where m.workspace_id = ${ctx.workspaceId} and m.chunk_id = c.id and m.model = ${model})
      order by c.id desc limit ${atOnce}`,
  );
  return rows.map((row) => ({ id: row.id, texts: textsOf(row) }));
}

/**
 * What it is called, alone and on its shelf (“Active” says little, “Subscriptions Active” does), how it is asked for, and
 * all together.
 */
function textsOf({ place, title, category, language, heading, text, questions }: Unseen): string[] {
  const asked = place === 0 ? questions.slice(0, mostQuestions) : [];
  const called = `${title} ${heading}`.trim();
  const names = category === null ? [called] : [called, `${category} ${called}`];
  const isEnglish = stemsOf(language, `${called}\n${text}`) === "en";
  const all = [category ?? "", title, heading, ...asked, text].filter((part) => part !== "");
  return [...(isEnglish ? names.map(asQuestion) : names), ...asked, all.join("\n")];
}

/** Models see first of all whether something is a question: a shopper’s is nearer to “how do I …?” than to a title. */
function asQuestion(name: string): string {
  return name.endsWith("?") ? name : `how do I ${name.toLowerCase()}?`;
}

function middleOf(vectors: readonly Float32Array[]): Float32Array {
  const middle = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (const [n, value] of vector.entries()) middle[n]! += value / vectors.length;
  return middle;
}

async function keep(
  ctx: Context,
  model: string,
  rows: readonly { id: string; signs: string; values: string }[],
): Promise<void> {
  const { workspaceId } = ctx;
  await inTransaction(ctx, (tx) =>
    tx.q.execute(sql`
      insert into article_vectors (workspace_id, chunk_id, model, signs, values)
      select ${workspaceId}, c.id, ${model}, r.signs::varbit, decode(r.values, 'base64')
      from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as r(id uuid, signs text, values text)
      join article_chunks c on c.workspace_id = ${workspaceId} and c.id = r.id
      order by c.id
      on conflict (workspace_id, chunk_id)
        do update set model = excluded.model, signs = excluded.signs, values = excluded.values`),
  );
}
