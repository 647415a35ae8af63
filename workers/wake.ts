import { z } from "zod";
import { wakeConversation } from "../src/domain/conversations/index.ts";
import { defineWorker } from "./define-worker.ts";

const payload = z.object({ conversationId: z.uuid(), until: z.coerce.date() });

/** Snoozed conversations open when their moment has come. */
export const wake = defineWorker("wake", {
  concurrency: 10,
  jobs: { wake: (ctx, data) => wakeConversation(ctx, payload.parse(data)) },
});
