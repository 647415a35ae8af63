import { GraphQLError } from "graphql";

export interface PageArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
}

const mostRows = 250;
/** Asks for all rows at once: only a bulk operation may. No query of a client can, its cost would be too high. */
export const everyRow = 2_147_483_647;

/**
 * A page of `rows` in Shopify's form.
 * @throws GraphQLError without `first` or `last`, or with more than 250.
 * Source: https://shopify.dev/docs/api/usage/pagination-graphql
 */
export function connection<T extends { id: unknown }>(rows: readonly T[], args: PageArgs) {
  const size = args.first ?? args.last;
  if (size === null || size === undefined) throw badRequest("you must provide one of first or last");
  if (size < 0 || (size > mostRows && size !== everyRow))
    throw badRequest(`first and last must be between 0 and ${mostRows}`);
  const ordered = args.reverse ? rows.toReversed() : [...rows];
  const from = args.after ? position(ordered, args.after) + 1 : 0;
  const to = args.before ? position(ordered, args.before) : ordered.length;
  const start = args.first === null || args.first === undefined ? Math.max(from, to - size) : from;
  const end = Math.min(to, start + size);
  const edges = ordered.slice(start, end).map((node) => ({ cursor: cursorOf(node), node }));
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

function cursorOf({ id }: { id: unknown }): string {
  return Buffer.from(JSON.stringify({ last_id: id })).toString("base64");
}

function position(rows: readonly { id: unknown }[], cursor: string): number {
  const found = rows.findIndex((row) => cursorOf(row) === cursor);
  if (found === -1) throw badRequest("Invalid cursor for current pagination sort.");
  return found;
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
}
