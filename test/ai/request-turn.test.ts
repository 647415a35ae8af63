import { expect, test } from "@jest/globals";
import { requestTurn } from "../../src/ai/index.ts";
import { scheduleRun } from "../../src/domain/automation/index.ts";
import { testDatabase } from "../support/database.ts";
import { aConversation, turnJobs } from "./turn.ts";

const db = await testDatabase();
Object.assign(process.env, { OPENAI_BASE_URL: "http://127.0.0.1:1/v1", AI_DEBOUNCE_MS: "60000" });

test("a message asks for a turn after the pause that ends a burst", async () => {
  const { system, conversationId, runs, lastMessageId } = await aConversation(db);
  await requestTurn(system, { conversationId });
  const [job] = await turnJobs(db, system);
  expect(job!.runAt.getTime()).toBeGreaterThan(Date.now() + 50_000);
  expect(await runs()).toMatchObject([
    { id: job!.payload.runId, status: "waiting", lastMessageId: await lastMessageId() },
  ]);
});

test("mail of machines asks for nothing", async () => {
  const { system, conversationId, runs } = await aConversation(db, { automatic: "bounce" });
  await requestTurn(system, { conversationId });
  expect(await runs()).toEqual([]);
});

test("old mail, as a new mailbox brings it, asks for nothing; a person may ask all the same", async () => {
  const sentAt = new Date(Date.now() - 4 * 24 * 3_600_000);
  const { system, conversationId, runs } = await aConversation(db, { sentAt });
  await requestTurn(system, { conversationId });
  expect(await runs()).toEqual([]);
  await scheduleRun(system, { conversationId, delayMs: 0, again: true });
  expect(await runs()).toHaveLength(1);
});
