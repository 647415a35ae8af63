import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { startSandbox } from "../../sandbox/index.ts";
import type { ScriptedAnswer } from "../../sandbox/model/state.ts";
import { type ModelOptions, openModel } from "../../src/ai/models/open-model.ts";
import type { Answer, Item, Provider, Question } from "../../src/ai/models/port.ts";
import { mayAskAnother, mayPass, troubleOf } from "../../src/ai/models/trouble.ts";
import { watchInstallation } from "../../src/ai/watch-installation.ts";
import { providers } from "../../src/domain/models/index.ts";

const sandbox = await startSandbox();
afterAll(() => sandbox.stop());
beforeEach(() => {
  sandbox.state.model.script = [];
  sandbox.state.model.requests = [];
});

const bases: Record<Provider, string> = {
  ...{ openai: "/openai/v1", compatible: "/openai/v1", anthropic: "/anthropic", gemini: "/gemini" },
};
const prices = { input: 2, cachedInput: 1, output: 10 };
const access = (provider: Provider, overrides: Partial<ModelOptions> = {}): ModelOptions => ({
  ...{ provider, apiKey: "sandbox", baseUrl: sandbox.url + bases[provider], model: "sandbox", prices },
  ...{ timeoutMs: 2000, ...overrides },
});
const script = (...answers: Partial<ScriptedAnswer>[]) =>
  sandbox.state.model.script.push(...answers.map((one) => ({ times: 1, ...one })));

const input = z.strictObject({ orderName: z.string() });
const lookUp = { name: "get_order", description: "An order", schema: z.toJSONSchema(input) };
const schema = z.toJSONSchema(z.strictObject({ reply: z.string(), sources: z.array(z.string()) }));
const asking = (items: Item[] = [{ type: "text", text: "Where is it?" }], more: Partial<Question> = {}): Question => ({
  ...{ instructions: "You help.", items, tools: [lookUp], mayCallTools: true, output: null, maxOutputTokens: 500 },
  ...more,
});
const patience = () => AbortSignal.timeout(5000);
const lastRequest = () => JSON.stringify(sandbox.state.model.requests.at(-1));

function objectsIn(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

async function failure(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const retryAfterMs = Object(error).retryAfterMs as number | undefined;
  return { trouble: troubleOf(error), passes: mayPass(error), another: mayAskAnother(error), retryAfterMs };
}

describe.each(providers)("a model of %s", (provider) => {
  const model = openModel(access(provider));
  const ask = (question = asking(), onText?: (delta: string) => void, signal = patience()) =>
    model.respond(question, signal, onText);

  test("gives its words as they come, and all of them at the end, with what they cost", async () => {
    script({ text: "Grüße! 👩‍👩‍👧 Your parcel is on its way, expected tomorrow before noon." });
    const heard: string[] = [];
    const answer = await ask(asking(), (delta) => heard.push(delta));
    expect(heard.length).toBeGreaterThan(1);
    expect(heard.join("")).toBe(answer.text);
    expect(answer).toMatchObject({
      end: "complete",
      toolCalls: [],
      text: expect.stringContaining("👩‍👩‍👧 Your parcel"),
    });
    const { inputTokens, outputTokens, cachedTokens } = answer.usage;
    expect(Math.min(inputTokens, outputTokens)).toBeGreaterThan(0);
    expect(answer.costMicros).toBe((inputTokens - cachedTokens) * 2 + cachedTokens + outputTokens * 10);
  });

  test("calls several tools, is told what they gave, and answers in the form asked for", async () => {
    const call = (orderName: string) => ({ name: "get_order", arguments: { orderName } });
    script(
      { text: "Let me look.", toolCalls: [call("#1"), call("#2")] },
      { json: { reply: "It comes.", sources: [] } },
    );
    const question = asking();
    const first = await ask(question);
    expect(first.toolCalls.map((one) => [one.name, JSON.parse(one.arguments)])).toEqual([
      ["get_order", { orderName: "#1" }],
      ["get_order", { orderName: "#2" }],
    ]);
    expect(new Set(first.toolCalls.map(({ id }) => id)).size).toBe(2);
    const results = first.toolCalls.map(({ id }, n): Item => ({ type: "tool_result", callId: id, text: `{"n":${n}}` }));
    const items: Item[] = [...question.items, { type: "answer", answer: first }, ...results];
    const answer = await ask(asking(items, { output: { name: "draft", schema } }));
    expect(JSON.parse(answer.text)).toEqual({ reply: "It comes.", sources: [] });
    expect(lastRequest()).toMatch(/#1.*#2.*additionalProperties/s);
  });

  test("may be told to call nothing more", async () => {
    expect((await ask(asking([{ type: "text", text: "Where is #1042?" }]))).toolCalls).toHaveLength(1);
    const answer = await ask(asking(undefined, { mayCallTools: false }));
    expect(answer).toMatchObject({ end: "complete", toolCalls: [], text: expect.stringContaining("order") });
  });

  test("gets its own thoughts back unchanged, and never those of another", async () => {
    script({ toolCalls: [{ name: "get_order", arguments: { orderName: "#1" } }] });
    const own = await ask();
    const foreign: Answer = { ...own, text: "Let me see.", replay: { by: "somebody", items: [{ secret: "thought" }] } };
    const askAfter = (answer: Answer) =>
      ask(
        asking([
          { type: "answer", answer },
          { type: "tool_result", callId: own.toolCalls[0]!.id, text: '"x"' },
        ]),
      );
    await askAfter(own);
    for (const item of own.replay?.items ?? []) expect(objectsIn(sandbox.state.model.requests)).toContainEqual(item);
    await askAfter(foreign);
    expect(lastRequest()).not.toContain('thought"');
    expect(lastRequest()).toMatch(/Let me see\..*(?:get_order.*#1|#1.*get_order)/s);
  });

  test("says when it declines, is cut or held back, or has nothing to say", async () => {
    script({ refusal: "No." }, { text: "Half a", incomplete: "max_output_tokens" });
    expect(await ask()).toMatchObject({ end: provider === "gemini" ? "filtered" : "refused" });
    expect(await ask()).toMatchObject({ end: "cut", text: "Half a" });
    script({ text: "", incomplete: "content_filter" }, {});
    expect((await ask()).end).toMatch(/filtered|refused/);
    expect(await ask()).toMatchObject({ end: "complete", text: "", toolCalls: [] });
  });

  test("hands on arguments that are no JSON: who called can be told", async () => {
    script({ toolCalls: [{ name: "get_order", arguments: '{"orderName": "#10' }] });
    const answer = await ask();
    const [call] = answer.toolCalls;
    expect(() => JSON.parse(call!.arguments)).toThrow();
    const told: Item = { type: "tool_result", callId: call!.id, text: '{"error":"These arguments are not valid"}' };
    expect(await ask(asking([{ type: "answer", answer }, told]))).toMatchObject({ end: "complete" });
  });

  test.each([
    [{ status: 500 }, "unavailable", { passes: true, another: true }],
    [{ status: 529 }, "unavailable", { passes: true, another: true }],
    [{ status: 408 }, "unavailable", { passes: true, another: true }],
    [{ status: 429, retryAfterSeconds: 240 }, "rate_limited", { passes: true, another: true, retryAfterMs: 240_000 }],
    [{ status: 402 }, "no_credit", { passes: false, another: true }],
    [{ status: 403 }, "key_refused", { passes: false, another: true }],
    [{ status: 404 }, "gone", { passes: false, another: true }],
    [{ status: 413 }, "too_long", { passes: false, another: false }],
    [{ status: 422 }, "invalid", { passes: false, another: false }],
    [{ raw: "<html>oops" }, "unreadable", { passes: true, another: true }],
    [{ text: "one two three four five six seven eight", stopAfter: 1 }, "broken_off", { passes: true, another: true }],
    [{ text: "one two three four five six seven eight", failAfter: 1 }, "unavailable", { passes: true, another: true }],
  ])("in trouble %j says what it is: %s", async (answer, trouble, expected) => {
    script(answer);
    expect(await failure(ask())).toMatchObject({ trouble, ...expected });
    expect(sandbox.state.model.requests).toHaveLength(1);
  });

  test("that is cut off in the middle may be asked again", async () => {
    script({ text: "one two three four five six seven eight nine ten", cutAfter: 1 });
    expect(await failure(ask())).toMatchObject({ passes: true, another: true });
  });

  test("with a wrong key says so", async () => {
    const locked = openModel(access(provider, { apiKey: "wrong" }));
    expect(await failure(locked.respond(asking(), patience()))).toMatchObject({ trouble: "key_refused" });
  });

  test.each([{ endless: true, text: "and " }, { delayMs: 3000 }])("that never ends is given up: %j", async (answer) => {
    script(answer);
    const impatient = openModel(access(provider, { timeoutMs: 150 }));
    expect(await failure(impatient.respond(asking(), patience()))).toMatchObject({ passes: true });
  });

  test("stops when nobody waits for it any more", async () => {
    script({ endless: true, text: "and " });
    const nobody = new AbortController();
    await expect(ask(asking(), () => nobody.abort(), nobody.signal)).rejects.toThrow();
  });

  test("whose server is gone may be asked later", async () => {
    const gone = openModel(access(provider, { baseUrl: `http://127.0.0.1:9${bases[provider]}` }));
    expect(await failure(gone.respond(asking(), patience()))).toMatchObject({ passes: true, another: true });
  });

  test("is reached at public addresses only, unless whoever runs this said otherwise", async () => {
    const sneaky = openModel(access(provider, { isBaseUrlTrusted: false }));
    await expect(sneaky.respond(asking(), patience())).rejects.toThrow(/Only https is allowed/);
    expect(sandbox.state.model.requests).toHaveLength(0);
  });

  test("tells what else there is, and until when", async () => {
    sandbox.state.model.offered = [
      { id: "sandbox", endsOn: null },
      { id: "old", endsOn: "2026-12-11" },
    ];
    const endsOn = provider === "gemini" ? null : "2026-12-11";
    expect(await model.offered(patience())).toEqual([
      { id: "sandbox", endsOn: null },
      { id: "old", endsOn },
    ]);
  });
});

test("nothing is kept at OpenAI", async () => {
  await openModel(access("openai")).respond(asking(), patience());
  expect(sandbox.state.model.requests[0]).toMatchObject({ store: false, include: ["reasoning.encrypted_content"] });
});

test("whoever runs the installation reads in the log which model of its own ends, and which one nobody knows of", async () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  sandbox.state.model.offered = [
    { id: "soon", endsOn: inDays(20) },
    { id: "later", endsOn: inDays(40) },
    { id: "sandbox", endsOn: null },
  ];
  const [soon, later, open] = ["soon", "later", "sandbox"].map((model) => openModel(access("anthropic", { model })));
  const away = openModel(access("openai", { baseUrl: "http://127.0.0.1:1" }));
  const listless = openModel(access("compatible", { baseUrl: `${sandbox.url}/nowhere` }));
  const said: unknown[][] = [];
  const log = { warn: (about: object, words: string) => void said.push([about, words]) };
  await watchInstallation(log, [away, listless, soon!, later!, open!]);
  expect(said).toEqual([
    [expect.objectContaining({ model: "openai:sandbox" }), expect.stringContaining("nobody could say")],
    [{ model: "anthropic:soon", endsOn: inDays(20) }, "a model of AI_MODEL ends"],
  ]);
});
