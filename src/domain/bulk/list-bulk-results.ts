import type { Context } from "../workspaces/index.ts";
import { getBulkAction, type Title, titlesOf, workedSlices } from "./queries.ts";
import type { Outcome } from "./rules.ts";
import type { BulkSlice } from "./tables.ts";

/** What came of it for one conversation. The subject is null for one that was not found. */
export interface BulkResult {
  conversationId: string;
  subject: string | null;
  channel: Title["channel"] | null;
  outcome: "done" | Outcome;
  /** Null where it was done. */
  reason: string | null;
  message: string | null;
}

/** A slice, and which of its conversations. */
export interface ResultPosition {
  slice: number;
  place: number;
}

type Placed = Omit<BulkResult, "subject" | "channel"> & ResultPosition;

const slicesAtOnce = 10;

/**
 * What came of a bulk action for each conversation whose turn has been; slice by slice, what was not done
 * first. Those that are gone by now, or not for the reader, are left out. @throws NotFound
 */
export async function listBulkResults(
  ctx: Context,
  question: { bulkActionId: string; outcome?: BulkResult["outcome"]; after?: ResultPosition; limit: number },
): Promise<{ rows: BulkResult[]; next: ResultPosition | null }> {
  const { bulkActionId, outcome, after = { slice: 0, place: -1 }, limit } = question;
  const bulkAction = await getBulkAction(ctx, bulkActionId);
  const found: Placed[] = [];
  let from: number | null = outcome && bulkAction[outcome] === 0 ? null : after.slice;
  while (from !== null && found.length <= limit) {
    const slices = await workedSlices(ctx, bulkActionId, from, slicesAtOnce);
    for (const slice of slices) {
      const wanted = resultsOf(slice).filter((one) => outcome === undefined || one.outcome === outcome);
      found.push(...wanted.filter(({ place }) => slice.n > after.slice || place > after.place));
    }
    const last: number | undefined = slices.at(-1)?.n;
    from = last === undefined ? null : last + 1;
  }
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const ids = page.map(({ conversationId }) => conversationId);
  const titles = await titlesOf(ctx, ids);
  return {
    rows: page.flatMap(({ slice: _, place: __, ...one }) => {
      const title = titles.get(one.conversationId) ?? null;
      if (title === null && one.reason !== "not_found") return [];
      return [{ ...one, subject: title?.subject ?? null, channel: title?.channel ?? null }];
    }),
    next: last ? { slice: last.slice, place: last.place } : null,
  };
}

function resultsOf({ n, problems, changedIds }: Pick<BulkSlice, "n" | "problems" | "changedIds">): Placed[] {
  const undone = (problems ?? []).flatMap(({ conversationIds, ...why }) =>
    conversationIds.map((conversationId) => ({ conversationId, ...why })),
  );
  const done = (changedIds ?? []).map((conversationId) => ({
    ...{ conversationId, outcome: "done" as const, reason: null, message: null },
  }));
  return [...undone, ...done].map((one, place) => ({ ...one, slice: n, place }));
}
