import { and, eq, max } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { inTransaction } from "../events/index.ts";
import { addSpending } from "../models/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isRun } from "./queries.ts";
import { printable } from "./rules.ts";
import { type RunStep, runSteps, runs } from "./tables.ts";

export type NewRunStep = Pick<
  RunStep,
  | "runId"
  | "kind"
  | "name"
  | "request"
  | "response"
  | "inputTokens"
  | "outputTokens"
  | "costMicros"
  | "durationMs"
  | "error"
> & { replay?: unknown };

/** Writes down one call to a model or a tool and adds what it cost to the run and to what the workspace spends. */
export async function recordRunStep(ctx: Context, step: NewRunStep): Promise<RunStep> {
  return inTransaction(ctx, async (tx) => {
    const [run] = await tx.q.select().from(runs).where(isRun(tx, step.runId)).for("update");
    if (!run) throw new NotFound("Run", step.runId);
    const [last] = await tx.q
      .select({ n: max(runSteps.n) })
      .from(runSteps)
      .where(and(eq(runSteps.workspaceId, tx.workspaceId), eq(runSteps.runId, step.runId)));
    const [row] = await tx.q
      .insert(runSteps)
      .values({
        ...step,
        name: printable(step.name, 100),
        error: step.error && printable(step.error),
        workspaceId: tx.workspaceId,
        id: newId(),
        n: (last?.n ?? 0) + 1,
      })
      .returning();
    await tx.q
      .update(runs)
      .set({
        inputTokens: run.inputTokens + step.inputTokens,
        outputTokens: run.outputTokens + step.outputTokens,
        costMicros: run.costMicros + step.costMicros,
      })
      .where(isRun(tx, run.id));
    const { kind, inputTokens, outputTokens, costMicros } = step;
    if (kind === "model" && inputTokens + outputTokens > 0) {
      await addSpending(tx, { inputTokens, outputTokens, costMicros });
    }
    return row!;
  });
}
