import type { RawSql } from "../../platform/db.ts";
import { isCommon } from "./languages.ts";
import type { ParsedQuery, Words } from "./parse-query.ts";
import type { Asked, Group } from "./resolve-query.ts";
import { accentedWords, foldWord, isUnspaced, pairsOf } from "./tokens.ts";

/** What a stream of documents is asked. */
export interface Question {
  groups: Group[];
  refused: Group[];
  /** tsquery: words that must stand side by side; null: none. */
  beside: string | null;
  /** tsquery of every word, to rank by. */
  ranked: string | null;
  from: Date | null;
  to: Date | null;
}

/** The words of a query in every form the index may have them in. */
export interface Worded {
  groups: Group[];
  refused: Group[];
  beside: string[];
  /** Every form of every word wanted: what is highlighted. */
  stems: string[];
  /** Terms that mean one thing exactly: an order's number, an address. */
  exact: string[];
}

type StemsOf = (word: string, written: string) => string[];

/** How a word that stands nowhere is read: as the beginning of one, or as a typing mistake. */
export interface Guesses {
  beginnings: ReadonlyMap<string, string[]>;
  similar: ReadonlyMap<string, string[]>;
}

export const noGuesses: Guesses = { beginnings: new Map(), similar: new Map() };

/** Puts words into the form of the index. Common words are not insisted on if there are others. */
export function wordQuery(
  { words }: ParsedQuery,
  languages: readonly string[],
  stemsOf: StemsOf,
  { beginnings, similar }: Guesses,
): Worded {
  const worded: Worded = { groups: [], refused: [], beside: [], stems: [], exact: [] };
  const isWeak = (one: Words) =>
    !one.quoted && !one.prefix && one.tokens.length === 1 && isCommon(one.tokens[0]!.word, languages);
  const insists = words.some((one) => !one.not && !isWeak(one));
  for (const one of words) {
    if (insists && !one.not && isWeak(one)) continue;
    const parts = one.exactly ? [] : partsOf(one, stemsOf);
    if (one.prefix && parts.length > 0) parts.push([...parts.pop()!, ...(beginnings.get(one.text) ?? [])]);
    const guessed = [...(one.prefix ? [] : (beginnings.get(one.text) ?? [])), ...(similar.get(one.text) ?? [])];
    if (one.not) {
      // Several words are refused together, as they stand.
      if (parts.length > 0 || one.terms.length > 0) worded.refused.push([...parts.flat(), ...one.terms]);
      continue;
    }
    worded.exact.push(...one.terms);
    worded.stems.push(...parts.flat(), ...guessed);
    if (parts.length <= 1) worded.groups.push([...new Set([...(parts[0] ?? []), ...one.terms, ...guessed])]);
    else if (one.terms.length > 0) worded.groups.push([...new Set([...pairTerms(parts), ...one.terms])]);
    else {
      worded.groups.push(...parts);
      worded.beside.push(parts.map(anyOf).join(" <-> "));
    }
  }
  return worded;
}

/** A number in parts, or the whole: what has one of its longest parts is looked at. */
function pairTerms(parts: readonly Group[]): Group {
  return parts.toSorted((a, b) => b[0]!.length - a[0]!.length)[0]!;
}

/** One group for each word, in order; of a script without spaces, for each two characters. */
function partsOf({ tokens, text }: Words, stemsOf: StemsOf): Group[] {
  const accented = new Map(
    accentedWords(text)
      .split(" ")
      .map((written) => [foldWord(written), written]),
  );
  return tokens.flatMap(({ word }) => {
    if (isUnspaced(word)) return pairsOf(word).map((pair) => [pair]);
    return [stemsOf(word, accented.get(word) ?? word)];
  });
}

/** Words may not be operators: they are letters and digits only, and quoted. */
function anyOf(stems: Group): string {
  return `(${stems.map((stem) => `'${stem.replaceAll(/['\\]/g, "")}'`).join(" | ")})`;
}

export function questionOf(worded: Worded, asked: Asked): Question {
  return {
    groups: [...worded.groups, ...asked.groups, ...periods(asked)],
    refused: [...worded.refused, ...asked.refused],
    beside: worded.beside.length > 0 ? worded.beside.join(" & ") : null,
    ranked: worded.stems.length > 0 ? anyOf([...new Set(worded.stems)].slice(0, 200)) : null,
    from: asked.from,
    to: asked.to,
  };
}

const mostMonths = 24;
const mostYears = 20;

/** A stretch of time as the months or years it touches; none when it is open to the past, or too long. */
function periods({ from, to }: Asked): Group[] {
  if (!from) return [];
  const end = to ?? new Date(Date.now() + 31 * 86_400_000);
  const months = (end.getUTCFullYear() - from.getUTCFullYear()) * 12 + end.getUTCMonth() - from.getUTCMonth() + 1;
  if (months < 1) return [["month:none"]];
  const at = (n: number) => new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + n)).toISOString();
  if (months <= mostMonths) return [Array.from({ length: months }, (_, n) => `month:${at(n).slice(0, 7)}`)];
  const years = end.getUTCFullYear() - from.getUTCFullYear() + 1;
  return years > mostYears ? [] : [Array.from({ length: years }, (_, n) => `year:${from.getUTCFullYear() + n}`)];
}

/** The stems of words in these languages, looked up together. */
export async function lookUpStems(
  sql: RawSql,
  languages: readonly string[],
  words: readonly string[],
): Promise<Map<string, string[]>> {
  const distinct = [...new Set(words)];
  if (distinct.length === 0) return new Map();
  const rows = await sql<{ word: string; stems: string[] }[]>`
    select word, search_stems(${sql.array([...languages])}::text[], word) as stems
    from unnest(${sql.array(distinct)}::text[]) as w(word)`;
  return new Map(rows.map(({ word, stems }) => [word, stems]));
}
