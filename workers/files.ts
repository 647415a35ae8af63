import { z } from "zod";
import { fetchAttachments } from "../src/inbound/fetch-attachments.ts";
import { defineWorker } from "./define-worker.ts";

const message = z.object({ connectionId: z.uuid(), externalId: z.string() });

/** Files that lie at a provider are brought here; those that do not come in time are told beside their message. */
export const files = defineWorker("files", {
  concurrency: 3,
  maxFailures: 6,
  jobs: {
    fetch: (ctx, payload) => fetchAttachments(ctx, message.parse(payload), { isLastTry: false }),
  },
  giveUp: (ctx, payload) => fetchAttachments(ctx, message.parse(payload), { isLastTry: true }),
});
