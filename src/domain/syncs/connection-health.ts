import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { listRecordChecks } from "../commerce/index.ts";
import { getConnection } from "../connections/index.ts";
import { listNumbers } from "../numbers/index.ts";
import { listQueues } from "../turns/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type HealthReason, type HealthState, judgeHealth } from "./judge-health.ts";
import { listSyncRuns } from "./queries.ts";
import type { SyncRun } from "./tables.ts";

/** How a connection is doing, in one place. */
export interface ConnectionHealth {
  connectionId: string;
  state: HealthState;
  reasons: HealthReason[];
  /** When the provider last sent something by itself. */
  heardAt: Date | null;
  /** When it was last asked for all that had changed, to the end, of every kind; null: not yet. */
  comparedAt: Date | null;
  runs: SyncRun[];
}

/** @throws NotFound */
export async function getConnectionHealth(ctx: Context, connectionId: string): Promise<ConnectionHealth> {
  allow(ctx, "connections:read");
  const connection = await getConnection(ctx, connectionId);
  const runs = await listSyncRuns(ctx, connectionId);
  const checks = await listRecordChecks(ctx, connectionId);
  const queues = (await listQueues(ctx)).filter((queue) => queue.connectionId === connectionId);
  const numbers = await listNumbers(ctx, { connectionId });
  const judged = judgeHealth({ connection, runs, checks, queues, numbers }, now());
  return { connectionId, ...judged, heardAt: connection.heardAt, comparedAt: comparedAt(checks), runs };
}

function comparedAt(checks: readonly { checkedAt: Date | null }[]): Date | null {
  const oldest = checks.toSorted((a, b) => (a.checkedAt?.getTime() ?? 0) - (b.checkedAt?.getTime() ?? 0));
  return oldest[0]?.checkedAt ?? null;
}
