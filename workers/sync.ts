import { notifyConnection } from "../src/domain/connections/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import { pullConnection } from "../src/inbound/pull.ts";
import { defineWorker } from "./define-worker.ts";

/** Reads what a provider says has changed; one pull of a connection at a time. */
export const sync = defineWorker("sync", {
  concurrency: 4,
  leaseMs: 5 * 60_000,
  orderingField: "connectionId",
  on: {
    "connection.connected": pullAll,
    "connection.recovered": pullAll,
    "connection.notified": pullAll,
  },
});

async function pullAll(ctx: Context, data: { connectionId: string }): Promise<void> {
  if (await pullConnection(ctx, data)) await notifyConnection(ctx, data);
}
