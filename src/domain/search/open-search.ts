import type { RawSql } from "../../platform/db.ts";
import { openFieldsIn } from "../filters/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { Shown } from "./conversation-hits.ts";
import type { Hit } from "./hits.ts";
import type { ParsedQuery } from "./parse-query.ts";
import { lookUpStems, type Worded } from "./question.ts";
import { type Asked, resolveFields } from "./resolve-query.ts";
import { accentedWords } from "./tokens.ts";
import type { SearchPosition } from "./walk.ts";

/** Hits, and where to go on; null: that was all. */
export interface Found {
  hits: Hit[];
  next: SearchPosition | null;
}

/** A search whose fields are looked up and whose words are known in all their forms. */
export interface OpenSearch {
  sql: RawSql;
  ctx: Context;
  parsed: ParsedQuery;
  asked: Asked;
  /** One more than the greatest number of a document. */
  top: number;
  languages: string[];
  stemsOf: (word: string, written: string) => string[];
  shown: Omit<Shown, "askedAt">;
}

export async function openSearch(sql: RawSql, ctx: Context, parsed: ParsedQuery): Promise<OpenSearch> {
  const [progress] = await sql<{ languages: string[]; documents: number }[]>`
    select languages, documents::float8 as documents from search_progress where workspace_id = ${ctx.workspaceId}`;
  const top = (progress?.documents ?? 0) + 1;
  const asked = await resolveFields(sql, ctx, parsed, top);
  const languages = progress && progress.languages.length > 0 ? progress.languages : ["en"];
  const words = parsed.words.flatMap(({ tokens, text }) => [
    ...tokens.map(({ word }) => word),
    ...accentedWords(text).split(" "),
  ]);
  const stems = await lookUpStems(sql, languages, words);
  const stemsOf = (word: string, written: string) => [
    ...new Set([word, ...(stems.get(word) ?? []), ...(stems.get(written) ?? [])]),
  ];
  const fields = await openFieldsIn(sql, ctx.workspaceId);
  return { sql, ctx, parsed, asked, top, languages, stemsOf, shown: { sql, ctx, asked, fields } };
}

/** What is marked in what was found. */
export function marksOf({ stems, exact }: Worded) {
  return { stems: new Set(stems), exact: new Set(exact) };
}
