import type { TauDatabase, TauDiff } from "./data.ts";

type State = Pick<TauDatabase, "orders" | "users">;
type Rows = Record<string, Record<string, unknown>>;

/** Table, row and field → what it became, in one spelling, so that texts can be compared. */
export type Changes = Map<string, string>;

/** What is different between two states of the shop. */
export function changesBetween(before: State, after: State): Changes {
  const changes: Changes = new Map();
  for (const table of ["orders", "users"] as const) {
    const [was, is]: [Rows, Rows] = [before[table], after[table]];
    for (const [id, row] of Object.entries(is)) {
      for (const field of new Set([...Object.keys(row), ...Object.keys(was[id] ?? {})])) {
        const now = spelled(field, row[field]);
        if (now !== spelled(field, was[id]?.[field])) changes.set(`${table} ${id} ${field}`, now);
      }
    }
  }
  return changes;
}

export function expectedChanges(diff: TauDiff): Changes {
  const changes: Changes = new Map();
  for (const [table, rows] of Object.entries(diff)) {
    for (const [id, fields] of Object.entries(rows ?? {})) {
      for (const [field, { after }] of Object.entries(fields))
        changes.set(`${table} ${id} ${field}`, spelled(field, after));
    }
  }
  return changes;
}

/** One line for each field that is not as it should be. */
export function differences(expected: Changes, found: Changes): string[] {
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((key) => expected.get(key) !== found.get(key))
    .map((key) => `${key}: expected ${short(expected.get(key))}, got ${short(found.get(key))}`);
}

/** The order of an order's items and of keys says nothing; amounts are compared to the cent. */
function spelled(field: string, value: unknown): string {
  const plain = canonical(value);
  if (field !== "items" || !Array.isArray(plain)) return JSON.stringify(plain ?? null);
  return JSON.stringify(plain.map((each) => JSON.stringify(each)).sort());
}

function canonical(value: unknown): unknown {
  if (typeof value === "number") return value.toFixed(2).replace("-0.00", "0.00");
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
}

function short(text: string | undefined): string {
  if (text === undefined) return "no change";
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
