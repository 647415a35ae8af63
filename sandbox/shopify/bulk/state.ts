import type { Lines } from "./lines.ts";

/** What the shop's bulk operations do, and those there were. */
export interface BulkState {
  operations: BulkOperation[];
  lastId: number;
  manner: BulkManner;
}

/** How the operations started from now on behave. */
export interface BulkManner {
  /** Children right after their parents, after all parents, or before them. `groupObjects` asks for the first. */
  order: "adjacent" | "apart" | "childrenFirst";
  /** So many parents are left out of the file: their children are orphans. */
  dropParents: number;
  /** How long it runs, by the sandbox's clock. */
  runsMs: number;
  /** It fails after so many lines, which are to be had at `partialDataUrl`. */
  failAfterLines: number | null;
  errorCode: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT";
  /** How long the file can be fetched. */
  urlLifeMs: number;
  /** The first download ends here, in the middle of whatever it was. */
  cutDownloadAtBytes: number | null;
  /** The whole file so many times over, under ids of its own each time: 100,000 orders from a hundred. */
  copies: number;
}

export interface BulkOperation {
  id: number;
  query: string;
  status: "CREATED" | "RUNNING" | "COMPLETED" | "CANCELING" | "CANCELED" | "FAILED";
  errorCode: BulkManner["errorCode"] | null;
  createdAtMs: number;
  completedAtMs: number | null;
  manner: BulkManner;
  /** Read when it was started. */
  result: Lines;
  /** Ends the waiting of a running one. */
  stopping: AbortController;
}

export const usualManner: BulkManner = {
  ...{ order: "apart", dropParents: 0, runsMs: 0, failAfterLines: null, errorCode: "INTERNAL_SERVER_ERROR" },
  ...{ urlLifeMs: 7 * 86_400_000, cutDownloadAtBytes: null, copies: 1 },
};

export function createBulk(): BulkState {
  return { operations: [], lastId: 720_918_000_000, manner: { ...usualManner } };
}

export function isOver({ status }: BulkOperation): boolean {
  return status === "COMPLETED" || status === "FAILED" || status === "CANCELED";
}
