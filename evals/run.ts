import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { hasTauData } from "../proof/tau/data.ts";
import { Failure, runMain } from "../scripts/failure.ts";
import { onStage } from "./on-stage.ts";
import { reportOf } from "./report.ts";
import { linesOf, resultOf } from "./result.ts";
import { readScenarios } from "./scenario.ts";
import { hasLiveModel } from "./stage.ts";
import { playSuite } from "./suite.ts";
import { playTau } from "./tau/run.ts";

/** `npm run evals -- [SCENARIO…] [--live] [--k N] [--out DIR]`: docs/evals.md */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      live: { type: "boolean", default: false },
      k: { type: "string", default: "1" },
      variants: { type: "boolean", default: false },
      out: { type: "string", default: ".parley/evals" },
      tau: { type: "string" },
      most: { type: "string", default: "1000" },
      sets: { type: "string", default: "tau1-test,tau2" },
      "at-a-time": { type: "string", default: "4" },
    },
  });
  if (values.live && !hasLiveModel()) {
    throw new Failure(
      "There is no model to ask: set AI_MODEL and its key (OPENAI_API_KEY, ANTHROPIC_API_KEY, …), or leave --live out.",
    );
  }
  if (values.tau !== undefined)
    return tau(resolve(values.tau), { most: Number(values.most), sets: values.sets.split(",") });
  const k = Number(values.k);
  const all = readScenarios();
  const scenarios =
    positionals.length > 0 ? all.filter(({ id, tags }) => [id, ...tags].some((one) => positionals.includes(one))) : all;
  if (scenarios.length === 0) throw new Failure(`There is no scenario ${positionals.join(", ")}.`);
  const at = new Date().toISOString();
  const model = values.live ? (process.env.AI_MODEL ?? "live") : "scripted";
  const played = await onStage(values.live ? "live" : "scripted", (stage) =>
    playSuite(stage, scenarios, { k, withVariants: values.variants, atATime: Number(values["at-a-time"]) }),
  );
  const result = resultOf({ at, model, guidance: null, k }, played.cases, played.notYet);
  const folder = resolve(values.out);
  mkdirSync(folder, { recursive: true });
  const name = at.replace(/[:.]/g, "-");
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(result, null, 1));
  writeFileSync(join(folder, `${name}.html`), reportOf(result));
  for (const line of linesOf(result)) console.log(line);
  console.log(`report: ${join(folder, `${name}.html`)}`);
  return result.totals.passed === result.totals.cases ? 0 : 1;
}

async function tau(dataDir: string, options: { most: number; sets: string[] }): Promise<number> {
  if (!hasTauData(dataDir)) throw new Failure(`There is no taubench/db.json.gz in ${dataDir}.`);
  const { lines, isRight } = await onStage("scripted", (stage) => playTau(stage, dataDir, options), 50);
  for (const line of lines) console.log(line);
  return isRight ? 0 : 1;
}

if (import.meta.main) {
  await runMain(main);
  process.exit();
}
