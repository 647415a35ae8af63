import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import { removeDiscarded } from "../uploads/index.ts";
import type { Context } from "../workspaces/index.ts";
import { holdErasure } from "./queries.ts";
import {
  dropWords,
  eraseSomeConversations,
  type FileTools,
  lookElsewhere,
  lookThroughDeliveries,
  settle,
} from "./steps.ts";

/** One job works this long, in milliseconds, and leaves the rest to the next: nobody waits behind a large one. */
const turnMs = 15_000;

/**
 * Goes on with an erasure until it is done. Each step is one transaction: stopped anywhere, it goes on from there.
 *
 * 1. settle: it waits until nobody is at work any more who may still know her address.
 * 2. conversations: hers are deleted, with all that hangs on them.
 * 3. elsewhere: in others' conversations what she wrote is emptied, and her addresses are taken out.
 * 4. deliveries: what came from outside, became no message and names her is emptied. In the end her row goes, and with
 *    it all that could still be hung on it.
 * 5. words: those of hers that nobody else has used leave the search.
 *
 * @throws AppError with `retryAfterMs` while it has to wait for others.
 */
export async function runErasure(ctx: Context, { erasureId }: { erasureId: string }, tools: FileTools): Promise<void> {
  const until = now().getTime() + turnMs;
  do {
    const erasure = await inTransaction(ctx, (tx) => holdErasure(tx, erasureId));
    if (erasure.stage === "settle") await settle(ctx, erasure);
    if (erasure.stage === "conversations") await eraseSomeConversations(ctx, erasure);
    if (erasure.stage === "elsewhere") await lookElsewhere(ctx, erasure, tools);
    // The bytes go before it is called done.
    await removeDiscarded(ctx);
    if (erasure.stage === "deliveries") await lookThroughDeliveries(ctx, erasure);
    if (erasure.stage === "words") await dropWords(ctx, erasure);
    if (erasure.stage === "done") return;
  } while (now().getTime() < until);
  await inTransaction(ctx, async (tx) =>
    tx.enqueue({ queue: "erasure", name: "erase", payload: { erasureId }, orderingKey: erasureId }),
  );
}
