import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { runHostile } from "../../evals/hostile/run.ts";
import { readScenarios } from "../../evals/scenario.ts";
import { openStage, type Stage } from "../../evals/stage.ts";
import { playSuite } from "../../evals/suite.ts";
import { type AgentStep, agentsModel, proposing } from "../../evals/tau/agent.ts";
import { playLive, type Shopper } from "../../evals/tau/live.ts";
import { aTask, smallDatabase } from "../proof/tau-shop.ts";
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

test("a task of τ-bench is played to its end with a customer who answers, and the shop says that it was done", async () => {
  const order = { order_id: "#W1000001" };
  const cancel = { name: "cancel_pending_order", arguments: { ...order, reason: "no longer needed" } };
  const refund = { transaction_type: "refund", amount: 15.35, payment_method_id: "credit_card_2" };
  const paid = { ...refund, transaction_type: "payment" };
  const done = aTask("done", [cancel], {
    "#W1000001": { status: "cancelled", cancel_reason: "no longer needed", payment_history: [paid, refund] },
  });
  const steps: Record<string, AgentStep[]> = {
    "Please cancel #1000001.": proposing("#1000001", "propose_cancel_order", { orderName: "#1000001" }),
    "Yes, please.": [
      () => ({ call: "list_proposals", with: {} }),
      (turn) => ({ call: "confirm", with: { proposal: proposalIn(turn.toolOutputs.at(-1)) } }),
      () => ({ reply: "That is all for now." }),
    ],
  };
  const player = () => [...stage.sandbox.state.model.players.keys()].find((name) => name.includes("tau-live"))!;
  const shopper: Shopper = async ({ id }, letters) => {
    const text = Object.keys(steps)[letters.length / 2];
    if (!text) return null;
    stage.sandbox.state.model.players.set(player(), agentsModel(new Map([[`Task ${id}`, steps[text]!]])));
    return text;
  };
  const lines = await playLive(stage, smallDatabase(), [done], { k: 1, shopper });
  expect(lines).toEqual(["tau, live: 1 mapped tasks, 1 plays each: pass^1 100.0 %"]);
}, 120_000);

/** The newest that is open. */
function proposalIn(told: unknown): unknown {
  const { proposals } = Object(told) as { proposals?: { proposal: string }[] };
  return proposals?.[0]?.proposal;
}
