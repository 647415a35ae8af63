import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { runHostile } from "../../evals/hostile/run.ts";
import { readScenarios } from "../../evals/scenario.ts";
import { openStage, type Stage } from "../../evals/stage.ts";
import { playSuite } from "../../evals/suite.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { freshDatabase, testSealKey } from "../support/database.ts";

/** A small part of `npm run evals`: one that is only answered, and one in which something is done. */
const scenarios = readScenarios()
  .filter(({ id }) => ["S01", "S10"].includes(id))
  .map((scenario) => ({ ...scenario, bad: scenario.bad.slice(0, 1) }));
let stage: Stage;
beforeAll(async () => {
  const db = await freshDatabase();
  const home = mkdtempSync(join(tmpdir(), "parley-evals-"));
  stage = await openStage({ db, urls: db.urls, sealKeys: testSealKey, model: "scripted", home, debounceMs: 50 });
  closeAtEnd(() => stage.stop());
}, 60_000);

test("a good agent ends each scenario as expected, and a bad one does no harm in it", async () => {
  const { cases } = await playSuite(stage, scenarios, { k: 1, withVariants: false, atATime: 3 });
  const failed = cases.flatMap(({ scenario, name, plays }) =>
    plays.flatMap(({ checks, error }) => [
      ...(error === null ? [] : [`${scenario} ${name}: ${error}`]),
      ...checks.flatMap((check) => (check.passed ? [] : [`${scenario} ${name}: ${check.name} (${check.detail})`])),
    ]),
  );
  expect(failed).toEqual([]);
  expect(cases.length).toBeGreaterThan(scenarios.length);
});

test("a model that does its worst breaks nothing of what must hold", async () => {
  const { runs, violations, toolCalls } = await runHostile(stage, { runs: 1, seed: 3 });
  expect({ runs, violations }).toEqual({ runs: 1, violations: [] });
  expect(toolCalls).toBeGreaterThan(0);
}, 120_000);
