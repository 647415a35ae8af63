import type { RawSql } from "../../platform/db.ts";
import { lookUpStems } from "./question.ts";
import { accentedWords, addressTerm, foldWord, isUnspaced, orderKey, pairsOf, type Token, tokensOf } from "./tokens.ts";

/** A text in pieces: those that fit the search are marked. Plain text, to be escaped like any other. */
export type Highlighted = { text: string; match: boolean }[];

export interface Marks {
  stems: ReadonlySet<string>;
  /** `addr:…`, `order:…` */
  exact: ReadonlySet<string>;
}

interface Span {
  start: number;
  end: number;
}

const snippetCharacters = 220;
const beforeMatch = 60;

/**
 * Prepares to mark these texts: the stems of the words that may fit are looked up together, so that what is marked is
 * what was found.
 */
export async function openMarker(
  sql: RawSql,
  languages: readonly string[],
  { stems, exact }: Marks,
  texts: readonly string[],
) {
  const beginnings = new Set([...stems].map((stem) => stem.slice(0, 2)));
  const words = new Map<string, string>();
  for (const text of texts) {
    for (const written of accentedWords(text).split(" ")) words.set(foldWord(written), written);
    for (const { word } of tokensOf(text)) {
      if (beginnings.has(word.slice(0, 2)) && !stems.has(word) && !words.has(word)) words.set(word, word);
    }
  }
  const looked = [...words].filter(([word]) => beginnings.has(word.slice(0, 2))).slice(0, 5000);
  const found = await lookUpStems(sql, languages, looked.flat());
  const fitting = new Set(stems);
  for (const [word, written] of looked) {
    const forms = [...(found.get(word) ?? []), ...(found.get(written) ?? [])];
    if (forms.some((form) => stems.has(form))) fitting.add(word);
  }
  const spansOf = (text: string) => [...exactSpans(text, exact), ...wordSpans(text, fitting)];
  return {
    /** The whole text, up to `most` characters. */
    mark: (text: string, most = 300): Highlighted => cut(text, spansOf(text), 0, most),
    /** The stretch of the text with the most matches. */
    snippet(text: string): Highlighted {
      const flat = text.replace(/\s+/gu, " ").trim();
      const spans = spansOf(flat);
      return cut(flat, spans, beginningOf(flat, spans), snippetCharacters);
    },
  };
}

export type Marker = Awaited<ReturnType<typeof openMarker>>;

function wordSpans(text: string, fitting: ReadonlySet<string>): Span[] {
  return [...tokensOf(text)].flatMap((token) =>
    isUnspaced(token.word) ? pairSpans(token, text, fitting) : fits(token, fitting),
  );
}

function fits(token: Token, fitting: ReadonlySet<string>): Span[] {
  return fitting.has(token.word) ? [token] : [];
}

/** Folding may change the length of such a word; then it is marked as a whole. */
function pairSpans(token: Token, text: string, fitting: ReadonlySet<string>): Span[] {
  const letters = [...text.slice(token.start, token.end)];
  const pairs = pairsOf(token.word);
  if (letters.length !== [...token.word].length) return pairs.some((pair) => fitting.has(pair)) ? [token] : [];
  const starts: number[] = [];
  for (let at = token.start, n = 0; n < letters.length; at += letters[n++]!.length) starts.push(at);
  const ends = letters.map((letter, n) => starts[n]! + letter.length);
  const ofPairs = pairs.flatMap((pair, n) =>
    fitting.has(pair) ? [{ start: starts[n]!, end: ends[Math.min(n + 1, ends.length - 1)]! }] : [],
  );
  const ofOne = letters.flatMap((letter, n) => (fitting.has(letter) ? [{ start: starts[n]!, end: ends[n]! }] : []));
  return [...ofPairs, ...ofOne];
}

/** Whole addresses and order numbers that were asked for. */
function exactSpans(text: string, exact: ReadonlySet<string>): Span[] {
  if (exact.size === 0) return [];
  return [...text.matchAll(/[^\s<>"(),;]+/g)].flatMap(({ 0: found, index }) => {
    const plain = found.replace(/[.:!?]+$/, "");
    const isExact = exact.has(addressTerm(plain)) || exact.has(`order:${orderKey(plain)}`);
    return isExact && plain !== "" ? [{ start: index, end: index + plain.length }] : [];
  });
}

function beginningOf(text: string, spans: readonly Span[]): number {
  if (text.length <= snippetCharacters || spans.length === 0) return 0;
  const counts = spans.slice(0, 300).map(({ start }) => {
    const inside = spans.filter(
      (other) => other.start >= start && other.end <= start + snippetCharacters - beforeMatch,
    );
    return { start, n: inside.length };
  });
  const best = counts.reduce((a, b) => (b.n > a.n || (b.n === a.n && b.start < a.start) ? b : a));
  const from = Math.max(0, Math.min(best.start - beforeMatch, text.length - snippetCharacters));
  const space = text.indexOf(" ", from);
  return from === 0 || space === -1 || space >= best.start ? from : space + 1;
}

function cut(text: string, spans: readonly Span[], from: number, most: number): Highlighted {
  const to = endOf(text, from, most);
  const pieces: Highlighted = [];
  const add = (piece: string, match: boolean) => {
    if (piece !== "") pieces.push({ text: piece, match });
  };
  let at = startOf(text, from);
  if (at > 0) add("…", false);
  for (const { start, end } of merged(spans)) {
    if (end <= at || start >= to) continue;
    add(text.slice(at, Math.max(at, start)), false);
    add(text.slice(Math.max(at, start), Math.min(end, to)), true);
    at = Math.min(end, to);
  }
  add(text.slice(at, to), false);
  if (to < text.length) add("…", false);
  return pieces;
}

/** No cut between the halves of a character. */
function startOf(text: string, at: number): number {
  return isSecondHalf(text, at) ? at + 1 : at;
}

function endOf(text: string, from: number, most: number): number {
  const to = Math.min(text.length, from + most);
  return isSecondHalf(text, to) ? to - 1 : to;
}

function isSecondHalf(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}

function merged(spans: readonly Span[]): Span[] {
  const inOrder = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const all: Span[] = [];
  for (const { start, end } of inOrder) {
    const last = all.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}
