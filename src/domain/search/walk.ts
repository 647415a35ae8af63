import type { RawSql } from "../../platform/db.ts";
import type { Question } from "./question.ts";
import type { Stream } from "./tables.ts";

/** A document that fits, not yet looked at. */
export interface Candidate {
  id: string;
  conversationId: string | null;
  customerId: string | null;
  number: number;
  at: Date;
  rank: number;
}

/** Where a search goes on. It holds everything the order depends on, so that pages neither repeat nor skip. */
export interface SearchPosition {
  /** When the first page was asked for: what counts as recent. */
  askedAt: number;
  /** Documents that came later have this number or a greater one, and are left out. */
  top: number;
  /** The newest of the documents being ranked has a smaller number. */
  below: number;
  /** How many are ranked together. */
  size: number;
  /** The last row shown of these; null: none yet. */
  last: { score: number; id: string } | null;
  /** Words are read as beginnings and mistakes too. */
  guessed: boolean;
}

export interface Scored {
  id: string;
  score: number;
}

export const firstSize = 200;
const largestSize = 3200;
/** Windows looked at for one page: what a rare filter on a common word costs at most. */
const mostWindows = 8;

/**
 * Walks the documents that fit from the newest to the oldest, a window at a time: those of a window are ranked against
 * each other. So a word that is everywhere costs as much as one that is rare.
 *
 * @param keep turns a window's candidates into what is shown of them, with their scores; what is left out is not shown.
 * @returns up to `limit` of them, and where to go on; null: that was all. A page may be short and still go on.
 */
export async function walk<T extends Scored>(
  window: (below: number, size: number) => Promise<{ candidates: Candidate[]; next: number | null }>,
  keep: (candidates: readonly Candidate[], below: number) => Promise<T[]>,
  from: SearchPosition,
  limit: number,
): Promise<{ found: T[]; next: SearchPosition | null }> {
  const found: T[] = [];
  let at: SearchPosition | null = from;
  for (let n = 0; at && n < mostWindows; n++) {
    const here: SearchPosition = at;
    const { candidates, next } = await window(here.below, here.size);
    const kept = (await keep(candidates, here.below)).toSorted(best).filter((one) => isAfter(one, here.last));
    const shown = kept.slice(0, limit - found.length);
    found.push(...shown);
    const last = shown.at(-1);
    if (shown.length < kept.length) {
      const reached = last ? { score: last.score, id: last.id } : here.last;
      return { found, next: { ...here, last: reached } };
    }
    const size = Math.min(here.size * 2, largestSize);
    at = next === null ? null : { ...here, below: next, size, last: null };
    if (found.length === limit) break;
  }
  return { found, next: at };
}

/** The newest documents that fit below a number. */
export async function candidatesOf(
  sql: RawSql,
  stream: Stream,
  question: Question,
  { kinds, below, size }: { kinds: readonly string[] | null; below: number; size: number },
): Promise<{ candidates: Candidate[]; next: number | null }> {
  const { groups, refused, from, to, beside, ranked } = question;
  const rows = await sql<(Omit<Candidate, "id" | "number"> & { id: string | null; number: number | null })[]>`
    select id, conversation_id as "conversationId", customer_id as "customerId", number::float8 as number, at, rank
    from search_candidates(${stream}, ${JSON.stringify(groups)}::text::jsonb, ${JSON.stringify(refused)}::text::jsonb,
      ${below}::float8::bigint, ${kinds ? sql.array([...kinds]) : null}::text[],
      ${from?.toISOString() ?? "-infinity"}::text::timestamptz, ${to?.toISOString() ?? "infinity"}::text::timestamptz,
      ${beside}::text::tsquery, ${ranked}::text::tsquery, ${size})`;
  const candidates = rows.filter((row): row is Candidate => row.id !== null);
  return { candidates, next: rows.find(({ id }) => id === null)?.number ?? null };
}

/** Of equal rank, the newer: after half a year a text counts half, and never nothing. */
export function scoreOf({ rank, at }: Pick<Candidate, "rank" | "at">, askedAt: number): number {
  const days = Math.max(0, askedAt - at.getTime()) / 86_400_000;
  return (rank + 0.001) * (0.25 + 0.75 * 0.5 ** (days / 180));
}

function best(a: Scored, b: Scored): number {
  return b.score - a.score || (a.id < b.id ? 1 : -1);
}

function isAfter(one: Scored, last: SearchPosition["last"]): boolean {
  return !last || one.score < last.score || (one.score === last.score && one.id < last.id);
}
