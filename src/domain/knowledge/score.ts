import type { AskedTerm, FoundChunk, IndexSize } from "./index-queries.ts";
import { gramsOf } from "./words.ts";

/** A word of the question and the terms it may stand for; a guess at a mistyped word counts less. */
export interface Sought {
  terms: readonly string[];
  weight: number;
}

/** How well a chunk fits, by each way of looking at it; what is compared is chunks of one search, not of two. */
export interface Scores {
  /** By the words they share, rare ones counting most (BM25). */
  words: number;
  /** By letters: how alike the question and what the article is called are. 0 to 1. */
  letters: number;
  /** By meaning, where there is a model for it. -1 to 1. */
  meaning: number | null;
}

/** Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), with the constants everybody uses. */
const saturation = 1.2;
const lengthShare = 0.75;

/** What a term is worth that so many of all chunks have. */
function rarity(chunks: number, all: number): number {
  return Math.log(1 + (all - chunks + 0.5) / (chunks + 0.5));
}

/** Words of the question with the terms in the index, and what they are worth. */
export function soughtOf(asked: readonly AskedTerm[], size: IndexSize): Map<string, Sought> {
  const sought = new Map<string, Sought>();
  for (const [word, rows] of Map.groupBy(asked, (row) => row.word)) {
    const known = rows.filter(({ chunks }) => chunks > 0);
    const chunks = Math.max(0, ...known.map((row) => row.chunks));
    sought.set(word, { terms: known.map(({ term }) => term), weight: rarity(chunks, size.chunks) });
  }
  return sought;
}

export function byWords(chunk: FoundChunk, sought: Iterable<Sought>, averageLength: number): number {
  const frequency = new Map(chunk.terms.map((term, n) => [term, chunk.frequencies[n] ?? 0]));
  const norm = saturation * (1 - lengthShare + (lengthShare * chunk.length) / averageLength);
  let score = 0;
  for (const { terms, weight } of sought) {
    const times = Math.max(0, ...terms.map((term) => frequency.get(term) ?? 0));
    score += (weight * times * (saturation + 1)) / (times + norm);
  }
  return score;
}

/** The share of the question that the chunk speaks of, rare words counting most. 0 to 1. */
export function coverage(chunk: FoundChunk, sought: readonly Sought[]): number {
  const terms = new Set(chunk.terms);
  const all = sought.reduce((sum, { weight }) => sum + weight, 0);
  const met = sought.filter((one) => one.terms.some((term) => terms.has(term)));
  return all === 0 ? 0 : met.reduce((sum, { weight }) => sum + weight, 0) / all;
}

/** The likest of the title and the questions. */
export function byLetters({ title, heading, questions }: FoundChunk, asked: ReadonlySet<string>): number {
  return Math.max(...[`${title} ${heading}`, ...questions].map((text) => alike(asked, gramsOf(text))));
}

/** Shared threes of letters among those of both, as their geometric mean: neither has to be as long as the other. */
function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let shared = 0;
  for (const gram of a) if (b.has(gram)) shared++;
  return shared / Math.sqrt(a.size * b.size);
}

/** One number for each: each way stretched to 0 … 1 over the chunks of this search, then added up. */
export function fused(scores: readonly Scores[]): number[] {
  const words = stretched(scores.map((one) => one.words));
  const letters = stretched(scores.map((one) => one.letters));
  const meanings = scores.map((one) => one.meaning);
  const hasMeaning = meanings.some((meaning) => meaning !== null);
  const meaning = stretched(meanings.map((one) => one ?? 0));
  return scores.map((_, n) => {
    const lexical = 0.7 * words[n]! + 0.3 * letters[n]!;
    return hasMeaning ? (lexical + meaning[n]!) / 2 : lexical;
  });
}

function stretched(values: readonly number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (most > least ? (value - least) / (most - least) : most > 0 ? 1 : 0));
}
