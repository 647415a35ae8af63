import { z } from "zod";
import { markFailed } from "../src/domain/conversations/index.ts";
import { sendMessage } from "../src/outbound/send.ts";
import { defineWorker } from "./define-worker.ts";

const queued = z.object({ messageId: z.uuid() });

/** Replies go out; those of one conversation in the order they were written. */
export const outbound = defineWorker("outbound", {
  concurrency: 10,
  orderingField: "conversationId",
  on: { "message.queued": sendMessage },
  giveUp: (ctx, payload, reason) =>
    markFailed(ctx, {
      messageId: queued.parse(payload).messageId,
      failure: {
        code: "gave_up",
        message: `It could not be sent: ${reason}. Look in the mailbox before you write again: an attempt may have got through.`,
      },
    }),
});
