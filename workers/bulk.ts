import { z } from "zod";
import { runBulkAction, stopBulkAction } from "../src/domain/bulk/index.ts";
import { defineWorker } from "./define-worker.ts";

const payload = z.object({ bulkActionId: z.uuid() });

/** Actions on many conversations. Few at a time: each keeps the database busy. */
export const bulk = defineWorker("bulk", {
  concurrency: 2,
  jobs: { run: (ctx, data) => runBulkAction(ctx, payload.parse(data)) },
  giveUp: (ctx, data) => {
    const message = "Something went wrong on our side, several times; start it again for what is left";
    return stopBulkAction(ctx, { ...payload.parse(data), reason: "gave_up", message });
  },
});
