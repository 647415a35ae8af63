import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { rawOf } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { budgetOf, readBudgets, type Spent } from "./queries.ts";
import { type BudgetPeriod, dollars, periodOf, periods, warnedShare } from "./rules.ts";
import { modelBudgets } from "./tables.ts";

/** In millionths of a US dollar; null: no limit. */
export interface Budgets {
  day: number | null;
  month: number | null;
}

export async function getBudgets(ctx: Context): Promise<{ limits: Budgets; spent: Spent }> {
  allow(ctx, "settings:manage");
  const { budgets, spent } = await readBudgets(ctx);
  return { limits: { day: budgetOf(budgets, "day"), month: budgetOf(budgets, "month") }, spent };
}

/** Counts at once, also for what was spent before. Safe to repeat. */
export async function setBudgets(ctx: Context, wanted: Budgets): Promise<{ limits: Budgets; spent: Spent }> {
  allow(ctx, "settings:manage");
  return inTransaction(ctx, async (tx) => {
    const { limits: before } = await getBudgets(tx);
    for (const period of periods) {
      const limitMicros = wanted[period];
      if (limitMicros === before[period]) continue;
      await keep(tx, period, limitMicros);
      const data = { period, fromMicros: before[period], toMicros: limitMicros };
      tx.emit({ name: "model_budget.changed", data });
    }
    return getBudgets(tx);
  });
}

async function keep(tx: TxContext, period: BudgetPeriod, limitMicros: number | null): Promise<void> {
  const { workspaceId } = tx;
  const isThis = and(eq(modelBudgets.workspaceId, workspaceId), eq(modelBudgets.period, period));
  if (limitMicros === null) return void (await tx.q.delete(modelBudgets).where(isThis));
  const set = { limitMicros, warnedFor: null, reachedFor: null };
  await tx.q
    .insert(modelBudgets)
    .values({ workspaceId, id: newId(), period, ...set })
    .onConflictDoUpdate({ target: [modelBudgets.workspaceId, modelBudgets.period], set });
  return undefined;
}

/**
 * Before every question to a model.
 * @throws AppError("limit_exceeded") when a budget is used up; a question under way may go beyond it.
 */
export async function checkBudget(ctx: Context): Promise<void> {
  const { budgets, spent } = await readBudgets(ctx);
  const reached = budgets.find(({ period, limitMicros }) => spent[period] >= limitMicros);
  if (!reached) return;
  const { period, limitMicros } = reached;
  const when = period === "day" ? "today" : "this month";
  throw new AppError("limit_exceeded", `The AI's budget for ${when} is used up (${dollars(limitMicros)})`, {
    details: { reason: "budget", period },
  });
}

export interface Spending {
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
}

/** What one question took. Tells once a day or month that a budget is nearly used up, and that it is. */
export async function addSpending(tx: TxContext, spending: Spending): Promise<void> {
  const { inputTokens, outputTokens, costMicros } = spending;
  const adding = rawOf(tx.q)`
    insert into model_spending as had (workspace_id, day, questions, input_tokens, output_tokens, cost_micros)
    values (${tx.workspaceId}, ${periodOf("day", now())}::text::date, 1, ${inputTokens}::bigint, ${outputTokens}::bigint,
      ${costMicros}::bigint)
    on conflict (workspace_id, day) do update set questions = had.questions + 1,
      input_tokens = had.input_tokens + excluded.input_tokens,
      output_tokens = had.output_tokens + excluded.output_tokens, cost_micros = had.cost_micros + excluded.cost_micros`.execute();
  // Asked together, and answered one after another: every turn of the workspace waits for that row.
  const [known] = await Promise.all([costMicros > 0 ? readBudgets(tx) : null, adding]);
  if (known) await tell(tx, known);
}

async function tell(tx: TxContext, { budgets, spent }: Awaited<ReturnType<typeof readBudgets>>): Promise<void> {
  for (const { id, period, limitMicros, warnedFor, reachedFor } of budgets) {
    const current = periodOf(period, now());
    const isReached = spent[period] >= limitMicros && reachedFor !== current;
    const isNear = spent[period] >= limitMicros * warnedShare && warnedFor !== current;
    if (!isReached && !isNear) continue;
    const set = { warnedFor: current, ...(isReached && { reachedFor: current }) };
    const isThis = and(eq(modelBudgets.workspaceId, tx.workspaceId), eq(modelBudgets.id, id));
    await tx.q.update(modelBudgets).set(set).where(isThis);
    tx.emit({ name: isReached ? "model_budget.reached" : "model_budget.neared", data: { period } });
  }
}
