import type { SyncRun } from "./tables.ts";

/** Exports a shop prepares at the same time. Source: https://shopify.dev/docs/api/usage/bulk-operations/queries */
export const mostExports = 5;
/** Ids asked for in one job. */
export const mostAskedAtOnce = 50;
/** Progress of a run is announced this often at most. */
export const announceEveryMs = 1500;
/** Exports that fail in a row without bringing anything before a run gives up. */
export const mostFailures = 3;

export const isEnded = ({ state }: Pick<SyncRun, "state">) =>
  state === "done" || state === "failed" || state === "stopped";

/** A run in numbers, as it is announced. */
export function progressOf({ id, connectionId, kind, state, records, expected }: SyncRun) {
  return { syncRunId: id, connectionId, kind, state, records, expected };
}

/** The shop is asked soon first, then less often. */
export function nextLookMs(run: Pick<SyncRun, "startedAt">, at: Date): number {
  return Math.min(30_000, Math.max(1000, (at.getTime() - run.startedAt.getTime()) / 10));
}
