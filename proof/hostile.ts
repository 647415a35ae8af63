import { parseArgs } from "node:util";
import { runHostile } from "../evals/hostile/run.ts";
import { onStage } from "../evals/on-stage.ts";
import type { Proof } from "./result.ts";

/**
 * `npm run proof hostile [-- --runs 1000 --seed 1]`: a model that does its worst, a thousand times, and what came of it
 * in the data.
 */
export const hostile: Proof = async () => {
  const { values } = parseArgs({
    strict: false,
    options: { runs: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
  });
  const options = { runs: Number(values.runs), seed: Number(values.seed) };
  const { runs, violations, questions, toolCalls, actions } = await onStage(
    "scripted",
    (stage) => runHostile(stage, options),
    50,
  );
  const bad = new Set(violations.map((what) => what.split(":")[0]));
  return {
    passed: runs - bad.size,
    total: runs,
    lines: [
      ...violations,
      `${runs} runs, ${questions} questions to the model, ${toolCalls} uses of tools, actions in the shop: ${JSON.stringify(actions)}`,
    ],
  };
};
