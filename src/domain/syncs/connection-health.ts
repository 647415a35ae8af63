import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { getConnection } from "../connections/index.ts";
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
  runs: SyncRun[];
}

/** @throws NotFound */
export async function getConnectionHealth(ctx: Context, connectionId: string): Promise<ConnectionHealth> {
  allow(ctx, "connections:read");
  const connection = await getConnection(ctx, connectionId);
  const runs = await listSyncRuns(ctx, connectionId);
  const judged = judgeHealth({ connection, runs, checks: [] }, now());
  return { connectionId, ...judged, heardAt: connection.heardAt, runs };
}
