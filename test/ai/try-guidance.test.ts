import { randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import { sql } from "drizzle-orm";
import { grantForTrial } from "../../src/ai/grant.ts";
import { tryGuidance } from "../../src/ai/index.ts";
import { toolsFor } from "../../src/ai/tools/index.ts";
import { scheduleRun } from "../../src/domain/automation/index.ts";
import { closeConversation, getConversation, listMessages, reply } from "../../src/domain/conversations/index.ts";
import { inTransaction } from "../../src/domain/events/index.ts";
import { getBudgets, setBudgets } from "../../src/domain/models/index.ts";
import { builtInTools } from "../../src/domain/tool-switches/index.ts";
import { getTrial, listTrialCases, listTrials, startTrial } from "../../src/domain/trials/index.ts";
import { lastCode, sendCode, textWithCode } from "../../src/domain/verification/index.ts";
import { testDatabase } from "../support/database.ts";
import { aMember } from "../support/factories.ts";
import { ends, startScriptedModel, uses } from "./scripted-model.ts";
import { aConversation, guide, sendsAll } from "./turn.ts";

const db = await testDatabase();

/** A conversation that a person answered and closed, and a trial of the guidance on it. */
async function aPast(text?: string) {
  const conversation = await aConversation(db, text === undefined ? {} : { text });
  const { system, agent, conversationId, lastMessageId } = conversation;
  const messageId = await lastMessageId();
  await reply(agent, { conversationId, body: "It left yesterday, with love.", lastSeenMessageId: messageId });
  const saidMessageId = await lastMessageId();
  await conversation.write({ text: "Later words" });
  await closeConversation(agent, { conversationId });
  const { number } = await guide(system, { modes: [sendsAll] });
  const model = await startScriptedModel();
  const jobs = () => db.system.sql<{ payload: { caseId: string } }[]>`
    select payload from jobs where workspace_id = ${system.workspaceId} and name = 'trial.case'`;
  const tryAll = async () => {
    for (const { payload } of await jobs()) await tryGuidance(system, payload, model.agent());
  };
  return { ...conversation, conversation, messageId, saidMessageId, number, model, tryAll };
}

test("a trial says what would have been said, in which mode, beside what was said, and changes nothing", async () => {
  const past = await aPast();
  const { system, model } = past;
  model.script = [
    uses(["find_orders", {}]),
    ends({ outcome: "reply", reply: "Your order #1042 is here, and $999 are yours.", intent: "order_status" }),
    ends({ outcome: "reply", reply: "Your order #1042 is on its way.", intent: "order_status" }),
  ];
  const trial = await startTrial(system, { conversations: 10, number: past.number });
  expect(trial).toMatchObject({ total: 1, done: 0, costMicros: 0, number: 1, version: null });
  const eventsBefore = await past.conversation.events();
  await past.tryAll();
  await past.tryAll();
  expect(await getTrial(system, trial.id)).toMatchObject({
    total: 1,
    done: 1,
    reply: 1,
    differing: 0,
    costMicros: 1200,
  });
  const { conversationId, messageId, saidMessageId } = past;
  expect(await listTrialCases(system, { trialId: trial.id, limit: 10 })).toMatchObject([
    {
      ...{ conversationId, messageId, saidMessageId, outcome: "reply", mode: "auto", intent: "order_status" },
      ...{ confidence: "medium", reply: expect.stringContaining("#1042 is on its way"), refused: [expect.any(String)] },
      ...{ saidOutcome: "reply", sources: [{ kind: "message" }, { kind: "order", label: "#1042" }] },
      said: { text: "It left yesterday, with love.", by: "member" },
    },
  ]);
  const shown = JSON.stringify(model.asked.map(({ input }) => input));
  expect(shown).not.toMatch(/with love|Later words/);
  expect(model.asked).toHaveLength(3);
  expect(await past.conversation.events()).toEqual(eventsBefore);
  expect(await past.conversation.runs()).toEqual([]);
  expect((await getBudgets(system)).spent.day).toBe(1200);
});

test("in a trial tools only look, nothing is proposed, and no code is sent or looked for", async () => {
  const past = await aPast();
  const { system, conversationId, conversation, model, messageId } = past;
  // Since then she wrote from where anybody might, was sent a code, and has given it: no turn has read it yet.
  await conversation.write({ text: "Me again", senderVerified: null });
  const run = (await scheduleRun(system, { conversationId, delayMs: 0, again: true }))!;
  await sendCode(system, { conversationId, runId: run.id, language: "en" });
  const [sent] = await listMessages(system, { conversationId, limit: 1 });
  await conversation.write({ text: /\d{6}/.exec((await textWithCode(system, sent!))!)![0], senderVerified: null });
  const changing = ["send_code", "tag_conversation", "propose_cancel_order", "confirm"];
  model.script = [
    uses(["find_orders", {}], ...[...changing, "get_conversation"].map((name): [string, object] => [name, {}])),
    ends({ outcome: "reply", reply: "Your order #1042 is on its way.", intent: "order_status" }),
  ];
  await startTrial(system, { conversations: 1 });
  const state = async () => [await conversation.events(), await lastCode(system, conversationId)];
  const before = await state();
  await past.tryAll();
  expect(await state()).toEqual(before);
  const shown = model.asked[0]!.tools.map(({ name }) => name);
  const reading = Object.entries(builtInTools).flatMap(([name, { kind }]) => (kind === "read" ? [name] : []));
  expect(shown).toEqual(expect.arrayContaining(["find_orders", "search_knowledge"]));
  expect([...reading, "hand_over"]).toEqual(expect.arrayContaining(shown));
  const told = model.asked[1]!.input.filter(({ type }) => type === "function_call_output").map((one) => one.output);
  expect(told).toEqual([expect.stringContaining("#1042"), ...Array(5).fill(expect.stringContaining("unknown_tool"))]);
  // Nor would the grant allow it.
  const grant = await grantForTrial(
    system,
    { ...run, lastMessageId: messageId },
    await getConversation(system, conversationId),
  );
  const unsure = await toolsFor(system, { ...grant, assurance: "claimed" });
  for (const tool of unsure.filter(({ kind }) => kind !== "read")) {
    expect(await tool.call(grant, "{}")).toMatchObject({ output: { code: "too_many_changes" } });
  }
  expect(unsure.map(({ name }) => name)).toEqual(expect.arrayContaining(changing));
  expect(await state()).toEqual(before);
});

test("who would have been handed over is seen without a model, and a budget that is used up ends a case with its reason", async () => {
  const asked = await aPast("I want to speak to a human");
  const trial = await startTrial(asked.system, { conversations: 1 });
  await asked.tryAll();
  expect(await listTrialCases(asked.system, { trialId: trial.id, limit: 10 })).toMatchObject([
    { outcome: "hand_over", saidOutcome: "reply", handOverReason: "asked_for_person", reply: null },
  ]);
  expect(await listTrials(asked.system, { limit: 10 })).toMatchObject([{ handOver: 1, differing: 1, version: 1 }]);
  expect(asked.model.asked).toEqual([]);
  const poor = await aPast();
  await setBudgets(poor.system, { day: 1, month: null });
  poor.model.script = [uses(["find_orders", {}])];
  const second = await startTrial(poor.system, { conversations: 1 });
  await poor.tryAll();
  expect(await listTrialCases(poor.system, { trialId: second.id, limit: 10 })).toMatchObject([
    { outcome: "failed", reason: expect.stringContaining("budget"), costMicros: 400 },
  ]);
});

test("a picked conversation is tried although nobody answered it, an old one is not among the newest", async () => {
  const { system, conversationId, lastMessageId } = await aConversation(db);
  const messageId = await lastMessageId();
  const trial = await startTrial(system, { conversations: 1, conversationIds: [conversationId, conversationId] });
  expect(await listTrialCases(system, { trialId: trial.id, limit: 10 })).toMatchObject([
    { messageId, saidMessageId: null, said: null, saidOutcome: "no_reply", asked: { text: expect.any(String) } },
  ]);
  const unknown = randomUUID();
  await expect(startTrial(system, { conversations: 1, conversationIds: [unknown] })).rejects.toMatchObject({
    code: "not_found",
  });
  const past = await aPast();
  await inTransaction(past.system, ({ q }) =>
    q.execute(sql`update conversations set last_message_at = now() - interval '40 days'`),
  );
  await expect(startTrial(past.system, { conversations: 1, days: 31 })).rejects.toMatchObject({ code: "conflict" });
  await startTrial(past.system, { conversations: 1, days: 60 });
});

test("a trial takes the permission to manage settings, and something that was answered", async () => {
  const { system, agent } = await aConversation(db);
  await expect(startTrial(system, { conversations: 5 })).rejects.toMatchObject({
    code: "conflict",
    details: { reason: "nothing_answered" },
  });
  const observer = await aMember(system, "observer");
  for (const who of [agent, observer]) {
    await expect(startTrial(who, { conversations: 5 })).rejects.toMatchObject({ code: "forbidden" });
  }
});
