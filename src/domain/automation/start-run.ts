import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isRun, lastWord } from "./queries.ts";
import { type Run, runs } from "./tables.ts";

/**
 * Begins a waiting run, or takes up one whose worker died. Null when there is nothing to do: it is finished, or was
 * replaced while it waited.
 */
export async function startRun(ctx: Context, input: { runId: string; model: string | null }): Promise<Run | null> {
  return inTransaction(ctx, async (tx) => {
    const [before] = await tx.q.select().from(runs).where(isRun(tx, input.runId)).for("update");
    if (before?.status !== "waiting" && before?.status !== "running") return null;
    // One that is to tell something goes by what was said last, whoever said it.
    const isToTell = before.status === "waiting" && before.because !== null;
    const last = isToTell ? await lastWord(tx, before.conversationId) : null;
    const [run] = await tx.q
      .update(runs)
      .set({
        ...{ status: "running", model: input.model, startedAt: before.startedAt ?? now() },
        ...(last && { lastMessageId: last.id }),
      })
      .where(isRun(tx, before.id))
      .returning();
    if (before.status === "waiting") {
      tx.emit({ name: "run.started", data: { conversationId: before.conversationId, runId: before.id } });
    }
    return run!;
  });
}
