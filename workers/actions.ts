import { z } from "zod";
import { expireAction, giveUpAction } from "../src/domain/actions/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import { performAction } from "../src/outbound/perform-action.ts";
import { previewAction, reviewProposals } from "../src/outbound/preview-action.ts";
import type { Performing } from "../src/outbound/shop.ts";
import { ProviderUnavailable } from "../src/platform/errors.ts";
import { defineWorker, type Worker } from "./define-worker.ts";

const about = z.object({ actionId: z.uuid() });

/** @param performing for tests that stand in for a shop. */
export function actionWorkers(performing: Performing = {}): [previews: Worker, actions: Worker] {
  const perform = (ctx: Context, data: { actionId: string }) => performAction(ctx, data, performing);
  const giveUp = (ctx: Context, data: object, reason: string) => giveUpAction(ctx, { ...about.parse(data), reason });
  /** Shops are asked what planned actions would do: somebody is waiting for each. */
  const previews = defineWorker("previews", {
    concurrency: 10,
    on: {
      "action.planned": (ctx, data) => previewAction(ctx, data, performing),
      // What the AI has proposed beside it may not stand any more.
      "action.done": (ctx, data) => reviewProposals(ctx, data, performing),
      "action.undone": (ctx, data) => reviewProposals(ctx, data, performing),
    },
    jobs: { expire: (ctx, data) => expireAction(ctx, about.parse(data)) },
    giveUp,
  });
  /** What was let through is done; what is done for one customer in the order it was let through. */
  const actions = defineWorker("actions", {
    concurrency: 8,
    orderingField: "lane",
    on: { "action.approved": perform },
    jobs: {
      resume: (ctx, data) => perform(ctx, about.parse(data)),
      // Asked by the clock: there will be a next time.
      check: (ctx, data) => perform(ctx, about.parse(data)).catch(ignoreAway),
    },
    giveUp,
  });
  return [previews, actions];
}

function ignoreAway(error: unknown): void {
  if (!(error instanceof ProviderUnavailable)) throw error;
}
