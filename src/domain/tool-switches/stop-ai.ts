import { eq } from "drizzle-orm";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { findAiStop } from "./queries.ts";
import { type AiStop, aiStops } from "./tables.ts";

/**
 * Stops the AI in the whole workspace, at once: no tool is used, no model is asked any more, and turns under way end.
 * Safe to repeat: the first reason stays.
 */
export async function stopAi(ctx: Context, { reason }: { reason: string }): Promise<AiStop> {
  allow(ctx, "settings:manage");
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.q
      .insert(aiStops)
      .values({ workspaceId: tx.workspaceId, id: newId(), reason, stoppedBy: tx.actor })
      .onConflictDoNothing()
      .returning();
    if (row) tx.emit({ name: "ai.stopped", data: {} });
    return row ?? (await findAiStop(tx))!;
  });
}

/** Lets it work again: for messages that come from now on. Safe to repeat. */
export async function resumeAi(ctx: Context): Promise<void> {
  allow(ctx, "settings:manage");
  await inTransaction(ctx, async (tx) => {
    const gone = await tx.q.delete(aiStops).where(eq(aiStops.workspaceId, tx.workspaceId)).returning();
    if (gone.length > 0) tx.emit({ name: "ai.resumed", data: {} });
  });
}
