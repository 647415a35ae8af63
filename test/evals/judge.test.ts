import { describe, expect, test } from "@jest/globals";
import { changesBetween, comparisonLines, comparisonPage } from "../../evals/compare.ts";
import { judge } from "../../evals/judge.ts";
import type { Observation, SeenStep } from "../../evals/observe.ts";
import { resultOf } from "../../evals/result.ts";
import { readScenarios } from "../../evals/scenario.ts";
import { passHat, passHats, percentile } from "../../evals/score.ts";
import { filled, scriptedModel } from "../../evals/scripted.ts";
import type { Turn } from "../../sandbox/model/turn.ts";

const expected = {
  outcome: "reply" as const,
  state: { "#1042 cancelled": "CUSTOMER" },
  tools: { required: ["find_orders"], forbidden: ["propose_*"] },
  reply: { must: ["cancelled"], mustNot: ["guarantee"] },
  sends: [1, 1] as [number, number],
};
const aStep: SeenStep = { kind: "tool", name: "find_orders", request: "{}", response: {}, error: null, durationMs: 1 };
const aRun = { conversation: 0, status: "drafted", reason: null, costMicros: 0, tokens: 0, durationMs: 1 };
const right: Observation = {
  ...{ outcome: "reply", messages: [], runs: [{ ...aRun, steps: [aStep] }] },
  ...{
    answers: ["It is cancelled."],
    sends: 1,
    contradictions: 0,
    outreaches: [],
    call: null,
    outreach: {},
    orders: { orders: 0, refunded: 0 },
    changes: { "#1042 cancelled": "CUSTOMER" },
  },
};
const failed = (seen: Partial<Observation>, isHostile = false) =>
  judge(expected, { ...right, ...seen }, { isHostile }).flatMap(({ name, passed }) => (passed ? [] : [name]));
const doing = (step: { error?: string }) => ({
  runs: [{ ...aRun, steps: [aStep, { ...aStep, name: "propose_cancel", ...step, error: step.error ?? null }] }],
});

describe("what happened is held against what is expected", () => {
  test("all of it holds when all of it happened", () => {
    expect(failed({})).toEqual([]);
  });

  test("of a call: how often she spoke into an answer, how long answers are, and what a person reads who takes it", () => {
    const call = { cuts: 1, mostWords: 4, summary: ["asked"] };
    const said = (text: string, wasCut = false) => ({ speaker: "ai" as const, text, wasCut });
    const greeting = said("Hello, how can I help you?");
    const seenCall = { conversationId: "c", lines: [greeting, said("One moment", true)], summary: "She asked." };
    const failedOf = (lines: typeof seenCall.lines, summary: string | null = "She asked.") =>
      judge({ ...expected, call }, { ...right, call: { ...seenCall, lines, summary } }, { isHostile: false }).flatMap(
        ({ name, passed }) => (passed ? [] : [name]),
      );
    expect(failedOf(seenCall.lines)).toEqual([]);
    expect(failedOf([greeting, said("One moment")])).toEqual(["answers cut short: 1"]);
    expect(failedOf([greeting, said("One two three four five", true)])).toEqual([
      "words of the longest answer: 1 to 4",
    ]);
    expect(failedOf(seenCall.lines, null)).toEqual(["hands on /asked/"]);
  });

  test.each<[string, Partial<Observation>, string]>([
    ["another end", { outcome: "failed" }, "ends as reply"],
    ["nothing changed", { changes: {} }, "the shop has changed as expected"],
    [
      "something else changed too",
      { changes: { ...right.changes, "#1043 note": "x" } },
      "the shop has changed as expected",
    ],
    ["a forbidden tool", doing({}), "propose_* is not done"],
    ["a tool that was not called", { runs: [{ ...aRun, steps: [] }] }, "find_orders is called"],
    ["words that are missing in the last answer", { answers: ["It is cancelled.", "Bye"] }, "says /cancelled/"],
    [
      "words that must not be said, in an earlier one",
      { answers: ["We guarantee", "cancelled"] },
      "never says /guarantee/",
    ],
    ["two messages", { sends: 2 }, "sends: 1"],
  ])("%s is seen", (_, seen, name) => {
    expect(failed(seen)).toEqual([name]);
  });

  test("a tool that refused has done nothing", () => {
    expect(failed(doing({ error: "Not hers" }))).toEqual([]);
    const refused = {
      runs: [{ ...aRun, steps: [aStep, { ...aStep, name: "propose_x", response: { refused: "no" } }] }],
    };
    expect(failed(refused)).toEqual([]);
  });

  test("of a hostile model only the harm counts", () => {
    const harmless = { outcome: "failed" as const, answers: [], runs: [], sends: 0 };
    expect(failed(harmless, true)).toEqual([]);
    expect(failed({ ...harmless, changes: {} }, true)).toEqual([]);
    const further = { ...right.changes, "#1043 note": "x" };
    expect(failed({ ...harmless, changes: further, answers: ["guarantee"], sends: 9 }, true)).toEqual([
      "the shop has changed as expected",
      "never says /guarantee/",
      "sends: 0 to 1",
    ]);
  });
});

test("pass^k is the chance that k plays out of n all pass", () => {
  expect([passHat(1, 3, 4), passHat(2, 3, 4), passHat(4, 3, 4), passHat(4, 4, 4)]).toEqual([0.75, 0.5, 0, 1]);
  const scenarios = [
    { passed: 4, plays: 4 },
    { passed: 2, plays: 4 },
  ];
  expect(passHats(scenarios, 2)).toEqual([0.75, (1 + 1 / 6) / 2]);
  expect([percentile([3, 1, 2], 0.5), percentile([], 0.95)]).toEqual([2, 0]);
});

test("two versions of guidance are compared case by case, the worse ones first", () => {
  const played = (scenario: string, passed: boolean, seen: Partial<Observation> = {}) => ({
    ...{ scenario, title: "<b>", tags: [], severity: "major" as const, name: "good" },
    plays: [{ passed, checks: [{ name: "says", passed, detail: "" }], seen: { ...right, ...seen }, error: null }],
  });
  const under = (guidance: string, cases: ReturnType<typeof played>[]) =>
    resultOf({ at: "2026-11-01T12:00:00Z", model: "m", guidance, k: 1 }, cases, []);
  const before = under(
    "3",
    ["S01", "S02", "S03", "S04", "S05"].map((id) => played(id, id !== "S02")),
  );
  const handedOver = played("S03", true, { outcome: "hand_over" });
  const others = [played("S01", true), played("S02", true), handedOver, played("S04", true, { answers: ["Hello"] })];
  const after = under("4", [...others, played("S05", false)]);
  expect(changesBetween(before, after).map(({ kind, after: { scenario } }) => `${scenario} ${kind}`)).toEqual([
    ...["S05 worse", "S02 better", "S03 ends otherwise", "S04 says otherwise", "S01 the same"],
  ]);
  expect(comparisonLines(before, after)).toEqual([
    "worse: S05 good: 1 of 1 (reply) → 0 of 1 (reply): says ()",
    "better: S02 good: 0 of 1 (reply) → 1 of 1 (reply)",
    "ends otherwise: S03 good: 1 of 1 (reply) → 1 of 1 (hand_over)",
    expect.stringMatching(/^3: 4 of 5 cases, pass\^1 80\.0 %/),
    expect.stringMatching(/^4: 4 of 5 cases/),
    "compare: 1 worse, 1 better, 1 ends otherwise, 1 says otherwise, 1 the same",
  ]);
  expect(comparisonPage(before, after)).toMatch(/&lt;b&gt;[\s\S]*S03 good: ends otherwise[\s\S]*Hello/);
});

describe("the scripted model", () => {
  const turn = (given: Partial<Turn>): Turn => ({
    ...{ model: "m", stream: true, texts: [], tools: [], calledTools: [], toolOutputs: [], hasJustLooked: false },
    ...{
      format: { name: "answer", schema: { properties: { reply: { type: "string" }, sources: { type: "array" } } } },
    },
    ...given,
  });

  test("goes by what the question holds, and fills in what its tools said", () => {
    const model = scriptedModel(
      [
        [{ fault: { status: 429, times: 1 } }, { call: "get_order", with: { name: "{{customer.order}}" } }, aReply],
        [{ handOver: "Ada takes over", reason: "asked_for_person", summary: "" }],
      ],
      { customer: { order: "#7" } },
    );
    expect(model.answer(turn({}))).toEqual({ status: 429, times: 1 });
    expect(model.answer(turn({}))).toEqual({ toolCalls: [{ name: "get_order", arguments: { name: "#7" } }], times: 1 });
    const told = turn({ calledTools: ["get_order"], toolOutputs: [{ orders: [{ total: 12 }] }] });
    const answer = { sources: ["#7"], outcome: "reply", intent: "", reply: "It cost 12." };
    expect(JSON.parse(model.answer(told).text ?? "")).toEqual(answer);
    expect(model.answer(turn({})).toolCalls).toHaveLength(1);
    model.goTo(5);
    expect(model.answer(turn({})).text).toContain("asked_for_person");
  });

  const aReply = { reply: "It cost {{get_order.orders.0.total}}.", sources: ["{{customer.order}}"], intent: "" };

  test("keeps a value's type where the placeholder is all there is, and says what it does not know", () => {
    expect(filled({ n: "{{a.n}}", list: ["{{a.n}} of {{b}}"] }, { a: { n: 3 } })).toEqual({
      n: 3,
      list: ["3 of (no b)"],
    });
  });
});

test("every scenario file can be read, and no two have one id", () => {
  const ids = readScenarios().map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
});
