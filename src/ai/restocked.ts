import { hasDoneHarm, planOutreach } from "../domain/outreach/index.ts";
import { findRestocked } from "../domain/stock-requests/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { now } from "../platform/clock.ts";
import { outreachGuidance } from "./outreach.ts";

/** Requests that are looked at in one go. */
const atOnce = 100;

/**
 * A shop's goods may have changed: who asked to be told of something that is there now is to be written to, once for each
 * request. It looks at what is there, not at what has changed, so that a crash loses nothing. Safe to repeat.
 */
export async function planRestocked(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  for (;;) {
    const waiting = await findRestocked(ctx, { connectionId, limit: atOnce });
    if (waiting.length === 0 || !(await outreachGuidance(ctx)).backInStock) return;
    if (await hasDoneHarm(ctx, "back_in_stock")) return;
    const dueAt = now();
    for (const { id: sourceId, customerId, conversationId } of waiting) {
      await planOutreach(ctx, { occasion: "back_in_stock", sourceId, customerId, conversationId, dueAt });
    }
    if (waiting.length < atOnce) return;
  }
}
