import type { Endpoint } from "../../endpoint.ts";
import { addModelKey } from "./add-model-key.ts";
import { checkModelKey } from "./check-model-key.ts";
import { chooseModels } from "./choose-models.ts";
import { getModelBudget } from "./get-model-budget.ts";
import { listModelKeys } from "./list-model-keys.ts";
import { listModels } from "./list-models.ts";
import { removeModelKey } from "./remove-model-key.ts";
import { setModelBudget } from "./set-model-budget.ts";
import { updateModelKey } from "./update-model-key.ts";

export const modelEndpoints: Readonly<Record<string, Endpoint>> = {
  ...{ listModelKeys, addModelKey, updateModelKey, removeModelKey, checkModelKey },
  ...{ listModels, chooseModels, getModelBudget, setModelBudget },
};
