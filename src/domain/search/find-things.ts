import { openMarker } from "./highlight.ts";
import { customerHit, linesOf, orderHit, readCustomers, readOrders } from "./hits.ts";
import { type Found, marksOf, type OpenSearch } from "./open-search.ts";
import { questionOf, type Worded } from "./question.ts";
import { candidatesOf, firstSize, type SearchPosition, scoreOf, walk } from "./walk.ts";

/** Customers or orders: those that are exactly what was asked for come first. */
export async function findThings(
  at: OpenSearch,
  type: "customer" | "order",
  worded: Worded,
  from: SearchPosition,
  limit: number,
): Promise<Found> {
  const { sql, asked, ctx, languages } = at;
  if (asked.ofMessages || asked.ofConversations) return { hits: [], next: null };
  const question = questionOf(worded, type === "order" ? asked : { ...asked, from: null, to: null });
  if (question.groups.length === 0) return { hits: [], next: null };
  const window = (below: number, size: number) => candidatesOf(sql, type, question, { kinds: null, below, size });
  const exact = new Set(worded.exact);
  const exactly = exact.size > 0 ? await exactIds(at, type, worded.exact) : new Set<string>();
  const { found, next } = await walk(
    window,
    async (candidates) =>
      candidates.map((one) => ({ id: one.id, score: scoreOf(one, from.askedAt) + (exactly.has(one.id) ? 1000 : 0) })),
    from,
    limit,
  );
  const ids = found.map(({ id }) => id);
  if (type === "customer") {
    const rows = await readCustomers(sql, ctx.workspaceId, ids);
    const texts = rows.flatMap(({ name, contacts }) => [name, ...contacts.map(({ value }) => value)]);
    const marker = await openMarker(sql, languages, marksOf(worded), texts);
    return { hits: inOrderOf(ids, rows).map((row) => customerHit(row, exact, marker)), next };
  }
  const rows = await readOrders(sql, ctx.workspaceId, ids);
  const texts = rows.flatMap((row) => [row.name, row.customerName, linesOf(row)]);
  const marker = await openMarker(sql, languages, marksOf(worded), texts);
  return { hits: inOrderOf(ids, rows).map((row) => orderHit(row, exact, marker)), next };
}

async function exactIds({ sql, top }: OpenSearch, type: "customer" | "order", terms: string[]): Promise<Set<string>> {
  const question = { groups: [terms], refused: [], from: null, to: null, beside: null, ranked: null };
  const { candidates } = await candidatesOf(sql, type, question, { kinds: null, below: top, size: firstSize });
  return new Set(candidates.map(({ id }) => id));
}

function inOrderOf<Row extends { id: string }>(ids: readonly string[], rows: readonly Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
