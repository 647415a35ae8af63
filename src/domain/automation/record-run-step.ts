import { rawOf } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { jsonText } from "../../platform/records.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { addSpending } from "../models/index.ts";
import type { Context } from "../workspaces/index.ts";
import { printable } from "./rules.ts";
import type { RunStep } from "./tables.ts";

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
export async function recordRunStep(ctx: Context, step: NewRunStep): Promise<void> {
  const { kind, inputTokens, outputTokens, costMicros } = step;
  const isPaid = kind !== "tool" && inputTokens + outputTokens > 0;
  await inTransaction(ctx, async (tx) => {
    // Sent together, done one after another: the run's row lock gives each step its number. Spending comes last, since
    // every turn of the workspace waits for its row.
    const [[run]] = await Promise.all([
      addCost(tx, step),
      insertStep(tx, step),
      isPaid && addSpending(tx, { inputTokens, outputTokens, costMicros }),
    ]);
    if (!run) throw new NotFound("Run", step.runId);
  });
}

function addCost({ q, workspaceId }: TxContext, { runId, inputTokens, outputTokens, costMicros }: NewRunStep) {
  return rawOf(q)<{ id: string }[]>`
    update runs set input_tokens = input_tokens + ${inputTokens}::int,
      output_tokens = output_tokens + ${outputTokens}::int, cost_micros = cost_micros + ${costMicros}::bigint
    where workspace_id = ${workspaceId} and id = ${runId} returning id`.execute();
}

function insertStep({ q, workspaceId }: TxContext, step: NewRunStep) {
  const { runId, kind, request, response, replay, inputTokens, outputTokens, costMicros, durationMs, error } = step;
  return rawOf(q)`
    insert into run_steps (workspace_id, id, run_id, n, kind, name, request, response, replay,
      input_tokens, output_tokens, cost_micros, duration_ms, error)
    select ${workspaceId}, ${newId()}, ${runId}, coalesce(max(n), 0) + 1, ${kind}, ${printable(step.name, 100)},
      ${jsonText(request)}::text::json, ${jsonText(response)}::text::json, ${jsonText(replay)}::text::json,
      ${inputTokens}::int, ${outputTokens}::int, ${costMicros}::bigint, ${durationMs}::int, ${error && printable(error)}
    from run_steps where workspace_id = ${workspaceId} and run_id = ${runId}`.execute();
}
