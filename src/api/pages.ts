import { z } from "zod";
import type { Cursors, ListPlace } from "./cursor.ts";

/** The parameters of every list that comes in pages. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(100).default(25).describe("Rows in a page."),
  cursor: z.string().min(1).max(500).optional().describe("`nextCursor` of the page before."),
};

/** A list's answer. `nextCursor` is null on the last page. */
export const listOf = <T extends z.ZodType>(row: T) =>
  z.object({ data: z.array(row), nextCursor: z.string().nullable() });

/** A moment and an id: the position in lists ordered by time. */
export const momentAndId = z.tuple([z.iso.datetime(), z.uuid()]);

export interface Page<P> {
  /** The position of the last row of the page before; undefined on the first page. */
  after: P | undefined;
  /** Rows to ask for: one more than shown, which says whether there is a next page. */
  ask: number;
  of<Row, Shown>(
    rows: readonly Row[],
    show: (row: Row) => Shown,
    positionOf: (row: Row) => P,
  ): { data: Shown[]; nextCursor: string | null };
  /** For a list that says itself where to go on; null at its end. */
  upTo<Shown>(data: Shown[], position: P | null): { data: Shown[]; nextCursor: string | null };
}

export interface PageRequest<P> {
  limit: number;
  cursor: string | undefined;
  filters: unknown;
  position: z.ZodType<P>;
}

export function openPage<P>(cursors: Cursors, where: Omit<ListPlace, "filters">, request: PageRequest<P>): Page<P> {
  const { limit, cursor, filters, position } = request;
  const place = { ...where, filters };
  return {
    after: cursor === undefined ? undefined : cursors.open(place, cursor, position),
    ask: limit + 1,
    of(rows, show, positionOf) {
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return { data: shown.map(show), nextCursor: last ? cursors.seal(place, positionOf(last)) : null };
    },
    upTo: (data, at) => ({ data, nextCursor: at === null ? null : cursors.seal(place, at) }),
  };
}

/** A short list, all of it in one page. */
export function wholeList<Row, Shown>(rows: readonly Row[], show: (row: Row) => Shown) {
  return { data: rows.map(show), nextCursor: null };
}
