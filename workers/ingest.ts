import { z } from "zod";
import { ingestDeliveries } from "../src/inbound/ingest.ts";
import { defineBatchWorker } from "./define-worker.ts";

const payload = z.object({ deliveryId: z.uuid() });

/** Deliveries become conversations, many at once; those of one thread in the order they were recorded. */
export const ingest = defineBatchWorker("ingest", {
  batchSize: 200,
  concurrency: 2,
  run: ({ db }, jobs) =>
    ingestDeliveries(
      db,
      jobs.map(({ workspaceId, payload: data, cause }) => ({ workspaceId, cause, ...payload.parse(data) })),
    ),
});
