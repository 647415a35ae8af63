import { z } from "zod";
import { getBudgets } from "../../../domain/models/index.ts";
import { endpoint } from "../../endpoint.ts";
import { modelBudgetShape, showBudget } from "./model-budget-shape.ts";

export const getModelBudget = endpoint({
  method: "get",
  path: "/v1/model-budget",
  scope: "settings:manage",
  summary: "Read what models may cost, and what they did cost",
  tag: "Models",
  input: z.object({}),
  output: modelBudgetShape,
  run: async (ctx) => showBudget(await getBudgets(ctx)),
});
