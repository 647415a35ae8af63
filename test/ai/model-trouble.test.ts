import { expect, test } from "@jest/globals";
import { askModel } from "../../src/ai/ask-model.ts";
import { defaultLimits, type Limits } from "../../src/ai/config.ts";
import { noJournal } from "../../src/ai/journal.ts";
import type { Answer } from "../../src/ai/models/port.ts";
import type { Turn } from "../../src/ai/turn.ts";
import { AppError } from "../../src/platform/errors.ts";
import { testDatabase } from "../support/database.ts";
import { refuses, says, startScriptedModel, type Turnout, uses, writes } from "./scripted-model.ts";
import { aConversation } from "./turn.ts";

const db = await testDatabase();

/** Carries out one turn against a script. */
async function turnWith(script: Turnout[], limits: Partial<Limits> = {}, timeoutMs?: number) {
  const conversation = await aConversation(db);
  const model = await startScriptedModel();
  model.script = script;
  const run = await conversation.turn(model.agent(limits, timeoutMs));
  return { conversation, model, run, steps: await conversation.steps(run) };
}

/** The same with a second model to fall back on. */
async function turnWithTwo(first: Turnout[], second: Turnout[]) {
  const conversation = await aConversation(db);
  const [model, other] = [await startScriptedModel(), await startScriptedModel()];
  model.script = first;
  other.script = second;
  const agent = model.agent();
  const run = await conversation.turn({ ...agent, models: [...agent.models, ...other.agent().models] });
  return { conversation, model, other, run, steps: await conversation.steps(run) };
}

async function expectNoDraft({ conversation }: Pick<Awaited<ReturnType<typeof turnWith>>, "conversation">) {
  await expect(conversation.draft()).rejects.toMatchObject({ code: "not_found" });
  expect((await conversation.events()).at(-1)).toBe("run.finished");
}

test("a model that is down is asked three times, then the run says so and no draft appears", async () => {
  const turn = await turnWith([{ http: { status: 503 } }]);
  expect(turn.run).toMatchObject({ status: "failed", reason: "The AI model has a problem (503)" });
  expect(turn.model.asked).toHaveLength(3);
  expect(turn.steps.map((step) => step.error)).toEqual(Array(3).fill("The AI model has a problem (503)"));
  await expectNoDraft(turn);
});

test("a model that recovers within the turn costs nothing but time", async () => {
  const turn = await turnWith([{ cut: true }, { http: { status: 429 } }, says("We are looking into it.")]);
  expect(turn.run).toMatchObject({ status: "drafted", inputTokens: 100 });
  expect(turn.steps.map((step) => step.error)).toEqual([
    "The AI model did not answer",
    "The AI model asks to slow down",
    null,
  ]);
});

test("a model that asks to wait longer than the turn may take ends the turn at once", async () => {
  const turn = await turnWith([{ http: { status: 429, headers: { "retry-after": "600" } } }]);
  expect(turn.run).toMatchObject({ status: "failed", reason: "The AI model asks to slow down" });
  expect(turn.model.asked).toHaveLength(1);
});

test("a refused key or request is not tried again", async () => {
  const turn = await turnWith([{ http: { status: 401, body: '{"error":{"message":"bad key"}}' } }]);
  expect(turn.run).toMatchObject({ status: "failed", reason: "The AI provider does not accept our key" });
  expect(turn.model.asked).toHaveLength(1);
  await expectNoDraft(turn);
});

test("a model that does not answer in time is given up", async () => {
  const turn = await turnWith([{ delayMs: 20_000 }], { retries: 0 }, 100);
  expect(turn.run).toMatchObject({ status: "failed", reason: "The AI model did not answer" });
  await expectNoDraft(turn);
});

test("the turn as a whole ends at its deadline, whatever the model does", async () => {
  const turn = await turnWith([{ delayMs: 20_000 }], { deadlineMs: 1000 }, 30_000);
  expect(turn.run).toMatchObject({ status: "failed", reason: "The AI had no answer within 1 seconds" });
  await expectNoDraft(turn);
});

test.each([
  ["is not JSON", { http: { status: 200, body: "<html>oops" } }],
  ["is JSON of another shape", { http: { status: 200, body: '{"object":"response","output":"hello"}' } }],
])("an answer of the server that %s is a failure with a reason", async (_, turnout) => {
  const turn = await turnWith([turnout]);
  expect(turn.run).toMatchObject({ status: "failed", reason: "The AI model gave an answer we cannot read" });
  await expectNoDraft(turn);
});

test.each([
  ["refuses", refuses(), "The AI declined to answer this message"],
  ["is cut off", { ...writes('{"reply":"Dear'), status: "incomplete", incomplete: "max_output_tokens" }, "cut off"],
  ["is held back", { output: [], status: "incomplete", incomplete: "content_filter" }, "held the answer back"],
])("a model that %s ends the run with that reason", async (_, turnout, reason) => {
  const turn = await turnWith([turnout]);
  expect(turn.run).toMatchObject({ status: "failed", reason: expect.stringContaining(reason) });
  expect(turn.model.asked).toHaveLength(1);
  await expectNoDraft(turn);
});

test.each([
  ["nothing", { output: [] }, "not the JSON"],
  ["an empty reply", says(" \u0000 "), "The reply is empty"],
  ["text that is not JSON", writes("Sure! Here is the reply: Hello"), "not the JSON"],
  ["an order nobody has", says("Your order #9999 is on its way."), "Orders not seen: 9999"],
  ["an amount nobody named", says("You paid €12.34."), "Amounts not seen: 12.34"],
  ["a deed it cannot do", says("I have refunded your order."), "no tool did it"],
  ["an endless reply", says("Hello ".repeat(1000)), "longer than 4000"],
])("a model that answers %s twice gets no draft", async (_, turnout, reason) => {
  const turn = await turnWith([turnout]);
  expect(turn.run).toMatchObject({ status: "failed", reason: expect.stringContaining(reason) });
  expect(turn.model.asked).toHaveLength(2);
  await expectNoDraft(turn);
});

test("an answer that fails the checks goes back once, with the reason, and the better one becomes the draft", async () => {
  const turn = await turnWith([says("Your order #9999 is on its way."), says("Which order do you mean?")]);
  expect(turn.run).toMatchObject({ status: "drafted" });
  expect(JSON.stringify(turn.model.asked[1]!.input.at(-1))).toContain("Orders not seen: 9999");
});

test("a model that only ever looks things up is stopped", async () => {
  const turn = await turnWith([uses(["find_orders", {}])]);
  expect(turn.run).toMatchObject({ status: "failed", reason: expect.stringContaining("kept looking things up") });
  expect(turn.model.asked).toHaveLength(8);
  expect(turn.model.asked.at(-1)).toMatchObject({ tool_choice: "none" });
  await expectNoDraft(turn);
});

test("a model that looks up a hundred things at once is stopped", async () => {
  const turn = await turnWith([uses(...Array.from({ length: 100 }, (): [string, object] => ["find_orders", {}]))]);
  expect(turn.run).toMatchObject({ status: "failed", reason: expect.stringContaining("kept looking things up") });
  expect(turn.steps.filter((step) => step.kind === "tool")).toHaveLength(16);
});

test("calls that make no sense are answered, so that the model can correct itself", async () => {
  const nonsense = uses(
    ["delete_everything\u0000", {}],
    ["get_order", "not json\u0000"],
    ["get_order", { orderName: 1042 }],
    ["get_order", { orderName: "#1", "customer\u0000Id": "x" }],
    ["get_conversation", { beforeMessage: -1e300 }],
  );
  const turn = await turnWith([nonsense, says("Which order do you mean?")]);
  expect(turn.run).toMatchObject({ status: "drafted" });
  const tools = turn.steps.filter((step) => step.kind === "tool");
  expect(tools.map((step) => step.error !== null)).toEqual([true, true, true, true, false]);
});

test.each([
  ["asks to be left alone for minutes", { http: { status: 429, headers: { "retry-after": "600" } } }, 1],
  ["is down", { http: { status: 503 } }, 3],
  ["has no credit left", { http: { status: 429, body: '{"error":{"code":"insufficient_quota"}}' } }, 1],
  ["does not accept the key", { http: { status: 401 } }, 1],
  ["is not there any more", { http: { status: 404 } }, 1],
])("when a model %s, the next one answers, and stays", async (_, turnout, timesAsked) => {
  const turn = await turnWithTwo([turnout], [uses(["find_orders", {}]), says("We are looking into it.")]);
  expect(turn.run).toMatchObject({ status: "drafted" });
  expect(turn.model.asked).toHaveLength(timesAsked);
  expect(turn.other.asked).toHaveLength(2);
  expect(turn.steps.filter(({ error }) => error !== null)).toHaveLength(timesAsked);
});

test("the next model goes on from what was looked up, without the thoughts of the one before", async () => {
  const turn = await turnWithTwo([uses(["find_orders", {}]), { http: { status: 503 } }], [says("On its way.")]);
  expect(turn.run).toMatchObject({ status: "drafted" });
  const [asked] = turn.other.asked;
  expect(asked!.input.map(({ type }) => type)).toEqual([undefined, "function_call", "function_call_output"]);
  expect(JSON.stringify(asked)).not.toContain("sealed");
});

test.each([
  ["refuses", refuses(), "The AI declined to answer this message"],
  ["finds the request wrong", { http: { status: 400 } }, "The AI model refused the request (400)"],
])("no other model is asked when one %s", async (_, turnout, reason) => {
  const turn = await turnWithTwo([turnout], [says("Hello!")]);
  expect(turn.run).toMatchObject({ status: "failed", reason });
  expect(turn.other.asked).toHaveLength(0);
  await expectNoDraft(turn);
});

test("an answer that cannot be written down is counted once, and not as one that was broken off", async () => {
  const answer: Answer = {
    ...{ end: "complete", text: "Hello", toolCalls: [], replay: null, costMicros: 7 },
    usage: { inputTokens: 5, cachedTokens: 0, outputTokens: 2 },
  };
  const [steps, spent]: [unknown[], number[]] = [[], []];
  const turn = {
    ...{ run: { id: "run" }, limits: defaultLimits, journal: noJournal(), refusal: null, deadlineAt: Infinity },
    models: [{ id: "model", respond: async () => answer, priceMicros: () => 0 }],
    ...{ tools: [], grant: { assurance: "claimed", limits: { changesLeft: 0 }, expiresAt: new Date() } },
    ...{ signal: new AbortController().signal, spent: { tokens: 0, costMicros: 0 } },
    onSpent: (_: unknown, costMicros: number) => spent.push(costMicros),
    async record(step: unknown) {
      steps.push(step);
      throw new AppError("limit_exceeded", "The database is busy");
    },
  } as unknown as Turn;
  const question = { instructions: "", items: [], tools: [], mayCallTools: false, output: null, maxOutputTokens: 10 };
  await expect(askModel(turn, question)).rejects.toThrow("The database is busy");
  expect([steps.length, spent]).toEqual([1, [7]]);
});
