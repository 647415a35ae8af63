import type { Worker, WorkerTools } from "../define-worker.ts";

/**
 * How jobs get from the `jobs` table to the code that runs them. The table stays the truth whatever the transport:
 * it decides what is due, keeps order and leases, and learns what became of each job.
 */
export interface Transport {
  /** New jobs may be due. */
  wake(): void;
  /** Claims nothing more, lets running jobs end within `deadlineMs`, gives the others back at once. */
  stop(deadlineMs: number): Promise<void>;
}

export interface TransportOptions {
  tools: WorkerTools;
  workers: readonly Worker[];
  /** How often to look for due jobs when nothing wakes the transport. */
  pollMs: number;
}
