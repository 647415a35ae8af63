type Value = string | number | null;

/** What a search term may name, per row; a list matches when one of its values does. */
export type Searchable<T> = Record<string, (row: T) => Value | readonly Value[]>;

type Test<T> = (row: T) => boolean;

/**
 * Shopify's search syntax as far as it is spoken here: `field:value`, `field:>=value`, `field:a,b`, `field:*`, quotes,
 * a trailing `*`, bare words, joined by AND (which may be left out), OR, NOT or `-`, and parentheses. An unknown field
 * is passed over, as Shopify does (with a warning).
 * Source: https://shopify.dev/docs/api/usage/search-syntax
 */
export function search<T>(rows: readonly T[], query: string | null | undefined, fields: Searchable<T>): T[] {
  const tokens = [...(query ?? "").matchAll(pattern)].map(([token]) => token);
  const test = anyOf(tokens, fields);
  return rows.filter(test);
}

const text = `"(?:\\\\.|[^"\\\\])*"|'[^']*'`;
const pattern = new RegExp(`[()]|-?(?:\\w+:)?(?:>=|<=|>|<)?(?:${text}|[^\\s()"']+)`, "g");

function anyOf<T>(tokens: string[], fields: Searchable<T>): Test<T> {
  const tests = [allOf(tokens, fields)];
  while (tokens[0] === "OR") {
    tokens.shift();
    tests.push(allOf(tokens, fields));
  }
  return (row) => tests.some((test) => test(row));
}

function allOf<T>(tokens: string[], fields: Searchable<T>): Test<T> {
  const tests: Test<T>[] = [];
  while (tokens.length > 0 && tokens[0] !== "OR" && tokens[0] !== ")") {
    if (tokens[0] === "AND") tokens.shift();
    else tests.push(one(tokens, fields));
  }
  return (row) => tests.every((test) => test(row));
}

function one<T>(tokens: string[], fields: Searchable<T>): Test<T> {
  const token = tokens.shift() ?? "";
  if (token === "NOT") {
    const test = one(tokens, fields);
    return (row) => !test(row);
  }
  if (token !== "(") return term(token, fields);
  const inner = anyOf(tokens, fields);
  tokens.shift(); // the closing parenthesis
  return inner;
}

function term<T>(token: string, fields: Searchable<T>): Test<T> {
  const [, minus, field, comparator = "", given = ""] = /^(-?)(?:(\w+):)?(>=|<=|>|<)?(.*)$/s.exec(token) ?? [];
  if (field !== undefined && !(field in fields)) return () => true;
  const wanted = unquoted(given).toLowerCase();
  const parts = /^["']/.test(given) || comparator ? [wanted] : wanted.split(",");
  const named = field === undefined ? Object.values(fields) : [fields[field]];
  const isWord = field === undefined;
  const test: Test<T> = (row) =>
    named.some(
      (read) =>
        read && [read(row)].flat().some((value) => parts.some((part) => meets(value, comparator, part, isWord))),
    );
  return minus ? (row) => !test(row) : test;
}

function unquoted(given: string): string {
  if (given.startsWith("'")) return given.slice(1, -1);
  return given.startsWith('"') ? given.slice(1, -1).replace(/\\(.)/g, "$1") : given.replace(/\\(.)/g, "$1");
}

function meets(actual: Value, comparator: string, wanted: string, isWord: boolean): boolean {
  if (actual === null) return false;
  const text = String(actual).toLowerCase();
  if (comparator === "") return isEqual(text, wanted) || (isWord && text.split(/[\s@.]+/).includes(wanted));
  const sides = typeof actual === "number" ? [actual, Number(wanted)] : [Date.parse(text), Date.parse(wanted)];
  const [left = Number.NaN, right = Number.NaN] = sides;
  if (comparator === ">=") return left >= right;
  if (comparator === "<=") return left <= right;
  return comparator === ">" ? left > right : left < right;
}

function isEqual(text: string, wanted: string): boolean {
  if (wanted.endsWith("*")) return text.startsWith(wanted.slice(0, -1));
  return text === wanted || text.replace(/^#/, "") === wanted.replace(/^#/, "");
}
