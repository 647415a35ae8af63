import { z } from "zod";
import { settleCustomerMerge } from "../src/domain/customer-merges/index.ts";
import { defineWorker } from "./define-worker.ts";

const merge = z.object({ customerMergeId: z.uuid() });

/** What came in at the very moment of a decision is put right a little later. */
export const settle = defineWorker("settle", {
  concurrency: 2,
  jobs: { customer_merge: (ctx, data) => settleCustomerMerge(ctx, merge.parse(data)) },
});
