import { sendMessage } from "../src/outbound/send.ts";
import { defineWorker } from "./define-worker.ts";

/** Replies go out; those of one conversation in the order they were written. */
export const outbound = defineWorker("outbound", {
  concurrency: 10,
  orderingField: "conversationId",
  on: { "message.queued": sendMessage },
});
