import { z } from "zod";
import { eraseAccount, runErasure, settleErased } from "../src/domain/privacy/index.ts";
import { keepFiles } from "../src/inbound/open-attachment.ts";
import { defineWorker } from "./define-worker.ts";

const ofAccount = z.object({ privacyRequestId: z.uuid() });
const payload = z.object({ erasureId: z.uuid() });

/** People who are being erased; those of one after the other, those of others beside. */
export const erasure = defineWorker("erasure", {
  concurrency: 2,
  on: { "customer.erased": settleErased },
  jobs: {
    erase: (ctx, data) => runErasure(ctx, payload.parse(data), { keepFiles }),
    erase_account: (ctx, data) => eraseAccount(ctx, ofAccount.parse(data)),
  },
});
