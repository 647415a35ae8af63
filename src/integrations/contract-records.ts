import type { Connection } from "./contract.ts";
import type { RecordKind, ShopRecord } from "./contract-shop.ts";

/**
 * What a shop has, as far as we keep it: whole, one by one, or all that changed. The shop stays the truth; what a
 * webhook says is only a hint to ask again.
 */
export interface Records {
  /** What the provider has; never asked for any other kind. */
  kinds: readonly RecordKind[];
  /**
   * What changed at or after `since`, a page at a time: ids and times only, so that what is known already costs nothing.
   * @param cursor of the page before; null: the first one.
   * @throws ProviderUnavailable (`retryAfterMs` when the provider said so); ConnectionBroken; ProviderRejected.
   */
  changedSince(connection: Connection, kind: RecordKind, since: Date, cursor: string | null): Promise<ChangedPage>;
  /**
   * Records by the provider's ids, in as few questions as it allows. What it does not have (any more) is `missing`.
   * @throws as `changedSince`.
   */
  fetch(connection: Connection, kind: RecordKind, externalIds: readonly string[]): Promise<FetchedRecords>;
  /** Asks the provider to prepare everything of a kind. @throws as `changedSince`. */
  beginExport?(connection: Connection, kind: RecordKind, options: ExportOptions): Promise<{ exportId: string }>;
  /** How far it is. Safe to repeat. @throws as `changedSince`. */
  exportState?(connection: Connection, exportId: string): Promise<ExportState>;
  /**
   * What was prepared, in batches, as it comes over the wire: memory does not grow with its size.
   * `source.resumeAfter` reads over what was taken in already.
   */
  readExport?(connection: Connection, kind: RecordKind, source: ExportSource): AsyncIterable<ExportBatch>;
}

export interface ChangedPage {
  changed: { externalId: string; updatedAt: Date }[];
  /** All that changed before it is on this page or those before; null: not known before the last page. */
  upTo: Date | null;
  /** Where the next page starts; null: this was the last one. */
  next: string | null;
}
export interface FetchedRecords {
  records: ShopRecord[];
  missing: string[];
}
export interface ExportOptions {
  /** Only what was made at or after this; null: everything. */
  since: Date | null;
}
/** `rootCount`: how many records the provider has written so far. */
export type ExportState =
  | { state: "running"; rootCount: number }
  /** `url`: null when there is nothing of the kind. */
  | { state: "completed"; rootCount: number; url: string | null; bytes: number | null }
  /** `url`: what was written until then can be used. */
  | { state: "failed"; rootCount: number; reason: string; url: string | null; bytes: number | null };
export interface ExportSource {
  url: string;
  /** Position of the last batch taken in; null: from the beginning. */
  resumeAfter: string | null;
}
export interface ExportBatch {
  records: ShopRecord[];
  /** Where to go on after this batch. */
  position: string;
  /** Parts without the whole they belong to, and lines that cannot be read. */
  skipped: number;
  /** Ids of records that are not whole here, or not here although parts of them are: to be asked for one by one. */
  incomplete: string[];
  /** When the last record was made: an export that begins there has all that follow. Null: not known. */
  reachedAt: Date | null;
  /** How far into what was prepared it reaches. */
  bytes: number;
}

/** What a webhook says of a record. Never amounts or states: those are asked for. */
export type RecordFact =
  | { kind: "record-changed"; record: RecordKind; externalId: string }
  | { kind: "record-deleted"; record: RecordKind; externalId: string }
  /** One record is the other's from now on: two customers were merged. */
  | { kind: "record-replaced"; record: RecordKind; externalId: string; by: string }
  /** What was being prepared is ready, or will never be. */
  | { kind: "export-finished"; exportId: string };
