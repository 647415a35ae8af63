export { type ConnectionHealth, getConnectionHealth } from "./connection-health.ts";
export { claimExport, moveSyncRun } from "./move-sync-run.ts";
export { getSyncRun } from "./queries.ts";
export { isEnded, mostFailures, nextLookMs } from "./rules.ts";
export { forgetSyncs, startSync } from "./start-sync.ts";
export { failSyncRun, stopSync } from "./stop-sync.ts";
export type { SyncRun } from "./tables.ts";
export { takeInBatch, takeInWhole } from "./take-in.ts";
export { wakeSync } from "./wake-sync.ts";
