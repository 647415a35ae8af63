import { addModelKey, chooseModels } from "../src/domain/models/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import type { Stage } from "./stage.ts";

/** US dollars for a million tokens: a small model's, so that a scripted play has a cost to compare. */
const scriptedPrices = { input: 0.4, cachedInput: 0.1, output: 1.6 };

/** Lets a workspace be answered by a model of this name in the sandbox. */
export async function chooseScripted(stage: Stage, ctx: Context, model: string): Promise<void> {
  const { openaiApiKey } = stage.sandbox.state.settings.secrets;
  const key = { provider: "openai" as const, name: "Scripted", key: openaiApiKey, baseUrl: null };
  const { id: modelKeyId } = await addModelKey(ctx, key);
  const choice = { modelKeyId, model, prices: scriptedPrices, endsOn: null };
  for (const purpose of ["reply", "speak"] as const) await chooseModels(ctx, { purpose, models: [choice] });
}
