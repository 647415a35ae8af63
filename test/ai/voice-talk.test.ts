import { expect, test } from "@jest/globals";
import { startSandbox } from "../../sandbox/index.ts";
import { openModel } from "../../src/ai/models/open-model.ts";
import { usualTimes, type VoiceLimits } from "../../src/ai/voice/config.ts";
import type { CallCodes } from "../../src/ai/voice/proof.ts";
import { startTalk } from "../../src/ai/voice/talk.ts";
import { finishRun, listRuns, startSpokenRun } from "../../src/domain/automation/index.ts";
import { listOrders } from "../../src/domain/commerce/index.ts";
import type { RelaySaying } from "../../src/integrations/index.ts";
import { openLog } from "../../src/platform/log.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { testDatabase } from "../support/database.ts";
import { until } from "../support/until.ts";
import { someCodes } from "./some-codes.ts";
import { aConversation } from "./turn.ts";

const db = await testDatabase();
const sandbox = await startSandbox();
closeAtEnd(() => sandbox.stop());
const script = (...responses: object[]) =>
  fetch(`${sandbox.url}/control/model/script`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ responses }),
  });
const model = openModel({
  provider: "openai",
  ...{ apiKey: "sandbox", baseUrl: `${sandbox.url}/openai/v1`, model: "sandbox", prices: { input: 2, output: 10 } },
});

/** A talk whose caller is the test, with what it says and leaves behind. */
async function aTalk({ codes = null, ...times }: Partial<VoiceLimits> & { codes?: CallCodes | null } = {}) {
  sandbox.state.model.script = [];
  const { agent, system, conversationId, customerId, lastMessageId } = await aConversation(db);
  const messageId = await lastMessageId();
  const run = await startSpokenRun(system, { conversationId, messageId, model: "sandbox" });
  const lines: { id: string; who: string; text: string; firstWordsMs?: number | null; wasCut?: boolean }[] = [];
  const sent: RelaySaying[] = [];
  const left: string[] = [];
  const outcomes: string[] = [];
  const reader = {
    ...system,
    actor: { type: "ai" as const, id: run.id },
    permissions: new Set(["orders:read", "knowledge:read"]),
  };
  const talk = startTalk(
    {
      ...{ ctx: system, reader, run, conversationId, customerId, assurance: "claimed", shop: "Nordlys", greeting: "" },
      codes,
      languages: ["en-US", "de-DE"],
      lines: {
        caller: (text) => void lines.push({ id: "", who: "caller", text }),
        assistant: (line) => {
          lines.push({ id: String(lines.length), who: "ai", ...line });
          return String(lines.length - 1);
        },
        cut: (id, text) => Object.assign(lines[Number(id)]!, { text, wasCut: true }),
        settled: async () => undefined,
      },
      findOrder: async (number) =>
        (await listOrders(agent, { customerId, limit: 5 })).find(({ name }) => name === `#${number}`) ?? null,
      summarise: async (summary) => void left.push(summary),
      close: async (reason) => void (await finishRun(system, { runId: run.id, status: "spoken", reason })),
    },
    {
      ...{ models: [model], log: openLog("silent"), send: (saying: RelaySaying) => void sent.push(saying) },
      limits: {
        ...usualTimes,
        ...{ keysMs: 30, lastWordsMs: 500, characterMs: 1 },
        budget: { minutes: 10, turns: 20, tokens: 1_000_000, costMicros: 1_000_000 },
        ...times,
      },
      meter: { firstWords: () => undefined, ended: (outcome) => void outcomes.push(outcome) },
    },
  );
  const ask = (text: string, language: string | null = null) =>
    talk.hear({ kind: "prompt", text, language, isLast: true });
  const said = () => lines.filter(({ who }) => who === "ai").map(({ text }) => text);
  const end = () => sent.find((saying) => saying.kind === "end");
  return {
    ...{ talk, ask, sent, lines, left, outcomes, said },
    ended: () => until(() => end()?.handoff, { what: "the end of the talk" }),
    run: async () => (await listRuns(agent, { conversationId, limit: 1 }))[0]!,
    /** Waits for the newest whole answer. */
    answered: (count: number) => until(() => said().length >= count && said().at(-1), { what: `answer ${count}` }),
    words: () => sent.map((saying) => (saying.kind === "text" ? saying.text : "")).join(""),
  };
}

test("a caller who names her order hears how far it is, and nothing else of it", async () => {
  const { ask, answered, lines, words, ended, run, outcomes } = await aTalk({ goodbyeMs: 0 });
  expect(await answered(1)).toBe("Hello, this is the automated assistant of Nordlys. How can I help you?");
  ask("Where is my parcel?");
  expect(await answered(2)).toBe("I can look that up. What is your order number?");
  ask("1042");
  expect(await answered(3)).toContain("Your order 1 0 4 2 has been shipped with PostNord and is in transit.");
  expect(words()).toContain("November");
  expect(lines.filter(({ who }) => who === "caller").map(({ text }) => text)).toEqual(["Where is my parcel?", "1042"]);
  expect(lines.at(-1)!.firstWordsMs).toBeGreaterThan(0);
  const asked = JSON.stringify(sandbox.state.model.requests);
  for (const secret of ["69.80", "0037340012", "tracking.postnord", "Mia", "candle", "@"]) {
    expect(asked).not.toContain(secret);
  }
  ask("That is all, thank you, bye");
  expect(await ended()).toEqual({ reason: "goodbye", end: true });
  expect(outcomes).toEqual(["goodbye"]);
  expect(await until(async () => (await run()).finishedAt && run())).toMatchObject({
    ...{ status: "spoken", reason: "The caller took leave" },
  });
  expect((await run()).inputTokens).toBeGreaterThan(0);
});

test("who speaks into an answer stops it, and the model is told only what was heard", async () => {
  const { talk, ask, lines, words, said, answered } = await aTalk();
  const long = "Candles are made of soy wax. They burn for forty hours. ".repeat(20);
  await script({ text: long, pieceDelayMs: 15 });
  ask("Tell me about candles");
  await until(() => words().includes("forty hours"));
  talk.hear({ kind: "interrupt", spoken: "Candles are made of" });
  const spoken = words();
  await script({ text: "Of course." });
  ask("Stop, something else");
  expect(await answered(3)).toBe("Of course.");
  expect(said()[1]).toBe("Candles are made of");
  expect(lines.filter(({ wasCut }) => wasCut)).toHaveLength(1);
  expect(words()).toBe(`${spoken}Of course.`);
  const [newest] = sandbox.state.model.requests.slice(-1) as { input: { role?: string; content?: string }[] }[];
  expect(newest!.input.filter(({ role }) => role === "assistant").map(({ content }) => content)).toEqual([
    "Hello, this is the automated assistant of Nordlys. How can I help you?",
    "Candles are made of",
  ]);
});

test("what the tools do not show is not said; the second time a person takes over", async () => {
  const { ask, answered, words, ended, left } = await aTalk();
  await script({ text: "Good news. I have refunded order 9999. Bye." }, { text: "A colleague will look at it." });
  ask("Where is it?");
  expect(await answered(2)).toBe("Good news. A colleague will look at it.");
  await script({ text: "It costs 99.90 EUR.", times: 2 });
  ask("What did it cost?");
  expect(await ended()).toEqual({ reason: "unsure" });
  expect(words()).not.toMatch(/refunded|9999|99\.90/);
  expect(left[0]).toContain("Last said: “What did it cost?”");
});

test.each([
  ["I want to speak to a human", "asked"],
  ["This is outrageous", "upset"],
])("“%s” hands over at once, without asking a model", async (words, reason) => {
  const { ask, ended, left, outcomes } = await aTalk();
  const before = sandbox.state.model.requests.length;
  ask(words);
  expect(await ended()).toEqual({ reason });
  expect(sandbox.state.model.requests).toHaveLength(before);
  expect(left[0]).toContain(`First said: “${words}”`);
  expect(outcomes).toEqual(["handed_over"]);
});

test("0 asks for a person, other keys are an answer", async () => {
  const { talk, answered, ended } = await aTalk();
  for (const digit of "1042#") talk.hear({ kind: "digit", digit });
  expect(await answered(2)).toContain("1 0 4 2");
  talk.hear({ kind: "digit", digit: "0" });
  expect(await ended()).toEqual({ reason: "asked" });
});

test.each([
  ["fails for good", { status: 400 }],
  ["fails again and again", { status: 500, times: "always" }],
  ["never answers", { endless: true, delayMs: 3000 }],
  ["declines", { refusal: "No." }],
])("a model that %s costs the caller a person, not a dead line", async (how, answer) => {
  const { ask, ended, left } = await aTalk({ turn: { ...usualTimes.turn, deadlineMs: 700, retryDelayMs: 5 } });
  await script(answer);
  ask("Do you have soy candles?");
  expect(await ended()).toEqual({ reason: how === "declines" ? "unsure" : "model_failed" });
  expect(left[0]).toMatch(/did not answer|not sure/);
});

test("a call may take only so much of the assistant", async () => {
  const { ask, answered, ended, left } = await aTalk({
    budget: { minutes: 10, turns: 1, tokens: 9e9, costMicros: 9e9 },
  });
  await script({ text: "Yes, we do.", times: "always" });
  ask("Do you have candles?");
  await answered(2);
  ask("And lanterns?");
  expect(await ended()).toEqual({ reason: "budget" });
  expect(left[0]).toContain("(1 answers)");
});

test("an answer that is broken off counts as what it has cost, in the call's budget and in its record", async () => {
  const { talk, ask, words, said, run, answered, ended, left } = await aTalk({
    budget: { minutes: 10, turns: 20, tokens: 100, costMicros: 9e9 },
  });
  await answered(1);
  await script({ text: "One. Two. Three. Four. ".repeat(40), pieceDelayMs: 15 });
  ask("Count");
  await until(() => words().includes("Two"));
  talk.hear({ kind: "interrupt", spoken: "One." });
  expect(said()[1]).toBe("One.");
  await until(async () => (await run()).costMicros > 0, { what: "what it has cost" });
  const cost = await run();
  // It has read some hundred words of instructions, and written a few.
  expect(cost.inputTokens).toBeGreaterThan(500);
  expect(cost.outputTokens).toBeGreaterThan(0);
  expect(cost.outputTokens).toBeLessThan(200);
  ask("Go on");
  expect(await ended()).toEqual({ reason: "budget" });
  expect(left[0]).toContain("(100 tokens)");
});

test("who says nothing is asked once and then left", async () => {
  const { said, ended } = await aTalk({ silenceMs: 10 });
  expect(await ended()).toEqual({ reason: "silent", end: true });
  expect(said()[1]).toBe("Are you still there?");
});

test("a caller who hangs up in the middle of an answer ends it", async () => {
  const { talk, ask, words, said, run, sent } = await aTalk();
  await script({ text: "One. Two. Three. Four. ".repeat(40), pieceDelayMs: 15 });
  ask("Count");
  await until(() => words().includes("Two"));
  await talk.gone();
  const until1 = sent.length;
  expect(await run()).toMatchObject({ status: "spoken", reason: "The caller hung up" });
  expect(said()[1]).toContain("One. Two.");
  ask("Still there?");
  expect(sent).toHaveLength(until1);
  expect(sent.some(({ kind }) => kind === "end")).toBe(false);
});

test("another language is spoken when it is heard, and only one the line has", async () => {
  const { ask, sent, answered } = await aTalk();
  await script({ text: "Ja, gerne." }, { text: "Oui." });
  ask("Guten Tag", "de-DE");
  await answered(2);
  ask("Bonjour", "fr-FR");
  await answered(3);
  expect(sent.filter(({ kind }) => kind === "language")).toEqual([{ kind: "language", language: "de-DE" }]);
  expect(sent.at(-2)).toMatchObject({ kind: "text", language: "de-DE" });
});

test("a card number that is read out is neither kept nor shown to the model", async () => {
  const { ask, answered, lines } = await aTalk();
  await script({ text: "Please do not tell me card numbers." });
  ask("My card is 4111 1111 1111 1111");
  await answered(2);
  expect(JSON.stringify([lines, sandbox.state.model.requests.at(-1)])).not.toContain("1111");
});

test("who says the code she was texted hears of her own order; no model and nobody later sees it", async () => {
  const { codes, tried } = someCodes();
  const { ask, lines, talk, left, answered, ended } = await aTalk({ codes });
  const asked = sandbox.state.model.requests.length;
  const uses = (name: string) => ({ toolCalls: [{ name, arguments: name === "send_code" ? { language: "en" } : {} }] });
  await script(uses("find_orders"), uses("send_code"), {
    text: "I sent you a text, ending in 71.",
  });
  ask("What did I order?");
  await answered(2);
  await script({ text: "That was wrong. Once more, please." });
  ask("It's four eight one five one seven");
  await answered(3);
  // She takes breath, and then types.
  ask("four eight one five");
  await script(uses("find_orders"), { text: "You ordered a Fjord candle." });
  for (const digit of "16#") talk.hear({ kind: "digit", digit });
  expect(await answered(4)).toBe("You ordered a Fjord candle.");
  expect(tried).toEqual([["481517"], ["481516"]]);
  await script({ text: "It costs 69.80 EUR." });
  ask("The code was 481516, wasn't it? What does it cost?");
  expect(await answered(5)).toContain("69.80");
  expect(lines.filter(({ who }) => who === "caller").map(({ text }) => text)).toEqual([
    ...["What did I order?", "It's ••••••", "••••", "Pressed ••••••"],
    "The code was ••••••, wasn't it? What does it cost?",
  ]);
  const shown = JSON.stringify(sandbox.state.model.requests.slice(asked));
  expect(/481516|481517|four eight one/.exec(shown)).toBeNull();
  // What opens orders was no tool before.
  for (const words of ["There is no such tool", "2 more can be tried"]) expect(shown).toContain(words);
  ask("I want to talk to a human");
  await ended();
  expect(left[0]).toContain("has proved with a code that she is the customer");
  expect(left[0]).toContain("Orders looked up: #1042");
  expect(left[0]).not.toMatch(/481/);
});

test("who waits for a code may say an order's number all the same, and hears that the code did not arrive", async () => {
  const { codes, tried } = someCodes({ isLost: true });
  const { ask, lines, answered } = await aTalk({ codes });
  await script({ toolCalls: [{ name: "send_code", arguments: { language: "en" } }] }, { text: "I sent you a text." });
  ask("What did I order?");
  await answered(2);
  await script({ text: "The text did not arrive." });
  ask("1042");
  await answered(3);
  expect([lines.at(-2)?.text, tried]).toEqual(["1042", []]);
  expect(JSON.stringify(sandbox.state.model.requests.at(-1))).toMatch(/could not be delivered.*1042/);
});
