import { z } from "zod";
import type { getBudgets } from "../../../domain/models/index.ts";

const micros = z.number().int().min(0).max(1e15);

export const budgetInput = {
  dayMicros: micros.nullable().describe("For one day (UTC), in millionths of a US dollar; null: no limit."),
  monthMicros: micros.nullable().describe("For one calendar month (UTC)."),
};

export const modelBudgetShape = z
  .object({
    ...budgetInput,
    spentTodayMicros: z.number().int().describe("By the prices of the models as they were."),
    spentThisMonthMicros: z.number().int(),
  })
  .meta({ id: "ModelBudget" });

export function showBudget({ limits, spent }: Awaited<ReturnType<typeof getBudgets>>) {
  return {
    ...{ dayMicros: limits.day, monthMicros: limits.month },
    ...{ spentTodayMicros: spent.day, spentThisMonthMicros: spent.month },
  };
}
