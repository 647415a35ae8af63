import { expect, test } from "@jest/globals";
import { runTurn } from "../../src/ai/index.ts";
import { scheduleRun } from "../../src/domain/automation/index.ts";
import { closeConversation, getConversation, listMessages, reply } from "../../src/domain/conversations/index.ts";
import { createArticle, listContradictions, publishArticle, updateArticle } from "../../src/domain/knowledge/index.ts";
import { createTeam } from "../../src/domain/teams/index.ts";
import { ai } from "../../workers/ai.ts";
import { testDatabase } from "../support/database.ts";
import { ends, refuses, says, startScriptedModel, supports, type Turnout, uses, writes } from "./scripted-model.ts";
import { aConversation, guide, sendsAll } from "./turn.ts";

const db = await testDatabase();

async function messagesOf({ agent, conversationId }: Awaited<ReturnType<typeof aConversation>>) {
  const all = await listMessages(agent, { conversationId, limit: 50 });
  return all.toReversed().map(({ kind, author, text }) => ({ kind, by: author.type, text }));
}

test("who asks for a person gets one without a model: told in her language, with a note, in the team's queue", async () => {
  const conversation = await aConversation(db, { text: "Ich möchte bitte mit einem Mitarbeiter sprechen." });
  const { system, agent, conversationId } = conversation;
  const team = await createTeam(system, { name: "Service" });
  const version = await guide(system, { handOverTeamId: team.id, modes: [sendsAll] });
  const model = await startScriptedModel();
  const run = await conversation.turn(model.agent());
  expect(run).toMatchObject({
    status: "handed_over",
    handOverReason: "asked_for_person",
    guidanceVersionId: version.id,
  });
  expect(model.asked).toHaveLength(0);
  const [, told, note] = await messagesOf(conversation);
  expect(told).toMatchObject({ kind: "reply", by: "ai", text: expect.stringContaining("jemand aus unserem Team") });
  expect(note).toMatchObject({ kind: "note", by: "ai", text: expect.stringContaining("asks for a person") });
  expect(note!.text).toContain(told!.text);
  expect(await getConversation(agent, conversationId)).toMatchObject({ teamId: team.id, status: "open" });
  const events = await conversation.events();
  expect(events.filter((name) => name === "conversation.handed_over")).toHaveLength(1);
  expect(events).toContain("message.queued");
});

test("after it the AI sends nothing by itself until the conversation was closed", async () => {
  const conversation = await aConversation(db, { text: "Agent" });
  const { system, agent, conversationId } = conversation;
  await guide(system, { modes: [sendsAll] });
  const model = await startScriptedModel();
  model.script = [says("It is on its way.")];
  await conversation.turn(model.agent());
  await conversation.write({ text: "Hello? I want to speak to a human!" });
  expect(await conversation.turn(model.agent())).toMatchObject({ status: "drafted", mode: "draft" });
  expect(await conversation.draft()).toMatchObject({ mode: "draft", sendsAt: null });
  model.script = [ends({ outcome: "hand_over", reply: "A colleague will help.", reason: "upset" })];
  expect(await conversation.turn(model.agent())).toMatchObject({ status: "skipped" });
  expect((await messagesOf(conversation)).filter(({ kind, by }) => kind === "reply" && by === "ai")).toHaveLength(1);
  await closeConversation(agent, { conversationId });
  await conversation.write({ text: "A new question: where is #1042?" });
  model.script = [says("It is on its way.")];
  expect(await conversation.turn(model.agent())).toMatchObject({ status: "sent", mode: "auto" });
});

test("where a person sends everything the customer is told nothing, and people find the words that were meant for her", async () => {
  const conversation = await aConversation(db);
  const model = await startScriptedModel();
  const [reply, summary] = ["A colleague will look into your parcel.", "She wants her parcel, it is late."];
  model.script = [uses(["hand_over", { reason: "not sure", message: reply, summary }])];
  const run = await conversation.turn(model.agent());
  expect(run).toMatchObject({ status: "handed_over", handOverReason: "low_confidence", reason: "not sure" });
  const [, note, ...rest] = await messagesOf(conversation);
  expect(rest).toEqual([]);
  for (const words of [reply, summary, "told nothing"]) expect(note!.text).toContain(words);
  await expect(conversation.draft()).rejects.toMatchObject({ code: "not_found" });
});

test("the model hands over with its own words for the customer, but not with words that fail the checks", async () => {
  const cases = [
    ["A colleague will take a look.", "A colleague will take a look."],
    ["We refunded 4000 EUR, see https://evil.example/x", "takes over from here"],
  ] as const;
  for (const [words, told] of cases) {
    const conversation = await aConversation(db, { text: "Where is the parcel that I ordered? Thanks" });
    await guide(conversation.system, { modes: [sendsAll] });
    const model = await startScriptedModel();
    model.script = [ends({ outcome: "hand_over", reply: words, intent: "refund", reason: "policy: not allowed" })];
    const run = await conversation.turn(model.agent());
    expect(run).toMatchObject({ status: "handed_over", handOverReason: "policy_refused", intent: "refund" });
    expect((await messagesOf(conversation))[1]).toMatchObject({ kind: "reply", text: expect.stringContaining(told) });
  }
});

test("nothing to answer is an end of its own", async () => {
  const conversation = await aConversation(db, { text: "Got it, thanks!" });
  const model = await startScriptedModel();
  model.script = [ends({ outcome: "no_reply", reply: "", intent: "thanks", reason: "plain thanks" })];
  const run = await conversation.turn(model.agent());
  expect(run).toMatchObject({ status: "no_reply", intent: "thanks", reason: "plain thanks" });
  expect(await messagesOf(conversation)).toHaveLength(1);
});

test.each([
  ["declines", [refuses()], "model_failed"],
  ["fails the checks twice", [says("You get 999.99 EUR back."), says("You get 999.99 EUR back.")], "checks_failed"],
  ["takes more than it may", [uses(["find_orders", {}])], "budget"],
  ["is down", [{ http: { status: 503 } }], "model_failed"],
])("a model that %s: people take over where the AI answers by itself, and only there", async (_, script, reason) => {
  const conversation = await aConversation(db);
  const { system } = conversation;
  const model = await startScriptedModel();
  model.script = script;
  const agent = model.agent({ retries: 0, ...(reason === "budget" && { tokens: 200 }) });
  const alone = await conversation.turn(agent);
  expect(alone).toMatchObject({ status: "failed", handOverReason: null });
  await guide(system, { modes: [{ ...sendsAll, mode: "review" }] });
  model.asked.length = 0;
  const run = await conversation.turn(agent);
  expect(run).toMatchObject({ status: "handed_over", handOverReason: reason, reason: alone.reason });
  const [, told, note] = await messagesOf(conversation);
  expect(told!.text).toMatch(/A colleague takes over/);
  expect(note!.text).toContain(alone.reason!.slice(0, 40));
});

test("a turn that is interrupted again and again ends with people, once", async () => {
  const conversation = await aConversation(db);
  const { system, conversationId } = conversation;
  await guide(system, { modes: [sendsAll] });
  const run = await scheduleRun(system, { conversationId, delayMs: 0 });
  for (const _ of [1, 2])
    await ai.giveUp!(system, { runId: run!.id }, "Every worker stopped in the middle of this job");
  expect(await conversation.runs()).toMatchObject([{ status: "handed_over", handOverReason: "tool_failed" }]);
  expect((await messagesOf(conversation)).map(({ kind }) => kind)).toEqual(["customer", "reply", "note"]);
});

test("two answers that did not help, or five in a row, and people take over", async () => {
  for (const [texts, most] of [
    [["That didn't help", "It still doesn't work!"], 2],
    [["And the next?", "And the next?", "And the next?", "And the next?", "And the next?"], 5],
  ] as const) {
    const conversation = await aConversation(db);
    await guide(conversation.system, { modes: [sendsAll] });
    const model = await startScriptedModel();
    model.script = [says("Your order #1042 is on its way."), uses(["find_orders", {}])].toReversed();
    const ended = [];
    for (const text of ["Where is #1042?", ...texts]) {
      await conversation.write({ text });
      model.script = [says("We are looking into it.")];
      ended.push(await conversation.turn(model.agent()));
    }
    expect(ended.map(({ status }) => status)).toEqual([...Array(most).fill("sent"), "handed_over"]);
    expect(ended.at(-1)).toMatchObject({ handOverReason: "repeated" });
  }
});

test("a person who wrote in between: the AI does not hand over what she has", async () => {
  const conversation = await aConversation(db, { text: "I want to talk to a human" });
  const { system, agent, conversationId } = conversation;
  await guide(system, { modes: [sendsAll] });
  const run = await scheduleRun(system, { conversationId, delayMs: 0 });
  const lastSeenMessageId = await conversation.lastMessageId();
  await reply(agent, { conversationId, body: "Here I am.", lastSeenMessageId });
  const model = await startScriptedModel();
  await runTurn(system, { runId: run!.id }, model.agent());
  expect(model.asked).toHaveLength(0);
  expect(await conversation.runs()).toMatchObject([{ status: "superseded" }]);
  expect(await messagesOf(conversation)).toHaveLength(2);
});

const looksUp = uses(["search_knowledge", { question: "How long can I return a candle?" }]);
const right = says("You may send it back within 30 days.");
const wrong = says("You may send it back within 30 days. We pay for the parcel.");

/** One turn about returns, of which the shop has written something, with a model that judges answers. */
async function judged(script: Turnout[], asides: Turnout[], { isAuto = true, isJudged = true } = {}) {
  const conversation = await aConversation(db, { text: "How long can I return a candle?" });
  const { system } = conversation;
  if (isAuto) await guide(system, { modes: [sendsAll] });
  const { id: articleId } = await createArticle(system, {
    ...{ title: "Returns", body: "Send a candle back within 30 days.", category: null, language: "en", questions: [] },
  });
  await publishArticle(system, { articleId });
  const model = await startScriptedModel();
  Object.assign(model, { script, asides });
  const agent = model.agent({ retries: 0 });
  const run = await conversation.turn({ ...agent, ...(isJudged && { judges: agent.models }) });
  return { conversation, model, run, kinds: (await conversation.steps(run)).map(({ kind }) => kind) };
}

test("an answer out of articles is judged, goes back once with the sentence that nothing supports, and then to people", async () => {
  const mended = await judged([looksUp, wrong, right], [supports(2), supports()]);
  expect(mended.run).toMatchObject({ status: "sent" });
  expect(mended.kinds).toEqual(["model", "tool", "model", "judgement", "model", "judgement"]);
  expect(mended.model.aside[0]).toMatchObject({ tools: [], text: { format: { name: "judgement" } } });
  expect(JSON.stringify(mended.model.aside[0]!.input)).toContain("Send a candle back within 30 days.");
  expect(JSON.stringify(mended.model.asked[2]!.input.at(-1))).toContain("“We pay for the parcel.”");

  const { conversation, run } = await judged([looksUp, wrong, wrong], [supports(2)]);
  expect(run).toMatchObject({ status: "handed_over", handOverReason: "checks_failed" });
  const [, told, note] = await messagesOf(conversation);
  expect(told!.text).not.toContain("parcel");
  expect(note!.text).toContain("would have written: “You may send it back within 30 days. We pay for the parcel.”");
});

test.each<[string, Turnout]>([
  ["is down", { http: { status: 503 } }],
  ["says nothing that makes sense", writes("fine!")],
  ["speaks of sentences that are not there", supports(9)],
])("an answer is never sent unjudged: when the judge %s it waits for a person, with the reason", async (_, aside) => {
  for (const isAuto of [true, false]) {
    const { conversation, run } = await judged([looksUp, right], [aside], { isAuto });
    expect(run).toMatchObject({ status: "drafted", mode: "draft" });
    expect(await conversation.draft()).toMatchObject({
      sendsAt: null,
      heldBecause: expect.stringContaining("articles"),
    });
    expect(await messagesOf(conversation)).toHaveLength(1);
  }
});

test("nobody is asked to judge where no model is set up for it, or no article was read", async () => {
  const unset = await judged([looksUp, right], [], { isJudged: false });
  const unread = await judged([says("Which one is it about?")], []);
  for (const { run, model } of [unset, unread]) {
    expect(run).toMatchObject({ status: "sent" });
    expect(model.aside).toEqual([]);
  }
});

test("of two articles that contradict each other neither is told but as the guidance says, a person reads why, and the shop which", async () => {
  const conversation = await aConversation(db, { text: "How long can I return a candle?" });
  const { system, agent, conversationId } = conversation;
  await guide(system, { modes: [sendsAll] });
  const bodies = ["Unused candles can come back within 30 days.", "You can send unused candles back within 2 weeks."];
  const [, second] = await Promise.all(
    bodies.map(async (body, n) => {
      const wording = { title: `Returning a candle, ${n + 1}`, body, category: null, language: "en", questions: [] };
      const { id: articleId } = await createArticle(system, wording);
      await publishArticle(system, { articleId });
      return articleId;
    }),
  );
  const model = await startScriptedModel();
  model.script = [
    looksUp,
    right,
    says("You may send it back within 14 days."),
    says("A colleague will tell you that."),
  ];
  expect(await conversation.turn(model.agent())).toMatchObject({ status: "handed_over" });
  model.script = [looksUp, says("A colleague will tell you how long that is.")];
  await closeConversation(agent, { conversationId });
  await conversation.write({ text: "How long can I return a candle?" });
  model.asked.length = 0;
  expect(await conversation.turn(model.agent())).toMatchObject({ status: "drafted", mode: "draft" });
  const because = /^Your articles contradict each other: “Returning a candle, \d” says (?:30|14) day, “Returning/;
  expect(await conversation.draft()).toMatchObject({ heldBecause: expect.stringMatching(because) });

  await guide(system, { modes: [sendsAll], about: "Candles may come back for 30 days, whatever else is written." });
  await conversation.write({ text: "So how long can I return a candle?" });
  model.asked.length = 0;
  model.script = [looksUp, says("You may send it back within 14 days."), right];
  expect(await conversation.turn(model.agent())).toMatchObject({ status: "sent" });

  const reader = { ...agent, permissions: "all" } as const;
  const [one, ...more] = await listContradictions(reader, { limit: 10 });
  expect(more).toEqual([]);
  expect(one).toMatchObject({ question: "How long can I return a candle?", conversationIds: [conversationId] });
  expect(one!.articles.map(({ sentence }) => sentence).toSorted()).toEqual(bodies.toSorted());
  await updateArticle(system, { articleId: second!, version: 1, body: bodies[0]! });
  await publishArticle(system, { articleId: second! });
  expect(await listContradictions(reader, { limit: 10 })).toEqual([]);
});
