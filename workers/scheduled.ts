import { z } from "zod";
import { dispatchReply, holdReply } from "../src/domain/scheduled-replies/index.ts";
import { defineWorker } from "./define-worker.ts";

const payload = z.object({ scheduledReplyId: z.uuid(), sendAt: z.coerce.date() });

/** Replies go out when their moment has come. */
export const scheduled = defineWorker("scheduled", {
  concurrency: 10,
  jobs: { send: (ctx, data) => dispatchReply(ctx, payload.parse(data)) },
  giveUp: (ctx, data, reason) => holdReply(ctx, { ...payload.parse(data), reason }),
});
