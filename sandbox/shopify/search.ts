/** What a search term may name, per row; a list matches when one of its values does. */
export type Searchable<T> = Record<string, (row: T) => string | number | null>;

/**
 * Shopify's search syntax as far as it is spoken here: `field:value`, `field:>=value`, quotes, `-`, a trailing `*`,
 * bare words, all joined by AND. An unknown field is passed over, as Shopify does (with a warning).
 * Source: https://shopify.dev/docs/api/usage/search-syntax
 */
export function search<T>(rows: readonly T[], query: string | null | undefined, fields: Searchable<T>): T[] {
  const terms = [...(query ?? "").matchAll(/(-?)(?:(\w+):(>=|<=|>|<)?)?(?:"((?:\\.|[^"\\])*)"|'([^']*)'|(\S+))/g)]
    .map(([, minus, field, comparator, double, single, word]) => ({
      ...{ negated: minus === "-", field, comparator: comparator ?? "" },
      value: (double?.replace(/\\(.)/g, "$1") ?? single ?? word ?? "").toLowerCase(),
    }))
    .filter(({ field, value }) => (field === undefined ? value !== "and" : field in fields));
  return rows.filter((row) =>
    terms.every(({ field, comparator, value, negated }) => {
      const named = field === undefined ? Object.values(fields) : [fields[field]];
      return named.some((read) => read && meets(read(row), comparator, value)) !== negated;
    }),
  );
}

function meets(actual: string | number | null, comparator: string, wanted: string): boolean {
  if (actual === null) return false;
  const text = String(actual).toLowerCase();
  if (comparator === "") return isEqual(text, wanted);
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
