export { addModelKey, updateModelKey } from "./add-model-key.ts";
export { addSpending, checkBudget, getBudgets, setBudgets } from "./budgets.ts";
export { noteKeyCheck, requestDueKeyChecks, requestKeyCheck } from "./check-keys.ts";
export { chooseModels } from "./choose-models.ts";
export {
  chosenModels,
  type ListedModel,
  listModelKeys,
  listModels,
  type ModelAccess,
  type ModelKey,
  openModelKey,
} from "./queries.ts";
export { removeModelKey } from "./remove-model-key.ts";
export { type ModelPurpose, mostChoices, providers, purposes, warningDue } from "./rules.ts";
