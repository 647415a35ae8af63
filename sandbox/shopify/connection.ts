import { GraphQLError } from "graphql";

export interface PageArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
}

type Value = string | number;
type Row = { id: number | string };
interface Place {
  last_id: number | string;
  last_value: Value;
}

interface Connection<V> {
  edges: { cursor: string; node: V }[];
  nodes: V[];
  pageInfo: {
    startCursor: string | null;
    endCursor: string | null;
    hasNextPage: boolean;
    hasPreviousPage: boolean;
  };
}

const mostRows = 250;
/** Asks for all rows at once: only a bulk operation may. No query of a client can, its cost would be too high. */
export const everyRow = 2_147_483_647;

/**
 * A page of `rows` as they stand, seen by `view`, in Shopify's form.
 * @throws GraphQLError without `first` or `last`, or with more than 250.
 * Source: https://shopify.dev/docs/api/usage/pagination-graphql
 */
export function connection<T extends Row>(rows: readonly T[], args: PageArgs): Connection<T>;
export function connection<T extends Row, V extends object>(
  rows: readonly T[],
  args: PageArgs,
  view: (row: T) => V,
): Connection<V>;
export function connection<T extends Row>(
  rows: readonly T[],
  args: PageArgs,
  view: (row: T) => object = (row) => row,
): Connection<object> {
  const places = new Map(rows.map((row, index) => [row.id, index]));
  return paged(rows, args, view, (row) => places.get(row.id) ?? 0);
}

/**
 * A page of `rows` in the order of `key`. A cursor holds the value it stands at, as Shopify's does: a row that moves
 * while others are being read takes no other with it.
 */
export function sortedConnection<T extends Row, V extends object>(
  rows: readonly T[],
  args: PageArgs,
  key: (row: T) => Value,
  view: (row: T) => V,
) {
  return paged(
    [...rows].sort((a, b) => compare(placeOf(a, key), placeOf(b, key))),
    args,
    view,
    key,
  );
}

function paged<T extends Row, V extends object>(
  rows: readonly T[],
  args: PageArgs,
  view: (row: T) => V,
  key: (row: T) => Value,
) {
  const size = args.first ?? args.last;
  if (size === null || size === undefined) throw badRequest("you must provide one of first or last");
  if (size < 0 || (size > mostRows && size !== everyRow))
    throw badRequest(`first and last must be between 0 and ${mostRows}`);
  const ordered = args.reverse ? rows.toReversed() : rows;
  const sign = args.reverse ? -1 : 1;
  const isBeyond = (cursor: string) => {
    const place = placeIn(cursor);
    return (row: T) => sign * compare(placeOf(row, key), place);
  };
  const from = args.after ? firstIndex(ordered, isBeyond(args.after), 1) : 0;
  const to = args.before ? firstIndex(ordered, isBeyond(args.before), 0) : ordered.length;
  const start = args.first === null || args.first === undefined ? Math.max(from, to - size) : from;
  const end = Math.min(to, start + size);
  const edges = ordered.slice(start, end).map((row) => ({ cursor: cursorOf(placeOf(row, key)), node: view(row) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: end < ordered.length,
      hasPreviousPage: start > 0,
    },
  };
}

function firstIndex<T>(rows: readonly T[], distance: (row: T) => number, least: number): number {
  const found = rows.findIndex((row) => distance(row) >= least);
  return found === -1 ? rows.length : found;
}

const placeOf = <T extends Row>(row: T, key: (row: T) => Value): Place => ({ last_id: row.id, last_value: key(row) });

/** -1, 0 or 1. */
function compare(a: Place, b: Place): number {
  if (a.last_value !== b.last_value) return a.last_value < b.last_value ? -1 : 1;
  return a.last_id === b.last_id ? 0 : a.last_id < b.last_id ? -1 : 1;
}

function cursorOf(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString("base64");
}

function placeIn(cursor: string): Place {
  try {
    const { last_id, last_value } = JSON.parse(Buffer.from(cursor, "base64").toString("utf8"));
    if (last_id !== undefined && last_value !== undefined) return { last_id, last_value };
  } catch {
    // Falls through: whatever it was, it is no cursor of ours.
  }
  throw badRequest("Invalid cursor for current pagination sort.");
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
}
