import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { hasTauData } from "../proof/tau/data.ts";
import { Failure, runMain } from "../scripts/failure.ts";
import { changesBetween, comparisonLines, comparisonPage } from "./compare.ts";
import { readGuidance } from "./guidance.ts";
import { onStage } from "./on-stage.ts";
import { reportOf } from "./report.ts";
import { linesOf, type Result, resultOf } from "./result.ts";
import { readScenarios, type Scenario } from "./scenario.ts";
import { hasLiveModel } from "./stage.ts";
import { playSuite } from "./suite.ts";
import { playTauLive } from "./tau/live.ts";
import { playTau } from "./tau/run.ts";

/** `npm run evals -- [SCENARIO…] [--live] [--k N] [--guidance G] [--compare G] [--out DIR]`: docs/evals.md */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      live: { type: "boolean", default: false },
      k: { type: "string", default: "1" },
      guidance: { type: "string" },
      compare: { type: "string" },
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
  if (values.tau !== undefined) {
    const options = { most: Number(values.most), sets: values.sets.split(",") };
    return values.live
      ? tauLive(resolve(values.tau), { ...options, k: Number(values.k) })
      : tau(resolve(values.tau), options);
  }
  const wanted = {
    ...{ scenarios: chosen(positionals), isLive: values.live, k: Number(values.k), withVariants: values.variants },
    atATime: Number(values["at-a-time"]),
  };
  const under = values.compare === undefined ? [values.guidance] : [values.guidance, values.compare];
  const [result, other] = await playUnder(under, wanted);
  return leave(result!, other ?? null, resolve(values.out));
}

function chosen(named: readonly string[]): Scenario[] {
  const all = readScenarios();
  const scenarios =
    named.length > 0 ? all.filter(({ id, tags }) => [id, ...tags].some((one) => named.includes(one))) : all;
  if (scenarios.length === 0) throw new Failure(`There is no scenario ${named.join(", ")}.`);
  return scenarios;
}

/** The same scenarios, once under each guidance. */
async function playUnder(
  named: readonly (string | undefined)[],
  wanted: { scenarios: Scenario[]; isLive: boolean; k: number; withVariants: boolean; atATime: number },
): Promise<Result[]> {
  const { scenarios, isLive, ...options } = wanted;
  const told = { model: isLive ? (process.env.AI_MODEL ?? "live") : "scripted", k: options.k };
  const read = await Promise.all(named.map((one) => (one === undefined ? undefined : readGuidance(one))));
  return onStage(isLive ? "live" : "scripted", async (stage) => {
    const results: Result[] = [];
    for (const [n, guidance] of read.entries()) {
      const at = new Date().toISOString();
      const { cases, notYet } = await playSuite(stage, scenarios, { ...options, guidance });
      results.push(resultOf({ ...told, at, guidance: named[n] ?? null }, cases, notYet));
    }
    return results;
  });
}

/** Files and lines for who asked. Not 0: a case failed, or became worse. */
function leave(result: Result, other: Result | null, folder: string): number {
  mkdirSync(folder, { recursive: true });
  const name = result.at.replace(/[:.]/g, "-");
  const page = join(folder, `${name}.html`);
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(other ? [result, other] : result, null, 1));
  writeFileSync(page, other ? comparisonPage(result, other) : reportOf(result));
  for (const line of other ? comparisonLines(result, other) : linesOf(result)) console.log(line);
  console.log(`report: ${page}`);
  if (other) return changesBetween(result, other).some(({ kind }) => kind === "worse") ? 1 : 0;
  return result.totals.passed === result.totals.cases ? 0 : 1;
}

async function tau(dataDir: string, options: { most: number; sets: string[] }): Promise<number> {
  demandTauData(dataDir);
  const { lines, isRight } = await onStage("scripted", (stage) => playTau(stage, dataDir, options), 50);
  for (const line of lines) console.log(line);
  return isRight ? 0 : 1;
}

/** How often a model is right is a figure, not a failure. */
async function tauLive(dataDir: string, options: { most: number; sets: string[]; k: number }): Promise<number> {
  demandTauData(dataDir);
  const lines = await onStage("live", (stage) => playTauLive(stage, dataDir, options), 50);
  for (const line of lines) console.log(line);
  return 0;
}

function demandTauData(dataDir: string): void {
  if (!hasTauData(dataDir)) throw new Failure(`There is no taubench/db.json.gz in ${dataDir}.`);
}

if (import.meta.main) {
  await runMain(main);
  process.exit();
}
