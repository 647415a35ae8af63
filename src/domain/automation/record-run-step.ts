import { and, eq, sql } from "drizzle-orm";
import { NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
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
  const { kind, inputTokens, outputTokens, costMicros } = step;
  const isPaid = kind !== "tool" && inputTokens + outputTokens > 0;
  return inTransaction(ctx, async (tx) => {
    // Sent together, done one after another: the run's row lock gives each step its number.
    const [[run], rows] = await Promise.all([addCost(tx, step), insertStep(tx, step)]);
    if (!run) throw new NotFound("Run", step.runId);
    // Last, since every turn of the workspace waits for this row.
    if (isPaid) await addSpending(tx, { inputTokens, outputTokens, costMicros });
    return rows[0]!;
  });
}

function addCost(tx: TxContext, { runId, inputTokens, outputTokens, costMicros }: NewRunStep) {
  return tx.q
    .update(runs)
    .set({
      inputTokens: sql`${runs.inputTokens} + ${inputTokens}::int`,
      outputTokens: sql`${runs.outputTokens} + ${outputTokens}::int`,
      costMicros: sql`${runs.costMicros} + ${costMicros}::bigint`,
    })
    .where(isRun(tx, runId))
    .returning({ id: runs.id });
}

function insertStep(tx: TxContext, { name, error, ...step }: NewRunStep) {
  const { workspaceId } = tx;
  const ofRun = and(eq(runSteps.workspaceId, workspaceId), eq(runSteps.runId, step.runId));
  const last = tx.q
    .select({ n: sql`coalesce(max(${runSteps.n}), 0) + 1` })
    .from(runSteps)
    .where(ofRun);
  const said = { name: printable(name, 100), error: error && printable(error) };
  return tx.q
    .insert(runSteps)
    .values({ ...step, ...said, workspaceId, id: newId(), n: sql`(${last})` })
    .returning();
}
