import { z } from "zod";
import { failSyncRun, stopSync } from "../src/domain/syncs/index.ts";
import { advanceBackfill, beginBackfill, completeBackfill, disconnected } from "../src/inbound/backfill.ts";
import { defineWorker } from "./define-worker.ts";

const turn = z.object({ syncRunId: z.uuid(), turn: z.int() });
const incomplete = z.object({ syncRunId: z.uuid(), externalIds: z.array(z.string()) });

/** Copies what a shop has: few at a time, each keeps the database busy. */
export const backfill = defineWorker("backfill", {
  concurrency: 3,
  orderingField: "connectionId",
  on: {
    "connection.connected": (ctx, data) => beginBackfill(ctx, data),
    "connection.disconnected": (ctx, data) => stopSync(ctx, { ...data, reason: disconnected }),
  },
  jobs: {
    advance: (ctx, data) => advanceBackfill(ctx, turn.parse(data)),
    complete: (ctx, data) => completeBackfill(ctx, incomplete.parse(data)),
  },
  giveUp: async (ctx, data, reason) => {
    const given = turn.safeParse(data);
    if (given.success) await failSyncRun(ctx, { syncRunId: given.data.syncRunId, reason });
  },
});
