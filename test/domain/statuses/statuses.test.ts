import { describe, expect, test } from "@jest/globals";
import {
  assignConversation,
  closeConversation,
  getInboxRow,
  listConversations,
  reopenConversation,
  setStatus,
  snoozeConversation,
} from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import {
  createStatus,
  deleteStatus,
  listStatuses,
  restoreStatus,
  updateStatus,
} from "../../../src/domain/statuses/index.ts";
import { createTeam } from "../../../src/domain/teams/index.ts";
import { now } from "../../../src/platform/clock.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const db = await testDatabase();

async function aShop() {
  const system = await aWorkspace(db);
  const [lead, agent] = [await aMember(system, "lead"), await aMember(system)];
  const at = { workspaceId: system.workspaceId, connectionId: (await aConnection(system)).id };
  const writes = () => receive(db, [aMessage(at, { threadKey: "t" })]);
  await writes();
  const conversationId = (await listConversations(agent, { folder: "open", limit: 1 }))[0]!.id;
  const state = async () => {
    const { status, statusName, snoozedUntil, folder } = await getInboxRow(agent, conversationId);
    return { status, name: statusName, folder, snoozed: snoozedUntil !== null };
  };
  const names = async (archived = false) => (await listStatuses(agent, { archived })).map(({ name }) => name);
  const events = async () =>
    (await listEvents(system, { after: 0, limit: 500 })).events
      .map(({ name }) => name)
      .filter((name) => /^(conversation|status)\./.test(name));
  return { system, lead, agent, conversationId, writes, state, names, events };
}

describe("a workspace's own status", () => {
  test("puts a conversation into its category, is shown, and ends when the conversation leaves the category", async () => {
    const { lead, agent, conversationId, writes, state, events } = await aShop();
    const carrier = await createStatus(lead, { category: "waiting", name: "Waiting for carrier" });
    await setStatus(agent, { conversationId, statusId: carrier.id });
    const atCarrier = { status: "waiting", name: "Waiting for carrier", folder: "waiting", snoozed: false };
    expect(await state()).toEqual(atCarrier);
    await snoozeConversation(agent, { conversationId, until: new Date(now().getTime() + 3_600_000) });
    expect(await state()).toEqual({ ...atCarrier, snoozed: true });
    await writes();
    expect(await state()).toEqual({ status: "open", name: null, folder: "open", snoozed: false });
    for (const leave of [closeConversation, reopenConversation]) {
      await setStatus(agent, { conversationId, statusId: carrier.id });
      await leave(agent, { conversationId });
      expect(await state()).toMatchObject({ name: null });
      await snoozeConversation(agent, { conversationId, until: null });
      expect(await state()).toMatchObject({ status: "waiting", name: null });
    }
    expect((await events()).slice(0, 6)).toEqual([
      "conversation.opened",
      "status.created",
      "conversation.snoozed",
      "conversation.status_changed",
      "conversation.snoozed",
      "conversation.reopened",
    ]);
  });

  test("of the same category changes the name only: a snooze goes on, and a customer's mail leaves an open one's", async () => {
    const { lead, agent, conversationId, writes, state } = await aShop();
    const [first, second] = [
      await createStatus(lead, { category: "open", name: "Needs a lead" }),
      await createStatus(lead, { category: "waiting", name: "Waiting for carrier" }),
    ];
    await setStatus(agent, { conversationId, statusId: first.id });
    await writes();
    expect(await state()).toMatchObject({ status: "open", name: "Needs a lead" });
    await snoozeConversation(agent, { conversationId, until: new Date(now().getTime() + 3_600_000) });
    await setStatus(agent, { conversationId, statusId: second.id });
    expect(await state()).toMatchObject({ name: "Waiting for carrier", snoozed: true });
    const [, waiting] = (await listStatuses(agent, { archived: false })).filter(({ isDefault }) => isDefault);
    await setStatus(agent, { conversationId, statusId: waiting!.id });
    expect(await state()).toMatchObject({ status: "waiting", name: null, snoozed: true });
  });

  test("closes as closing does, and says so to whoever waits for that", async () => {
    const { lead, agent, conversationId, events } = await aShop();
    const { id: statusId } = await createStatus(lead, { category: "closed", name: "Refunded" });
    await Promise.all(Array.from({ length: 5 }, () => setStatus(agent, { conversationId, statusId })));
    expect(await getInboxRow(agent, conversationId)).toMatchObject({ status: "closed", waitingSince: null });
    expect(await events()).toEqual([
      "conversation.opened",
      "status.created",
      "conversation.closed",
      "conversation.status_changed",
    ]);
  });
});

test("every workspace has a default for each category, which can be renamed and not deleted", async () => {
  const { lead, names } = await aShop();
  expect(await names()).toEqual(["Open", "Waiting", "Closed"]);
  const [open] = await listStatuses(lead, { archived: false });
  await updateStatus(lead, { statusId: open!.id, name: "To do" });
  expect(await names()).toEqual(["To do", "Waiting", "Closed"]);
  const statusId = open!.id;
  const refusals = [() => deleteStatus(lead, { statusId }), () => updateStatus(lead, { statusId, position: 2 })];
  for (const refused of refusals) {
    await expect(refused()).rejects.toMatchObject({ code: "conflict", details: { reason: "default" } });
  }
});

test("statuses keep the order they are given, each in its category", async () => {
  const { lead, names } = await aShop();
  const ids: string[] = [];
  for (const name of ["A", "B", "C"]) ids.push((await createStatus(lead, { category: "waiting", name })).id);
  await createStatus(lead, { category: "open", name: "D" });
  await updateStatus(lead, { statusId: ids[2]!, position: 1 });
  expect(await names()).toEqual(["Open", "D", "Waiting", "C", "A", "B", "Closed"]);
  await updateStatus(lead, { statusId: ids[2]!, position: 99 });
  expect(await names()).toEqual(["Open", "D", "Waiting", "A", "B", "C", "Closed"]);
});

test("one that conversations have is archived and stays on them, one that none has is deleted", async () => {
  const { lead, agent, conversationId, state, names } = await aShop();
  const [used, unused] = [
    await createStatus(lead, { category: "open", name: "Used" }),
    await createStatus(lead, { category: "open", name: "Unused" }),
  ];
  await setStatus(agent, { conversationId, statusId: used.id });
  for (const { id } of [used, unused]) await deleteStatus(lead, { statusId: id });
  expect([await names(), await names(true)]).toEqual([["Open", "Waiting", "Closed"], ["Used"]]);
  expect(await state()).toMatchObject({ name: "Used" });
  await closeConversation(agent, { conversationId });
  const again = setStatus(agent, { conversationId, statusId: used.id });
  await expect(again).rejects.toMatchObject({ code: "conflict", details: { reason: "archived" } });
  await restoreStatus(lead, { statusId: used.id });
  await setStatus(agent, { conversationId, statusId: used.id });
  expect(await state()).toMatchObject({ status: "open", name: "Used" });
});

test("one that only a hidden conversation has is archived, not deleted", async () => {
  const { system, lead, agent, conversationId, names, state } = await aShop();
  const { id: statusId } = await createStatus(lead, { category: "open", name: "Legal" });
  await setStatus(agent, { conversationId, statusId });
  const { id: teamId } = await createTeam(system, { name: "Lawyers" });
  await assignConversation(system, { conversationId, teamId });
  const outsider = { ...lead, hiddenTeams: [teamId] };
  await expect(getInboxRow(outsider, conversationId)).rejects.toMatchObject({ code: "not_found" });
  await deleteStatus(outsider, { statusId });
  expect([await names(true), (await state()).name]).toEqual([["Legal"], "Legal"]);
});

test("given to a conversation while it is deleted, it is either archived or not given", async () => {
  const { lead, agent, conversationId, state, names } = await aShop();
  for (let round = 0; round < 8; round++) {
    const { id: statusId } = await createStatus(lead, { category: "open", name: `Round ${round}` });
    const [given] = await Promise.allSettled([
      setStatus(agent, { conversationId, statusId }),
      deleteStatus(lead, { statusId }),
    ]);
    const isGiven = given.status === "fulfilled";
    if (!isGiven) expect(given.reason).toMatchObject({ code: expect.stringMatching(/^(not_found|conflict)$/) });
    expect((await names(true)).includes(`Round ${round}`)).toBe(isGiven);
    expect((await state()).name === `Round ${round}`).toBe(isGiven);
  }
});

describe("a name", () => {
  test("is taken by one status only, case and accents aside, however many are made at once", async () => {
    const { lead, names } = await aShop();
    const made = await Promise.allSettled(
      ["Réclamé", "RECLAME", " reclame "].map((name) => createStatus(lead, { category: "open", name })),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await names()).toHaveLength(4);
  });

  test("with HTML in it is kept as it is", async () => {
    const { lead, names } = await aShop();
    const name = "<img src=x onerror=alert(1)> & “co”";
    await createStatus(lead, { category: "closed", name });
    expect(await names()).toContain(name);
  });

  test.each(["", "   ", "a\u0000b", "a\nb\u0007", "x".repeat(61), "\ud800"])("%j is none", async (name) => {
    const { lead } = await aShop();
    const created = createStatus(lead, { category: "open", name });
    await expect(created).rejects.toMatchObject({ code: "invalid_input", details: { field: "name" } });
  });
});

test("agents give statuses and do not make them; those of another workspace do not exist", async () => {
  const { agent, conversationId } = await aShop();
  const other = await aShop();
  await expect(createStatus(agent, { category: "open", name: "Mine" })).rejects.toMatchObject({ code: "forbidden" });
  const { id: statusId } = await createStatus(other.lead, { category: "open", name: "Theirs" });
  await expect(setStatus(agent, { conversationId, statusId })).rejects.toMatchObject({ code: "not_found" });
});
