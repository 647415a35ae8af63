import { expect, test } from "@jest/globals";
import { defaultLimits } from "../../src/ai/config.ts";
import { runTurn } from "../../src/ai/index.ts";
import { scheduleRun, startRun, stopRun } from "../../src/domain/automation/index.ts";
import { noteLookupFailed } from "../../src/domain/commerce/index.ts";
import { closeConversation, reply } from "../../src/domain/conversations/index.ts";
import { ai } from "../../workers/ai.ts";
import { testDatabase } from "../support/database.ts";
import { says, startScriptedModel, uses } from "./scripted-model.ts";
import { aConversation, turnJobs } from "./turn.ts";

const db = await testDatabase();
const answer = says(
  "Your order #1042 is on its way. Follow it: https://tracking.postnord.example/00373400123456789012",
  ["#1042"],
);
const lookingUp = [uses(["find_orders", {}]), uses(["get_order", { orderName: "1042" }]), answer];

test("a turn looks the order up and leaves a draft that names what it rests on", async () => {
  const conversation = await aConversation(db);
  const model = await startScriptedModel();
  model.script = lookingUp;
  const run = await conversation.turn(model.agent());
  expect(run).toMatchObject({ status: "drafted", reason: null, model: "test-model" });
  const draft = await conversation.draft();
  expect(draft).toMatchObject({ runId: run.id, lastSeenMessageId: await conversation.lastMessageId() });
  expect(draft.body).toContain("#1042 is on its way");
  expect(draft.sources.map(({ kind, label }) => [kind, label.slice(0, 8)])).toEqual([
    ["message", "Mia Berg"],
    ["order", "#1042"],
  ]);
  const events = await conversation.events();
  expect(events.slice(-3)).toEqual(["run.started", "run.finished", "draft.written"]);
});

test("every call is on record with its tokens, cost and duration, and the run adds them up", async () => {
  const conversation = await aConversation(db);
  const model = await startScriptedModel();
  model.script = lookingUp;
  const run = await conversation.turn(model.agent());
  expect(run).toMatchObject({ inputTokens: 300, outputTokens: 60, costMicros: 3 * (100 * 2 + 20 * 10) });
  const steps = await conversation.steps(run);
  expect(steps.map(({ n, kind, name, costMicros }) => [n, kind, name, costMicros])).toEqual([
    [1, "model", "test-model", 400],
    [2, "tool", "find_orders", 0],
    [3, "model", "test-model", 400],
    [4, "tool", "get_order", 0],
    [5, "model", "test-model", 400],
  ]);
  expect(steps.every((step) => step.durationMs >= 0 && step.error === null)).toBe(true);
  expect(JSON.stringify(steps[3]!.response)).toContain("00373400123456789012");
});

test("the model's reasoning goes back to it unchanged and nothing is stored at the provider", async () => {
  const conversation = await aConversation(db);
  const model = await startScriptedModel();
  model.script = lookingUp;
  await conversation.turn(model.agent());
  expect(model.asked).toHaveLength(3);
  expect(model.asked[2]!.input.map((item) => item.type ?? "message")).toEqual([
    "message",
    ...["reasoning", "function_call", "function_call_output"],
    ...["reasoning", "function_call", "function_call_output"],
  ]);
  expect(model.asked[2]!.input[1]).toMatchObject({ encrypted_content: "sealed" });
});

test("a burst of five messages gets one draft", async () => {
  const conversation = await aConversation(db);
  const { system, conversationId } = conversation;
  const model = await startScriptedModel();
  model.script = lookingUp;
  for (let i = 0; i < 5; i++) {
    await scheduleRun(system, { conversationId, delayMs: 0 });
    if (i < 4) await conversation.write({ text: `And another thing (${i})` });
  }
  const jobs = await turnJobs(db, system);
  expect(jobs).toHaveLength(5);
  for (const { payload } of jobs) await runTurn(system, payload, model.agent());
  expect((await conversation.runs()).map((run) => run.status)).toEqual(["drafted"]);
  expect(model.asked).toHaveLength(3);
  expect((await conversation.events()).filter((name) => name === "draft.written")).toHaveLength(1);
});

test("a job that runs twice, even at the same time, makes one draft", async () => {
  const conversation = await aConversation(db);
  const { system, conversationId } = conversation;
  const model = await startScriptedModel();
  model.script = [says("We are looking into it.")];
  const run = await scheduleRun(system, { conversationId, delayMs: 0 });
  const job = () => runTurn(system, { runId: run!.id }, model.agent());
  await Promise.all([job(), job(), job()]);
  await job();
  expect((await conversation.runs()).map((one) => one.status)).toEqual(["drafted"]);
  expect((await conversation.events()).filter((name) => name === "draft.written")).toHaveLength(1);
});

test("a run whose worker died in the middle goes on and ends with one draft", async () => {
  const conversation = await aConversation(db);
  const { system, conversationId } = conversation;
  const model = await startScriptedModel();
  model.script = [says("We are looking into it.")];
  const run = await scheduleRun(system, { conversationId, delayMs: 0 });
  await startRun(system, { runId: run!.id, model: "test-model" });
  await runTurn(system, { runId: run!.id }, model.agent());
  expect((await conversation.runs()).map((one) => one.status)).toEqual(["drafted"]);
  expect((await conversation.events()).filter((name) => name === "run.started")).toHaveLength(1);
});

test("a run that is interrupted again and again ends with a reason, and one that has ended stays as it is", async () => {
  const conversation = await aConversation(db);
  const { system, conversationId } = conversation;
  const run = await scheduleRun(system, { conversationId, delayMs: 0 });
  await startRun(system, { runId: run!.id, model: "test-model" });
  for (const _ of [1, 2])
    await ai.giveUp!(system, { runId: run!.id }, "Every worker stopped in the middle of this job");
  const [ended] = await conversation.runs();
  expect(ended).toMatchObject({ status: "failed", reason: expect.stringContaining("interrupted again and again") });
  expect((await conversation.events()).filter((name) => name === "run.finished")).toHaveLength(1);
});

test.each([
  ["answers", "superseded", "Somebody has answered already"],
  ["closes the conversation", "skipped", "The conversation is not open: closed"],
  ["stops it", "superseded", "A person stopped it"],
])("a model that still thinks when somebody %s is not waited for", async (what, status, reason) => {
  const conversation = await aConversation(db);
  const { agent, conversationId } = conversation;
  const model = await startScriptedModel();
  const lastSeenMessageId = await conversation.lastMessageId();
  const meanwhile = async () => {
    if (what === "answers") await reply(agent, { conversationId, body: "It is on its way!", lastSeenMessageId });
    else if (what === "stops it") await stopRun(agent, { runId: (await conversation.runs())[0]!.id });
    else await closeConversation(agent, { conversationId });
  };
  model.script = [{ ...says("Too late."), meanwhile, delayMs: 60_000 }];
  expect(await conversation.turn(model.agent({ watchMs: 20, retries: 0 }, 90_000))).toMatchObject({ status, reason });
  expect(model.asked).toHaveLength(1);
});

test.each([{ tokens: 200 }, { costMicros: 700 }])("a turn stops at what it may take: %j", async (limits) => {
  const conversation = await aConversation(db);
  const model = await startScriptedModel();
  model.script = [uses(["find_orders", {}])];
  const run = await conversation.turn(model.agent(limits));
  expect(run).toMatchObject({ status: "failed", reason: "The AI used up what one answer may take, and had none" });
  expect(model.asked).toHaveLength(2);
});

test("a person who answers while the model thinks makes the draft superfluous", async () => {
  const conversation = await aConversation(db);
  const { agent, conversationId } = conversation;
  const model = await startScriptedModel();
  const lastSeenMessageId = await conversation.lastMessageId();
  const answerByHand = () => reply(agent, { conversationId, body: "It is on its way!", lastSeenMessageId });
  model.script = [{ ...says("It is on its way."), meanwhile: answerByHand }];
  const run = await conversation.turn(model.agent());
  expect(run).toMatchObject({ status: "superseded", reason: "Somebody has answered already" });
  await expect(conversation.draft()).rejects.toMatchObject({ code: "not_found" });
});

test("a message that comes while the model works supersedes the run before it costs another call", async () => {
  const conversation = await aConversation(db);
  const model = await startScriptedModel();
  model.script = [{ ...uses(["find_orders", {}]), meanwhile: () => conversation.write({ text: "Never mind!" }) }];
  const run = await conversation.turn(model.agent());
  expect(run).toMatchObject({ status: "superseded" });
  expect(model.asked).toHaveLength(1);
  await expect(conversation.draft()).rejects.toMatchObject({ code: "not_found" });
});

test("an auto-reply that comes in between does not cost the customer her draft", async () => {
  const conversation = await aConversation(db);
  const model = await startScriptedModel();
  const autoReply = () => conversation.write({ text: "I am on holiday", automatic: "auto-reply" });
  model.script = [{ ...says("We are looking into it."), meanwhile: autoReply }];
  expect(await conversation.turn(model.agent())).toMatchObject({ status: "drafted" });
});

test("a conversation closed meanwhile gets no draft", async () => {
  const conversation = await aConversation(db);
  const { agent, conversationId } = conversation;
  const model = await startScriptedModel();
  model.script = [{ ...says("Hello!"), meanwhile: () => closeConversation(agent, { conversationId }) }];
  expect(await conversation.turn(model.agent())).toMatchObject({
    status: "skipped",
    reason: "The conversation is not open: closed",
  });
});

test("without a model the run says so", async () => {
  const conversation = await aConversation(db);
  const run = await conversation.turn({ models: [], debounceMs: 0, limits: defaultLimits });
  expect(run).toMatchObject({ status: "skipped", reason: "No AI model is set up" });
});

test("a newer draft takes the place of an older one", async () => {
  const conversation = await aConversation(db);
  const model = await startScriptedModel();
  model.script = [says("First."), says("Second.")];
  await conversation.turn(model.agent());
  await conversation.turn(model.agent());
  expect(await conversation.draft()).toMatchObject({ body: "Second." });
});

test("when the shop could not be asked the model is told that orders may be missing", async () => {
  const conversation = await aConversation(db);
  const { system, customerId, shop } = conversation;
  await noteLookupFailed(system, { customerId, connectionId: shop.id, reason: "Shopify did not answer" });
  const model = await startScriptedModel();
  model.script = [uses(["find_orders", {}]), says("A colleague will look into it.")];
  await conversation.turn(model.agent());
  expect(JSON.stringify(model.asked[1]!.input.at(-1))).toContain("Shopify did not answer");
});
