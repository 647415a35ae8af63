import { ProviderUnavailable } from "../../../platform/errors.ts";
import { queryShop, type ShopAccess } from "../client.ts";
import { QueryTooExpensive } from "../failure.ts";
import type { Lane } from "../throttle.ts";
import { hasMore, isObject, type Json, nodes, object, text } from "./parse.ts";

export type Ask = (document: string, variables: Record<string, unknown>) => Promise<Json>;

/** Asks a shop; `lane` says who waits for it. */
export function askShop(connection: ShopAccess, lane: Lane): Ask {
  return async (document, variables) => {
    const answer = await queryShop(connection, document, variables, { lane });
    if (!isObject(answer)) throw new ProviderUnavailable("Shopify gave an answer we cannot read");
    return answer;
  };
}

/** Ids in one question to begin with; Shopify does not say beforehand what a question costs. */
const mostIds = 25;
/** What was found to fit, by document. */
const fitting = new Map<string, number>();

/** Nodes by id, many in one question; one that Shopify finds too large is asked in halves. */
export async function nodesById(
  ask: Ask,
  document: string,
  ids: readonly string[],
  sizes: Record<string, number> = {},
): Promise<Map<string, Json>> {
  const found = new Map<string, Json>();
  const left = [...ids];
  while (left.length > 0) {
    const size = Math.min(left.length, fitting.get(document) ?? mostIds);
    try {
      const answer = await ask(document, { ids: left.slice(0, size), ...sizes });
      for (const node of nodes(answer.nodes)) if (text(node.id)) found.set(String(node.id), node);
      left.splice(0, size);
    } catch (error) {
      if (!(error instanceof QueryTooExpensive) || size === 1) throw error;
      fitting.set(document, Math.ceil(size / 2));
    }
  }
  return found;
}

/** What comes behind the first page of a connection of one node. */
export async function restOf(ask: Ask, { document, id, first, sizes, read }: RestQuestion): Promise<Json[]> {
  const rest: Json[] = [];
  let page = object(first);
  while (hasMore(page)) {
    const after = text(object(page.pageInfo).endCursor);
    if (after === null) break;
    page = object(read(await ask(document, { id, after, ...sizes })));
    rest.push(...nodes(page));
  }
  return rest;
}

interface RestQuestion {
  document: string;
  id: string;
  /** The page that is there already. */
  first: unknown;
  sizes: Record<string, number>;
  /** The connection in an answer. */
  read(answer: Json): unknown;
}
