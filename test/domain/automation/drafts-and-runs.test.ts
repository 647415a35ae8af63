import { expect, test } from "@jest/globals";
import {
  discardDraft,
  finishRun,
  getDraft,
  getRun,
  listRunSteps,
  listRuns,
  recordRunStep,
  scheduleRun,
  startRun,
  writeDraft,
} from "../../../src/domain/automation/index.ts";
import { reply } from "../../../src/domain/conversations/index.ts";
import { aConversation } from "../../ai/turn.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember, aWorkspace } from "../../support/factories.ts";

const db = await testDatabase();

async function aDraft() {
  const conversation = await aConversation(db);
  const { system, conversationId, lastMessageId } = conversation;
  const run = await scheduleRun(system, { conversationId, delayMs: 0, again: true });
  const input = {
    conversationId,
    runId: run!.id,
    body: "Hello",
    sources: [],
    lastSeenMessageId: await lastMessageId(),
  };
  return { ...conversation, run: run!, input };
}

test("a draft is refused once the conversation has gone on, and its run stays open", async () => {
  const { system, agent, run, input, write } = await aDraft();
  await write({ text: "Wait!" });
  await expect(writeDraft(system, input)).rejects.toMatchObject({
    code: "conflict",
    details: { reason: "newer_messages" },
  });
  expect(await getRun(agent, run.id)).toMatchObject({ status: "waiting" });
});

test("a run ends once, and what ended it stays", async () => {
  const { system, agent, run, input, events } = await aDraft();
  await writeDraft(system, input);
  await expect(writeDraft(system, input)).rejects.toMatchObject({ details: { reason: "run_finished" } });
  expect(await finishRun(system, { runId: run.id, status: "failed", reason: "late" })).toBe(false);
  expect(await startRun(system, { runId: run.id, model: null })).toBeNull();
  expect(await getRun(agent, run.id)).toMatchObject({ status: "drafted", reason: null });
  expect((await events()).filter((name) => name === "run.finished")).toHaveLength(1);
});

test("a message and a draft at the same moment: either the draft saw it or there is no draft", async () => {
  for (let i = 0; i < 5; i++) {
    const { system, input, write, draft } = await aDraft();
    const [written] = await Promise.allSettled([writeDraft(system, input), write({ text: "Wait!" })]);
    const found = await draft().catch(() => null);
    expect(found === null).toBe(written.status === "rejected");
  }
});

test("discarding announces itself once", async () => {
  const { system, agent, conversationId, input, events } = await aDraft();
  await writeDraft(system, input);
  await discardDraft(agent, { conversationId });
  await discardDraft(agent, { conversationId });
  await expect(getDraft(agent, conversationId)).rejects.toMatchObject({ code: "not_found" });
  expect((await events()).filter((name) => name === "draft.discarded")).toHaveLength(1);
});

test("an answer uses the draft up", async () => {
  const { system, agent, conversationId, input, lastMessageId } = await aDraft();
  const draft = await writeDraft(system, input);
  const lastSeenMessageId = await lastMessageId();
  await reply(agent, { conversationId, body: draft.body, lastSeenMessageId, draftId: draft.id });
  await expect(getDraft(agent, conversationId)).rejects.toMatchObject({ code: "not_found" });
});

test("what a person makes of a draft stands on its run", async () => {
  const { system, agent, conversationId, input, lastMessageId, run, write } = await aDraft();
  const fate = async (runId: string) => (await getRun(agent, runId)).draftFate;
  const answer = async (body: string, draftId?: string) => {
    const lastSeenMessageId = await lastMessageId();
    await reply(agent, { conversationId, body, lastSeenMessageId, ...(draftId && { draftId }) });
  };
  const next = async () => {
    await write({ text: "And now?" });
    const { id: runId } = (await scheduleRun(system, { conversationId, delayMs: 0, again: true }))!;
    return writeDraft(system, { ...input, runId, lastSeenMessageId: await lastMessageId() });
  };
  const used = await writeDraft(system, input);
  expect(await fate(run.id)).toBeNull();
  await answer(` ${used.body}\n`, used.id);
  const edited = await next();
  await answer("Hello you", edited.id);
  const passedOver = await next();
  await answer("Good day");
  const discarded = await next();
  await discardDraft(agent, { conversationId });
  const outdated = await next();
  await write({ text: "Wait!" });
  await scheduleRun(system, { conversationId, delayMs: 0, again: true });
  const written = [used, edited, passedOver, discarded, outdated];
  expect(await Promise.all(written.map(({ runId }) => fate(runId)))).toEqual([
    ...["used", "edited", "own_words", "discarded", null],
  ]);
});

test("steps are numbered and added up even when two workers write them at once", async () => {
  const { system, agent, run } = await aDraft();
  const step = {
    runId: run.id,
    kind: "model",
    name: "m\u0000",
    request: { text: "\u0000" },
    response: null,
    inputTokens: 10,
    outputTokens: 1,
    costMicros: 7,
    durationMs: 3,
    error: "broken\u0000",
  } as const;
  await Promise.all([1, 2, 3, 4].map(() => recordRunStep(system, step)));
  expect((await listRunSteps(agent, run.id)).map(({ n, name, error }) => [n, name, error])).toEqual(
    [1, 2, 3, 4].map((n) => [n, "m", "broken"]),
  );
  expect(await getRun(agent, run.id)).toMatchObject({ inputTokens: 40, outputTokens: 4, costMicros: 28 });
});

test("runs come in pages, newest first", async () => {
  const { system, agent, conversationId, run } = await aDraft();
  await finishRun(system, { runId: run.id, status: "failed", reason: "x".repeat(2000) });
  const second = await scheduleRun(system, { conversationId, delayMs: 0, again: true });
  const [newest] = await listRuns(agent, { conversationId, limit: 1 });
  expect(newest!.id).toBe(second!.id);
  const rest = await listRuns(agent, { conversationId, limit: 10, after: newest! });
  expect(rest.map((one) => one.id)).toEqual([run.id]);
  expect(rest[0]!.reason).toHaveLength(500);
});

test("another workspace sees no draft, run or step and changes none", async () => {
  const { system, conversationId, run, input } = await aDraft();
  await writeDraft(system, input);
  const stranger = await aMember(await aWorkspace(db));
  const missing = { code: "not_found" };
  await expect(getDraft(stranger, conversationId)).rejects.toMatchObject(missing);
  await expect(discardDraft(stranger, { conversationId })).rejects.toMatchObject(missing);
  await expect(listRuns(stranger, { conversationId, limit: 1 })).rejects.toMatchObject(missing);
  await expect(listRunSteps(stranger, run.id)).rejects.toMatchObject(missing);
  expect(await finishRun(stranger, { runId: run.id, status: "failed", reason: null })).toBe(false);
  await expect(writeDraft(stranger, input)).rejects.toMatchObject(missing);
  const observer = await aMember(system, "observer");
  await expect(discardDraft(observer, { conversationId })).rejects.toMatchObject({ code: "forbidden" });
});
