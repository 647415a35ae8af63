import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isRun } from "./queries.ts";
import { printable } from "./rules.ts";
import { type Run, runSteps, runs } from "./tables.ts";

/** What a turn found out, whatever it ended in. */
export type Finding = Partial<
  Pick<Run, "intent" | "confidence" | "mode" | "guidanceVersionId" | "firstMessageId" | "handOverReason">
>;

/**
 * Ends a run, with the reason when there is no draft. What it would go on from after a crash is forgotten. Safe to repeat: what is finished stays as it is.
 * @returns false when it was finished already.
 */
export async function finishRun(
  ctx: Context,
  input: Finding & { runId: string; status: Exclude<Run["status"], "waiting" | "running">; reason: string | null },
): Promise<boolean> {
  const { runId, status, reason, ...finding } = input;
  return inTransaction(ctx, async (tx) => {
    const ofRun = and(eq(runSteps.workspaceId, tx.workspaceId), eq(runSteps.runId, runId), isNotNull(runSteps.replay));
    const [[run]] = await Promise.all([
      tx.q
        .update(runs)
        .set({ ...finding, status, reason: reason && printable(reason), finishedAt: now() })
        .where(and(isRun(tx, runId), inArray(runs.status, ["waiting", "running"])))
        .returning(),
      tx.q.update(runSteps).set({ replay: null }).where(ofRun),
    ]);
    if (!run) return false;
    tx.emit({ name: "run.finished", data: { conversationId: run.conversationId, runId } });
    return true;
  });
}
