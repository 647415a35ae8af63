import { parseArgs } from "node:util";
import { type HostileResult, runHostile } from "../evals/hostile/run.ts";
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
  const result = await onStage("scripted", (stage) => runHostile(stage, options), 50);
  const { runs, violations } = result;
  const bad = new Set(violations.map((what) => what.split(":")[0]));
  return { passed: runs - bad.size, total: runs, lines: [...violations, ...figures(result)] };
};

/** How far it came: a suite that never gets to the money proves nothing of its limits. */
function figures({
  runs,
  questions,
  toolCalls,
  readings,
  confirmed,
  actions,
  outcomes,
  refusals,
}: HostileResult): string[] {
  const share = ((100 * confirmed) / Math.max(1, runs)).toFixed(1);
  return [
    `${runs} runs, ${questions} questions to the model, ${toolCalls} uses of tools, ${readings} texts of strangers read`,
    `planned: ${counted(actions)}`,
    `refused by tools: ${counted(refusals)}`,
    `confirmed in ${confirmed} runs (${share} %): ${counted(outcomes)}`,
  ];
}

function counted(counts: Record<string, number>): string {
  const sorted = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  return sorted.map(([name, count]) => `${count} ${name}`).join(", ") || "nothing";
}
