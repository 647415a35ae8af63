import { inWorkspaces, type RawSql } from "../../platform/db.ts";
import { allow } from "../access/index.ts";
import { languageOf, wrongLetters } from "../search/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import {
  chunksByMeaning,
  chunksByWords,
  type FoundChunk,
  readChunks,
  readVectors,
  sizeOfIndex,
  termsNear,
  termsOf,
  type Weighed,
} from "./index-queries.ts";
import { byLetters, byMeaning, byWords, coverage, fused, type Scores, type Sought, soughtOf } from "./score.ts";
import { fromKept, keptForm, type Meaning } from "./vectors.ts";
import { tellingWords } from "./words.ts";

/** A passage that may answer, the best of its article. */
export interface Passage {
  articleId: string;
  chunkId: string;
  title: string;
  category: string | null;
  language: string | null;
  /** The web page it was read from; null: written here. What stands on pages may be anybody’s words. */
  sourceUrl: string | null;
  /** The file it was read from; null: written here. */
  fileName: string | null;
  heading: string;
  text: string;
  /** 0 to 1 among what was found by this search. */
  score: number;
  /** The share of the question that it speaks of, 0 to 1: tells what fits from what is merely the best there is. */
  coverage: number;
  scores: Scores;
}

/** Characters, words and candidates of one search. */
const longestQuestion = 5000;
const mostWords = 60;
const mostByWords = 150;
const mostByMeaning = 100;
/** Terms compared with a word that stands nowhere, and those it may be a mistake for. */
const mostLookedAt = 2000;
const mostGuesses = 3;
/** Entries of the index read for one search; the commonest words of a long one wait until candidates are compared. */
const mostPostings = 20_000;

export interface Asked {
  question: string;
  limit: number;
  /** What the question means to the model that learnt the articles; absent: found by words alone. */
  meaning?: Meaning;
  /** Only in what stands in the help centre; default: in all that is published. */
  onlyPlaced?: boolean;
}

/**
 * Passages of published articles that may answer a question, best first, one of each article. Any of its words may lead
 * there but the commonest: none has to stand in it, and none has to be spelt right.
 */
export async function searchKnowledge(
  ctx: Context,
  { question, limit, meaning, onlyPlaced = false }: Asked,
): Promise<Passage[]> {
  allow(ctx, "knowledge:read");
  const text = question.slice(0, longestQuestion);
  const words = tellingWords(text).slice(0, mostWords);
  if (words.length === 0) return [];
  const found = await inWorkspaces(ctx.db.search, sightOf(ctx), (sql) =>
    lookUp(sql, ctx.workspaceId, { words, meaning, onlyPlaced }),
  );
  return rank({ question: text, meaning, ...found }).slice(0, limit);
}

interface LookedUp {
  chunks: FoundChunk[];
  sought: Sought[];
  averageLength: number;
  /** What each chunk means that the model has seen. */
  vectors: { chunkId: string; values: Uint8Array }[];
}

async function lookUp(
  sql: RawSql,
  workspaceId: string,
  { words, meaning, onlyPlaced }: { words: readonly string[]; meaning: Meaning | undefined; onlyPlaced: boolean },
): Promise<LookedUp> {
  const [size, asked] = await Promise.all([sizeOfIndex(sql, workspaceId), termsOf(sql, workspaceId, words)]);
  const averageLength = size.chunks > 0 ? Math.max(1, size.length / size.chunks) : 1;
  const sought: Sought[] = [];
  for (const [word, one] of soughtOf(asked, size)) {
    sought.push(one.terms.length > 0 ? one : await guess(sql, workspaceId, word, one));
  }
  const weighed = affordable(asked, sought);
  const near = meaning && { model: meaning.model, signs: keptForm(meaning.vector).signs, limit: mostByMeaning };
  const [byWords, byMeaning] = await Promise.all([
    weighed.length > 0
      ? chunksByWords(sql, workspaceId, { weighed, averageLength, limit: mostByWords, onlyPlaced })
      : [],
    near ? chunksByMeaning(sql, workspaceId, near) : [],
  ]);
  const ids = [...new Set([...byWords, ...byMeaning])];
  const [chunks, vectors] = await Promise.all([
    ids.length > 0
      ? readChunks(sql, workspaceId, { ids, terms: sought.flatMap(({ terms }) => terms), onlyPlaced })
      : [],
    near && ids.length > 0 ? readVectors(sql, workspaceId, { model: near.model, ids }) : [],
  ]);
  return { chunks, sought, averageLength, vectors };
}

/** What a word that stands nowhere may be a mistake for; by one letter, or by two in a long one. */
async function guess(sql: RawSql, workspaceId: string, word: string, { weight }: Sought): Promise<Sought> {
  if (word.length < 4 || /\d/.test(word)) return { terms: [], weight };
  const terms = await termsNear(sql, workspaceId, word, mostLookedAt);
  const most = word.length < 7 ? 1 : 2;
  const near = Map.groupBy(terms, (term) => wrongLetters(word, term));
  const [nearest] = [...near.keys()].toSorted((a, b) => a - b);
  if (nearest === undefined || nearest > most) return { terms: [], weight };
  return { terms: near.get(nearest)!.slice(0, mostGuesses), weight: weight / 2 };
}

/** The rarest terms, as many as may be read; the rarest of all in any case. */
function affordable(asked: readonly { term: string; chunks: number }[], sought: readonly Sought[]): Weighed[] {
  const chunksOf = new Map(asked.map(({ term, chunks }) => [term, chunks]));
  const weights = new Map<string, number>();
  for (const { terms, weight } of sought) {
    for (const term of terms) weights.set(term, Math.max(weight, weights.get(term) ?? 0));
  }
  const weighed = [...weights].map(([term, weight]) => ({ term, weight }));
  let read = 0;
  return weighed
    .sort((a, b) => b.weight - a.weight)
    .filter(({ term }, n) => {
      read += chunksOf.get(term) ?? 0;
      return n === 0 || read <= mostPostings;
    });
}

/** What an article in another language than the question counts: it is told where there is no better one. */
const foreignShare = 0.7;

function seenFrom(asked: string | null, language: string | null, { words, letters, meaning }: Scores): Scores {
  const spoken = language?.toLowerCase().split("-")[0];
  if (asked === null || spoken === undefined || spoken === asked) return { words, letters, meaning };
  const near = meaning === null ? null : meaning - (1 - foreignShare) * Math.max(0, meaning);
  return { words: words * foreignShare, letters: letters * foreignShare, meaning: near };
}

function rank(found: LookedUp & { question: string; meaning: Meaning | undefined }): Passage[] {
  const { question, meaning, chunks, sought, averageLength, vectors } = found;
  if (chunks.length === 0) return [];
  const letters = byLetters(chunks, question);
  const kept = new Map(vectors.map(({ chunkId, values }) => [chunkId, values]));
  const nearness = (chunkId: string, { vector }: Meaning) => {
    const seen = fromKept(kept.get(chunkId) ?? new Uint8Array(), vector.length);
    return seen ? byMeaning(seen, vector) : 0;
  };
  const scores: Scores[] = chunks.map((chunk, n) => ({
    words: byWords(chunk, sought, averageLength),
    letters: letters[n]!,
    meaning: meaning ? nearness(chunk.chunkId, meaning) : null,
  }));
  const asked = languageOf(question);
  const totals = fused(scores.map((one, n) => seenFrom(asked, chunks[n]!.language, one)));
  const passages = chunks.map((chunk, n): Passage => {
    const { articleId, chunkId, title, category, language, sourceUrl, fileName, heading, text } = chunk;
    const found = { articleId, chunkId, title, category, language, sourceUrl, fileName, heading, text };
    return { ...found, score: totals[n]!, coverage: coverage(chunk, sought), scores: scores[n]! };
  });
  const best = new Map<string, Passage>();
  for (const passage of passages.toSorted((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1))) {
    if (!best.has(passage.articleId)) best.set(passage.articleId, passage);
  }
  return [...best.values()];
}
