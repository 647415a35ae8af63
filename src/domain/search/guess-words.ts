import type { RawSql } from "../../platform/db.ts";
import type { ParsedQuery } from "./parse-query.ts";
import type { Guesses } from "./question.ts";
import { isUnspaced } from "./tokens.ts";

const mostBeginnings = 40;
const mostSimilar = 5;
/** Shared trigrams of all, to be worth a closer look: "reciev" and "receiv" have 0.27. */
const leastSimilarity = 0.2;
const mostLookedAt = 40;

/** Words of the workspace that begin as the words with a star do. */
export async function beginningsOf(sql: RawSql, workspaceId: string, { words }: ParsedQuery) {
  const starred = words.filter(({ prefix }) => prefix);
  const found = new Map<string, string[]>();
  for (const { text, tokens } of starred) {
    const word = tokens.at(-1)?.word;
    if (word) found.set(text, await wordsBeginning(sql, workspaceId, word));
  }
  return found;
}

/** For words that led to nothing: the words they may be the beginning of, and those they may be a mistake for. */
export async function guessWords(
  sql: RawSql,
  workspaceId: string,
  { words }: ParsedQuery,
  stemsOf: (word: string) => string[],
): Promise<Guesses> {
  const beginnings = new Map<string, string[]>();
  const similar = new Map<string, string[]>();
  for (const { text, tokens, quoted, not, exactly } of words) {
    const [token, second] = tokens;
    if (!token || second || quoted || not || exactly || isUnspaced(token.word)) continue;
    const letters = [...token.word].length;
    if (letters >= 3) beginnings.set(text, await wordsBeginning(sql, workspaceId, token.word));
    if (letters >= 4 && letters <= 30 && !/\p{N}/u.test(token.word)) {
      similar.set(text, await similarWords(sql, stemsOf(token.word)));
    }
  }
  return { beginnings, similar };
}

async function wordsBeginning(sql: RawSql, workspaceId: string, beginning: string): Promise<string[]> {
  const rows = await sql<{ word: string }[]>`
    select word from search_words where workspace_id = ${workspaceId} and word >= ${beginning}
      and word < ${`${beginning}\u{10ffff}`} order by word limit ${mostBeginnings}`;
  return rows.map(({ word }) => word);
}

/** Trigrams find what is near, the number of wrong letters says what is meant. */
async function similarWords(sql: RawSql, stems: readonly string[]): Promise<string[]> {
  const distances = new Map<string, number>();
  for (const stem of stems.slice(0, 4)) {
    const rows = await sql<{ word: string }[]>`
      select word from search_similar(${stem}, ${leastSimilarity}, ${mostLookedAt})`;
    const most = stem.length <= 4 ? 1 : 2;
    for (const { word } of rows) {
      const distance = wrongLetters(stem, word);
      if (distance <= most) distances.set(word, Math.min(distance, distances.get(word) ?? distance));
    }
  }
  const nearest = Math.min(...distances.values());
  const near = [...distances].filter(([, distance]) => distance === nearest).map(([word]) => word);
  return near.slice(0, mostSimilar);
}

/** Letters wrong, missing, too many, or exchanged with their neighbour (optimal string alignment). */
export function wrongLetters(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, n) => n);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1];
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      const isExchanged = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (isExchanged) least = Math.min(least, beforeLast[j - 2]! + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length]!;
}
