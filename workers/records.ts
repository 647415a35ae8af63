import { z } from "zod";
import { planRestocked } from "../src/ai/index.ts";
import { endOvertaken } from "../src/domain/automation/index.ts";
import { requestRefresh } from "../src/domain/commerce/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import { reconcileRecords } from "../src/inbound/reconcile.ts";
import { refreshRecords } from "../src/inbound/refresh.ts";
import { defineWorker } from "./define-worker.ts";

const connection = z.object({ connectionId: z.uuid() });

/** Keeps our copy of a shop's records true; one job of a shop at a time. */
export const records = defineWorker("records", {
  concurrency: 4,
  leaseMs: 5 * 60_000,
  orderingField: "connectionId",
  on: {
    "connection.connected": reconcileRecords,
    "connection.recovered": reconcileRecords,
  },
  jobs: {
    refresh: (ctx, payload) => refresh(ctx, connection.parse(payload)),
    reconcile: (ctx, payload) => reconcileRecords(ctx, connection.parse(payload)),
  },
});

async function refresh(ctx: Context, data: { connectionId: string }): Promise<void> {
  const hasMore = await refreshRecords(ctx, data);
  // Also when nothing was left to be asked for: who saved it may have died before this.
  await endOvertaken(ctx);
  await planRestocked(ctx, data);
  if (hasMore) await requestRefresh(ctx, data);
}
