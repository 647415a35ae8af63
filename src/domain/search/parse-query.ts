import { AppError } from "../../platform/errors.ts";
import { addressTerm, orderKey, phoneTerm, type Token, tokensOf } from "./tokens.ts";

/** Where in the query something stands, in characters, so that a mistake can be shown in its place. */
export interface Place {
  position: number;
  length: number;
}

/** Words to be found: one, or several that must stand side by side. */
export interface Words extends Place {
  tokens: readonly Token[];
  /** The words as they were written, for stems that depend on accents. */
  text: string;
  /** Terms of which one is as good as the words: an address, a phone number, an order's number. */
  terms: string[];
  /** Found by these terms alone. */
  exactly: boolean;
  /** Ends with a star: words that begin so. */
  prefix: boolean;
  quoted: boolean;
  not: boolean;
}

export interface FieldTerm extends Place {
  field: FieldName;
  value: string;
  not: boolean;
}

export interface ParsedQuery {
  words: Words[];
  fields: FieldTerm[];
}

export const fieldNames = [
  "from",
  "to",
  "customer",
  "order",
  "tag",
  "status",
  "assignee",
  "team",
  "view",
  "channel",
  "priority",
  "before",
  "after",
  "is",
  "has",
] as const;
export type FieldName = (typeof fieldNames)[number];

export const bounds = { characters: 500, terms: 20 } as const;

/**
 * Takes a query apart. The grammar is in docs/search.md.
 * @throws AppError("invalid_input") with `details.position` and `details.length` of what cannot be understood.
 */
export function parseQuery(query: string): ParsedQuery {
  const parsed: ParsedQuery = { words: [], fields: [] };
  for (const term of termsOf(query)) {
    if (parsed.words.length + parsed.fields.length >= bounds.terms) {
      throw misunderstood(`A search has at most ${bounds.terms} terms: leave some out`, term);
    }
    const field = fieldOf(query, term);
    if (field) parsed.fields.push(field);
    else parsed.words.push(...wordsOf(term));
  }
  return parsed;
}

/** @param field of the input, for whoever shows it beside the box. */
export function misunderstood(message: string, { position, length }: Place): AppError {
  return new AppError("invalid_input", `${message} (at character ${position + 1})`, {
    details: { reason: "query", position, length },
  });
}

interface RawTerm extends Place {
  /** Before a quote: `from:`. */
  head: string;
  body: string;
  quoted: boolean;
  not: boolean;
}

const phoneAhead = /(?:\+|\(?0)\d*[\d\s()./-]{5,18}\d(?=\s|$)/y;
const termAhead = /(-?)([^\s"]*?)"([^"]*)("?)|(-?)([^\s"]+)/y;

function* termsOf(query: string): Generator<RawTerm> {
  for (let at = 0; at < query.length; ) {
    if (/\s/u.test(query[at]!)) {
      at++;
      continue;
    }
    const term = phoneAt(query, at) ?? termAt(query, at);
    yield term;
    at += term.length;
  }
}

/** A phone number may be written with spaces. */
function phoneAt(query: string, at: number): RawTerm | null {
  phoneAhead.lastIndex = at;
  const [body] = phoneAhead.exec(query) ?? [];
  if (body === undefined || body.replace(/\D/g, "").length < 7) return null;
  return { position: at, length: body.length, head: "", body, quoted: false, not: false };
}

function termAt(query: string, at: number): RawTerm {
  termAhead.lastIndex = at;
  const [all = "", minus, head = "", quote, closed, bareMinus, bare = ""] = termAhead.exec(query) ?? [];
  const place = { position: at, length: Math.max(1, all.length) };
  if (quote === undefined) return { ...place, head: "", body: bare, quoted: false, not: bareMinus === "-" };
  if (closed !== '"') throw misunderstood("A quote is opened and not closed", place);
  return { ...place, head, body: quote, quoted: true, not: minus === "-" };
}

/** Null when it is no field: a word, an address of the web, a time of day. */
function fieldOf(query: string, term: RawTerm): FieldTerm | null {
  const written = term.quoted ? term.head : term.body;
  const [, name, rest] = /^([a-z_]+):(.*)$/is.exec(written) ?? [];
  if (name === undefined || rest === undefined || rest.startsWith("//")) return null;
  const value = term.quoted ? rest + term.body : rest;
  const field = fieldNames.find((known) => known === name.toLowerCase());
  if (!field) {
    // "Fwd: hello" is text; "frm:mia" is a mistake.
    if (!/[\p{L}\p{N}]/u.test(value)) return null;
    const known = fieldNames.map((one) => `${one}:`).join(" ");
    throw misunderstood(`There is no field ${name}: – there are ${known}, and "quotes" look for text`, term);
  }
  if (value.trim() === "") {
    const what = /^\s/u.test(query.slice(term.position + term.length)) ? "directly after the colon" : "after the colon";
    throw misunderstood(`${field}: needs a value ${what}`, term);
  }
  return { field, value: value.trim(), not: term.not, position: term.position, length: term.length };
}

const isAddress = /^[^\s@"]*@[^\s@"]+\.[^\s@".]+$/;
const isOrderLike = /^#?[\p{L}\p{N}-]*\p{N}[\p{L}\p{N}-]*$/u;

function wordsOf({ head, body, quoted, not, position, length }: RawTerm): Words[] {
  // `shoes"red"` is two terms without a space between them.
  const before =
    head === "" ? [] : wordsOf({ head: "", body: head, quoted: false, not, position, length: head.length });
  const prefix = !quoted && body.endsWith("*");
  const tokens = [...tokensOf(body)];
  const exact = quoted ? [] : exactTerms(body);
  if (tokens.length === 0 && exact.length === 0) return before;
  const exactly = !quoted && isAddress.test(body);
  return [...before, { tokens, text: body, terms: exact, exactly, prefix, quoted, not, position, length }];
}

function exactTerms(body: string): string[] {
  if (isAddress.test(body)) return [addressTerm(body)];
  const phone = /^[\d\s()./+-]+$/.test(body) ? phoneTerm(body) : null;
  const order = isOrderLike.test(body) ? [`order:${orderKey(body)}`] : [];
  return phone ? [phone, ...order] : order;
}
