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
  /** By letters: how alike the question and what the article is called, on its shelf, or asked for are. 0 to 1. */
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

/**
 * How alike the question and each chunk's title on its shelf, or one of its questions, are: threes of letters that few of
 * the others have count most. 0 to 1.
 */
export function byLetters(chunks: readonly FoundChunk[], question: string): number[] {
  const asked = gramsOf(question);
  // Passages of one article share what it is called and asked for: each name is taken apart once.
  const parts = new Map<string, ReadonlySet<string>>();
  const partsOf = (name: string) => {
    const known = parts.get(name) ?? gramsOf(name);
    parts.set(name, known);
    return known;
  };
  const called = chunks.map(({ category, title, heading, questions }) =>
    [`${category ?? ""} ${title} ${heading}`, ...questions].map(partsOf),
  );
  const counts = new Map<string, number>();
  for (const names of called) {
    const all = new Set<string>();
    for (const grams of names) for (const gram of grams) all.add(gram);
    for (const gram of all) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  const worths = new Map<string, number>();
  for (const [gram, count] of counts) worths.set(gram, rarity(count, chunks.length) ** 2);
  const unheard = rarity(0, chunks.length) ** 2;
  let whole = 0;
  for (const gram of asked) whole += worths.get(gram) ?? unheard;
  const likeness = new Map<ReadonlySet<string>, number>();
  const likenessOf = (grams: ReadonlySet<string>) => {
    let own = 0;
    let both = 0;
    for (const gram of grams) {
      const worth = worths.get(gram) ?? 0;
      own += worth;
      if (asked.has(gram)) both += worth;
    }
    const alike = whole > 0 && own > 0 ? both / Math.sqrt(whole * own) : 0;
    likeness.set(grams, alike);
    return alike;
  };
  return called.map((names) => Math.max(...names.map((grams) => likeness.get(grams) ?? likenessOf(grams))));
}

/** How near a chunk is to the question, both of length 1. -1 to 1. A plain loop: it runs for hundreds in each search. */
export function byMeaning(vector: Float32Array, question: Float32Array): number {
  let both = 0;
  for (let n = 0; n < question.length; n++) both += vector[n]! * question[n]!;
  return both;
}

/** What each way counts: words and letters are two views of the same. */
const share = { words: 0.3, letters: 0.1, meaning: 0.6 };

/** One number for each, 0 to 1: each way stretched to 0 … 1 over the chunks of this search, then added up. */
export function fused(scores: readonly Scores[]): number[] {
  const words = stretched(scores.map((one) => one.words));
  const letters = stretched(scores.map((one) => one.letters));
  const meanings = scores.map((one) => one.meaning);
  const said = scores.map((_, n) => share.words * words[n]! + share.letters * letters[n]!);
  if (!meanings.some((meaning) => meaning !== null)) return said.map((one) => one / (share.words + share.letters));
  const meaning = stretched(meanings.map((one) => one ?? 0));
  return said.map((one, n) => one + share.meaning * meaning[n]!);
}

function stretched(values: readonly number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (most > least ? (value - least) / (most - least) : most > 0 ? 1 : 0));
}
