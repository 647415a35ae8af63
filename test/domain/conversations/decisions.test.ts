import { afterEach, describe, expect, test } from "@jest/globals";
import {
  closeConversation,
  getConversation,
  listConversations,
  markSpam,
  reopenConversation,
  setPriority,
  snoozeConversation,
  trashConversation,
} from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { now, useClock as setClock } from "../../../src/platform/clock.ts";
import { openLog } from "../../../src/platform/log.ts";
import { startInProcess } from "../../../workers/transports/in-process.ts";
import { wake } from "../../../workers/wake.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { until as untilTrue } from "../../support/until.ts";

const db = await testDatabase();
const hour = 3_600_000;
const inHours = (hours: number) => new Date(now().getTime() + hours * hour);
let putClockBack = () => {};
afterEach(() => putClockBack());

async function aConversation() {
  const system = await aWorkspace(db);
  const connection = await aConnection(system);
  const at = { workspaceId: system.workspaceId, connectionId: connection.id };
  await receive(db, [aMessage(at, { threadKey: "t" })]);
  const agent = await aMember(system);
  const [row] = await listConversations(agent, { folder: "open", limit: 1 });
  const conversationId = row!.id;
  const state = async () => {
    const { status, folder, snoozedUntil, waitingSince } = await getConversation(agent, conversationId);
    return { status, folder, snoozedUntil, waits: waitingSince !== null };
  };
  const writesAgain = () => receive(db, [aMessage(at, { threadKey: "t", sentAt: inHours(0) })]);
  const names = async () =>
    (await listEvents(agent, { after: 0, limit: 500 })).events
      .map(({ name }) => name)
      .filter((name) => name.startsWith("conversation."));
  return { system, agent, conversationId, state, writesAgain, names };
}

/** Runs what is due in the queue of snoozed conversations, in a world that is `hours` later. */
async function later(workspaceId: string, hours: number) {
  await db.system.sql`update jobs set run_at = run_at - ${hours} * interval '1 hour'
    where workspace_id = ${workspaceId} and queue = 'wake'`;
  const transport = startInProcess({ tools: { db, log: openLog("silent") }, workers: [wake], pollMs: 10 });
  await untilTrue(async () => {
    const [row] = await db.system.sql`select count(*)::int as n from jobs
      where workspace_id = ${workspaceId} and queue = 'wake' and run_at <= now()`;
    return row!.n === 0;
  });
  await transport.stop(5000);
}

describe("a snoozed conversation", () => {
  test("leaves the inbox and comes back by itself when its moment has come", async () => {
    const { agent, conversationId, state, names } = await aConversation();
    const until = inHours(3);
    await snoozeConversation(agent, { conversationId, until });
    expect(await state()).toEqual({ status: "waiting", folder: "waiting", snoozedUntil: until, waits: true });
    expect(await listConversations(agent, { folder: "open", limit: 5 })).toEqual([]);
    await later(agent.workspaceId, 4);
    expect(await state()).toMatchObject({ status: "open", folder: "open", snoozedUntil: null });
    expect(await names()).toEqual(["conversation.opened", "conversation.snoozed", "conversation.woken"]);
  });

  test("comes back when the customer writes, and not a second time at its moment", async () => {
    const { agent, conversationId, state, writesAgain, names } = await aConversation();
    await snoozeConversation(agent, { conversationId, until: inHours(3) });
    await writesAgain();
    expect(await state()).toMatchObject({ status: "open", snoozedUntil: null });
    await closeConversation(agent, { conversationId });
    await later(agent.workspaceId, 4);
    expect(await state()).toMatchObject({ status: "closed" });
    expect(await names()).not.toContain("conversation.woken");
  });

  test("snoozed anew wakes at the new moment only", async () => {
    const { agent, conversationId, state } = await aConversation();
    await snoozeConversation(agent, { conversationId, until: inHours(1) });
    const until = inHours(48);
    await snoozeConversation(agent, { conversationId, until });
    await later(agent.workspaceId, 2);
    expect(await state()).toMatchObject({ status: "waiting", snoozedUntil: until });
    await later(agent.workspaceId, 47);
    expect(await state()).toMatchObject({ status: "open" });
  });

  test("without a moment waits for the customer", async () => {
    const { agent, conversationId, state, writesAgain } = await aConversation();
    await snoozeConversation(agent, { conversationId, until: null });
    expect(await state()).toMatchObject({ status: "waiting", snoozedUntil: null });
    await writesAgain();
    expect(await state()).toMatchObject({ status: "open" });
  });

  test("can be opened and closed by hand, which forgets the moment", async () => {
    const { agent, conversationId, state } = await aConversation();
    await snoozeConversation(agent, { conversationId, until: inHours(1) });
    await reopenConversation(agent, { conversationId });
    expect(await state()).toMatchObject({ status: "open", snoozedUntil: null });
    await snoozeConversation(agent, { conversationId, until: inHours(1) });
    await closeConversation(agent, { conversationId });
    expect(await state()).toMatchObject({ status: "closed", snoozedUntil: null });
  });

  test.each([
    ["in the past", -1],
    ["now", 0],
    ["in ten years", 10 * 366 * 24],
  ])("cannot be snoozed until %s, and nothing changes", async (_, hours) => {
    putClockBack = setClock(() => new Date("2026-01-05T10:00:00Z"));
    const { agent, conversationId, state } = await aConversation();
    const snoozed = snoozeConversation(agent, { conversationId, until: inHours(hours) });
    await expect(snoozed).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining("`until`") });
    expect(await state()).toMatchObject({ status: "open" });
  });
});

test("two people deciding at once: each sees what the other did, and nothing is announced twice", async () => {
  const { agent, conversationId, names } = await aConversation();
  const until = inHours(3);
  await Promise.all(Array.from({ length: 6 }, () => snoozeConversation(agent, { conversationId, until })));
  expect(await names()).toEqual(["conversation.opened", "conversation.snoozed"]);
  const [row] = await db.system.sql`select count(*)::int as n from jobs
    where workspace_id = ${agent.workspaceId} and queue = 'wake'`;
  expect(row!.n).toBe(1);
});

test("spam and trash hide a conversation and give it back exactly as it was", async () => {
  const { agent, conversationId, state, writesAgain, names } = await aConversation();
  const until = inHours(3);
  await snoozeConversation(agent, { conversationId, until });
  const before = await state();
  await markSpam(agent, { conversationId, spam: true });
  await markSpam(agent, { conversationId, spam: true });
  await trashConversation(agent, { conversationId, trashed: true });
  expect(await state()).toEqual({ ...before, folder: "trash" });
  await trashConversation(agent, { conversationId, trashed: false });
  expect(await state()).toEqual({ ...before, folder: "spam" });
  expect((await listConversations(agent, { folder: "spam", limit: 5 })).map(({ id }) => id)).toEqual([conversationId]);
  await markSpam(agent, { conversationId, spam: false });
  expect(await state()).toEqual(before);
  expect(await names()).toEqual([
    "conversation.opened",
    "conversation.snoozed",
    "conversation.marked_spam",
    "conversation.trashed",
    "conversation.restored",
    "conversation.unmarked_spam",
  ]);
  await markSpam(agent, { conversationId, spam: true });
  await writesAgain();
  expect(await state()).toMatchObject({ folder: "spam", status: "open" });
});

test("a priority says what it was before, and an observer can decide nothing", async () => {
  const { system, agent, conversationId } = await aConversation();
  await setPriority(agent, { conversationId, priority: "urgent" });
  const last = (await listEvents(agent, { after: 0, limit: 500 })).events.at(-1);
  expect(last).toMatchObject({ name: "conversation.prioritized", data: { from: "normal", to: "urgent" } });
  const observer = await aMember(system, "observer", "Olga");
  for (const decide of [
    () => setPriority(observer, { conversationId, priority: "low" }),
    () => snoozeConversation(observer, { conversationId, until: null }),
    () => markSpam(observer, { conversationId, spam: true }),
    () => trashConversation(observer, { conversationId, trashed: true }),
  ]) {
    await expect(decide()).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("another workspace's conversation is not found", async () => {
  const { conversationId } = await aConversation();
  const { agent } = await aConversation();
  await expect(snoozeConversation(agent, { conversationId, until: null })).rejects.toMatchObject({ code: "not_found" });
});
