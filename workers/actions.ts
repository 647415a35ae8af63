import { z } from "zod";
import { expireAction, giveUpAction } from "../src/domain/actions/index.ts";
import { performAction } from "../src/outbound/perform-action.ts";
import { previewAction } from "../src/outbound/preview-action.ts";
import { defineWorker } from "./define-worker.ts";

const about = z.object({ actionId: z.uuid() });

/** Shops are asked what planned actions would do: somebody is waiting for each. */
export const previews = defineWorker("previews", {
  concurrency: 10,
  on: { "action.planned": (ctx, data) => previewAction(ctx, data) },
  jobs: { expire: (ctx, data) => expireAction(ctx, about.parse(data)) },
  giveUp: (ctx, data, reason) => giveUpAction(ctx, { ...about.parse(data), reason }),
});

/** What was let through is done; what is done about one order in the order it was let through. */
export const actions = defineWorker("actions", {
  concurrency: 8,
  orderingField: "orderId",
  on: { "action.approved": (ctx, data) => performAction(ctx, data) },
  jobs: { resume: (ctx, data) => performAction(ctx, about.parse(data)) },
  giveUp: (ctx, data, reason) => giveUpAction(ctx, { ...about.parse(data), reason }),
});
