import { type NewDelivery, recordDeliveries } from "../domain/connections/index.ts";
import type { Database } from "../platform/db.ts";

interface Waiting {
  deliveries: NewDelivery[];
  bytes: number;
  done: (outcome: Outcome) => void;
  failed: (error: unknown) => void;
}

/** "strayed": some of the deliveries named an account that is no longer that connection's, and were not stored. */
type Outcome = "recorded" | "strayed";

export interface Recorder {
  /**
   * Resolves when the deliveries are committed: only then may the provider be told so.
   * @param bytes how large they are together, about.
   */
  record(deliveries: NewDelivery[], bytes?: number): Promise<Outcome>;
}

const maxBytesInOneCommit = 32 * 1024 * 1024;

/**
 * Stores deliveries, each once. Requests that come at the same time share one transaction, so that many webhooks a
 * second cost few commits; while one is on its way the next ones gather.
 *
 * @param maxInOneCommit deliveries, not requests; bounds memory and the time a lock is held.
 */
export function openRecorder(db: Database, maxInOneCommit = 200): Recorder {
  let waiting: Waiting[] = [];
  let busy = 0;
  const maxBusy = 1;

  async function flush() {
    if (busy >= maxBusy || waiting.length === 0) return;
    const batch = takeBatch();
    busy++;
    try {
      await store(batch);
    } catch {
      // One bad delivery must not fail its neighbours: each on its own tells them apart.
      await Promise.all(batch.map((one) => store([one]).catch(one.failed)));
    } finally {
      busy--;
      void flush();
    }
  }

  async function store(batch: Waiting[]) {
    const all = batch.length === 1 ? batch[0]!.deliveries : batch.flatMap((one) => one.deliveries);
    const strays = new Set((await recordDeliveries(db, all)).strays);
    for (const { deliveries, done } of batch) done(deliveries.some((one) => strays.has(one)) ? "strayed" : "recorded");
  }

  function takeBatch(): Waiting[] {
    let count = 0;
    let bytes = 0;
    let end = 0;
    for (const one of waiting) {
      count += one.deliveries.length;
      bytes += one.bytes;
      if (end > 0 && (count > maxInOneCommit || bytes > maxBytesInOneCommit)) break;
      end++;
    }
    const batch = waiting.slice(0, end);
    waiting = waiting.slice(end);
    return batch;
  }

  return {
    record: (deliveries, bytes = 0) =>
      new Promise((done, failed) => {
        waiting.push({ deliveries, bytes, done, failed });
        setImmediate(() => void flush());
      }),
  };
}
