import { and, eq, isNull, or, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { runs } from "./tables.ts";

/**
 * Ends what has not begun: somebody has answered. A run that has begun finds out by itself, and one that is to tell the
 * customer what came of something goes on: what was answered did not tell her that. Safe to repeat.
 */
export async function cancelWaitingRuns(
  ctx: Context,
  { conversationId, reason }: { conversationId: string; reason: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const cancelled = await tx.q
      .update(runs)
      .set({ status: "superseded", reason, finishedAt: now() })
      .where(
        and(
          eq(runs.workspaceId, tx.workspaceId),
          eq(runs.conversationId, conversationId),
          eq(runs.status, "waiting"),
          or(isNull(runs.because), sql`${runs.because} ->> 'kind' <> 'action'`),
        ),
      )
      .returning({ id: runs.id });
    for (const { id: runId } of cancelled) tx.emit({ name: "run.finished", data: { conversationId, runId } });
  });
}
