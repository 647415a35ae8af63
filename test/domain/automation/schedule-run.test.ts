import { expect, test } from "@jest/globals";
import { finishRun, scheduleRun, startRun, writeDraft } from "../../../src/domain/automation/index.ts";
import { startOf } from "../../../src/domain/automation/rules.ts";
import { reply } from "../../../src/domain/conversations/index.ts";
import { useClock } from "../../../src/platform/clock.ts";
import { aConversation, turnJobs } from "../../ai/turn.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember, aWorkspace } from "../../support/factories.ts";

const db = await testDatabase();

test("one run waits per conversation, for the newest message, a pause after it", async () => {
  const { system, conversationId, write, runs, lastMessageId } = await aConversation(db);
  await scheduleRun(system, { conversationId, delayMs: 60_000 });
  await write({ text: "One more thing" });
  const second = await scheduleRun(system, { conversationId, delayMs: 60_000 });
  expect(await runs()).toMatchObject([{ id: second!.id, status: "waiting", lastMessageId: await lastMessageId() }]);
  expect(await turnJobs(db, system)).toHaveLength(2);
});

test("two requests at the same moment leave one run waiting", async () => {
  const { system, conversationId, runs } = await aConversation(db);
  const request = { conversationId, delayMs: 0, again: true };
  await Promise.all([1, 2, 3, 4].map(() => scheduleRun(system, request)));
  expect((await runs()).filter((run) => run.status === "waiting")).toHaveLength(1);
});

test("a repeated event asks for no second run; a person who asks again gets one", async () => {
  const { system, conversationId, runs } = await aConversation(db);
  const run = await scheduleRun(system, { conversationId, delayMs: 0 });
  await startRun(system, { runId: run!.id, model: null });
  await finishRun(system, { runId: run!.id, status: "failed", reason: "The model is down" });
  expect(await scheduleRun(system, { conversationId, delayMs: 0 })).toBeNull();
  expect(await scheduleRun(system, { conversationId, delayMs: 0, again: true })).not.toBeNull();
  expect((await runs()).map((one) => one.status)).toEqual(["waiting", "failed"]);
});

test("a person's answer ends the waiting run, and there is nothing more to ask", async () => {
  const { system, agent, conversationId, runs, lastMessageId, events } = await aConversation(db);
  await scheduleRun(system, { conversationId, delayMs: 60_000 });
  await reply(agent, { conversationId, body: "On its way", lastSeenMessageId: await lastMessageId() });
  expect(await runs()).toMatchObject([{ status: "superseded", reason: "Somebody has answered already" }]);
  expect(await events()).toContain("run.finished");
  expect(await scheduleRun(system, { conversationId, delayMs: 0, again: true })).toBeNull();
});

test("an answer sent elsewhere ends the waiting run and takes the draft away", async () => {
  const { system, conversationId, write, runs, draft, lastMessageId, events } = await aConversation(db);
  const run = await scheduleRun(system, { conversationId, delayMs: 0 });
  const lastSeenMessageId = await lastMessageId();
  await writeDraft(system, { conversationId, runId: run!.id, body: "Hello", sources: [], lastSeenMessageId });
  await scheduleRun(system, { conversationId, delayMs: 60_000, again: true });
  await write({ direction: "outbound", text: "Answered in Gmail" });
  expect(await scheduleRun(system, { conversationId, delayMs: 60_000 })).toBeNull();
  expect((await runs()).map((one) => one.status)).toEqual(["superseded", "drafted"]);
  await expect(draft()).rejects.toMatchObject({ code: "not_found" });
  expect(await events()).toContain("draft.discarded");
});

test("a draft that has not seen the newest message goes as soon as that message is known", async () => {
  const { system, conversationId, write, draft, lastMessageId } = await aConversation(db);
  const run = await scheduleRun(system, { conversationId, delayMs: 0 });
  const lastSeenMessageId = await lastMessageId();
  await writeDraft(system, { conversationId, runId: run!.id, body: "Hello", sources: [], lastSeenMessageId });
  await scheduleRun(system, { conversationId, delayMs: 0 });
  await expect(draft()).resolves.toMatchObject({ body: "Hello" });
  await write({ text: "Please cancel instead" });
  await scheduleRun(system, { conversationId, delayMs: 0 });
  await expect(draft()).rejects.toMatchObject({ code: "not_found" });
});

test("a customer who keeps writing does not put her answer off for ever", async () => {
  const { system, conversationId, write } = await aConversation(db);
  const began = Date.now();
  let at = began;
  const restore = useClock(() => new Date(at));
  for (let i = 0; i < 12; i++, at += 900) {
    await scheduleRun(system, { conversationId, delayMs: 1000 });
    await write({ text: `Still there? ${i}` });
  }
  restore();
  const jobs = await turnJobs(db, system);
  const starts = jobs.map((job) => job.runAt.getTime() - began);
  expect(starts.slice(0, 3)).toEqual([1000, 1900, 2800]);
  expect(Math.max(...starts)).toBe(10_000);
});

test("a start never lies in the past", () => {
  const at = new Date("2026-11-21T10:00:00Z");
  expect(startOf({ firstAskedAt: new Date(0), at, delayMs: 1000 })).toEqual(at);
});

test("observers and other workspaces cannot ask for a run", async () => {
  const { system, conversationId } = await aConversation(db);
  const observer = await aMember(system, "observer");
  const stranger = await aMember(await aWorkspace(db));
  const request = { conversationId, delayMs: 0 };
  await expect(scheduleRun(observer, request)).rejects.toMatchObject({ code: "forbidden" });
  await expect(scheduleRun(stranger, request)).rejects.toMatchObject({ code: "not_found" });
});
