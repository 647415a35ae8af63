import { z } from "zod";
import { setBudgets } from "../../../domain/models/index.ts";
import { endpoint } from "../../endpoint.ts";
import { budgetInput, modelBudgetShape, showBudget } from "./model-budget-shape.ts";

export const setModelBudget = endpoint({
  method: "put",
  path: "/v1/model-budget",
  scope: "settings:manage",
  summary: "Set what models may cost",
  description:
    "Asked before every question to a model, in the middle of an answer too: when it is used up, the AI stops and " +
    "people answer. A question under way is let finish.",
  tag: "Models",
  input: z.object(budgetInput),
  output: modelBudgetShape,
  run: async (ctx, { dayMicros, monthMicros }) =>
    showBudget(await setBudgets(ctx, { day: dayMicros, month: monthMicros })),
});
