import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { setDefaultTeam } from "../../src/domain/connections/index.ts";
import {
  assignConversation,
  closeConversation,
  reopenConversation,
  snoozeConversation,
} from "../../src/domain/conversations/index.ts";
import { noteSeen, setAvailability, setCapacity, updateTeam } from "../../src/domain/teams/index.ts";
import type { Database } from "../../src/platform/db.ts";
import { openLog } from "../../src/platform/log.ts";
import { assignment } from "../../workers/assignment.ts";
import { startRelay } from "../../workers/relay.ts";
import { startInProcess } from "../../workers/transports/in-process.ts";
import { aShift } from "../domain/assignment/shift.ts";
import { freshDatabase } from "../support/database.ts";
import { aMessage, receive } from "../support/factories.ts";
import { until } from "../support/until.ts";

let db: Database;
let stop: () => Promise<unknown>;
beforeAll(async () => {
  db = await freshDatabase();
  const tools = { db, log: openLog("silent") };
  const transport = startInProcess({ tools, workers: [assignment], pollMs: 10 });
  const relay = startRelay(tools, [assignment], { pollMs: 10, onRelayed: () => transport.wake() });
  stop = async () => {
    await relay.stop();
    await transport.stop(5000);
  };
});
afterAll(() => stop());

/** A shift whose mailbox feeds its team's queue. */
async function aFedShift(options: Parameters<typeof aShift>[1] = {}) {
  const shift = await aShift(db, options);
  await setDefaultTeam(shift.system, { connectionId: shift.connectionId, teamId: shift.teamId });
  const owned = (ids: string[], wanted: (string | null)[]) =>
    until(async () => {
      const owners = await Promise.all(ids.map(shift.ownerOf));
      return JSON.stringify(owners) === JSON.stringify(wanted);
    });
  /** Nothing of this queue is left to do now. */
  const quiet = () =>
    until(async () => {
      const [row] = await db.system.sql`
        select (select count(*) from event_counters where relayed_seq < last_seq)
          + (select count(*) from jobs where queue = 'assignment' and name <> 'look whether gone')::int as n`;
      return Number(row!.n) === 0;
    });
  return { ...shift, owned, quiet };
}

describe("a team's queue is looked at again by itself", () => {
  test("when new mail comes: it enters the queue of its mailbox's team and goes to who is there", async () => {
    const { arrive, owned, members, events } = await aFedShift({ agents: 1 });
    const ids = await arrive(2);
    await owned(ids, [members[0]!.id, members[0]!.id]);
    const [assigned] = await events("conversation.assigned");
    expect(assigned!.actor).toEqual({ type: "system", job: "assignment" });
  });

  test("when someone comes: the backlog of the night drains, oldest waiting first, up to her capacity", async () => {
    const { system, arrive, owned, join, quiet } = await aFedShift({ agents: 0 });
    const late = await join("Late");
    await setCapacity(system, { memberId: late.id, capacity: { email: 2 } });
    const ids = await arrive(4);
    await quiet();
    await owned(ids, [null, null, null, null]);
    await noteSeen(late.ctx, { memberId: late.id });
    await owned(ids, [late.id, late.id, null, null]);
  });

  test("when there is room: something is closed, snoozed, given away, or a capacity grows", async () => {
    const { system, arrive, owned, members, quiet } = await aFedShift({ agents: 1, capacity: 1 });
    const [{ id, ctx }] = members as [(typeof members)[0]];
    const ids = (await arrive(5)) as [string, string, string, string, string];
    await owned(ids, [id, null, null, null, null]);
    await closeConversation(ctx, { conversationId: ids[0] });
    await owned(ids, [id, id, null, null, null]);
    await snoozeConversation(ctx, { conversationId: ids[1], until: null });
    await owned(ids, [id, id, id, null, null]);
    await setCapacity(system, { memberId: id, capacity: { email: 2 } });
    await owned(ids, [id, id, id, id, null]);
    await assignConversation(ctx, { conversationId: ids[3], memberId: null, teamId: null });
    await owned(ids, [id, id, id, null, id]);
    await quiet();
  });

  test("when the team begins to hand out", async () => {
    const { system, teamId, arrive, owned, members, quiet } = await aFedShift({ agents: 1, mode: "off" });
    const ids = await arrive(1);
    await quiet();
    await owned(ids, [null]);
    await updateTeam(system, { teamId, mode: "least_loaded" });
    await owned(ids, [members[0]!.id]);
  });
});

describe("work of someone who is not there", () => {
  test("reopened by the customer, it goes to a colleague who is online", async () => {
    const { at, arrive, owned, members } = await aFedShift({ agents: 1 });
    const [ada] = members as [(typeof members)[0]];
    const shift = { ada, ids: (await arrive(1)) as [string] };
    await owned(shift.ids, [ada.id]);
    await closeConversation(ada.ctx, { conversationId: shift.ids[0] });
    await setAvailability(ada.ctx, { memberId: ada.id, intent: "away" });
    await writeAgain(at, shift.ids[0]);
    await owned(shift.ids, [null]);
  });

  test("who opens her own conversation again keeps it, away or not", async () => {
    const { arrive, owned, members, quiet } = await aFedShift({ agents: 1 });
    const [ada] = members as [(typeof members)[0]];
    const ids = (await arrive(1)) as [string];
    await owned(ids, [ada.id]);
    await setAvailability(ada.ctx, { memberId: ada.id, intent: "away" });
    await closeConversation(ada.ctx, { conversationId: ids[0] });
    await reopenConversation(ada.ctx, { conversationId: ids[0] });
    await quiet();
    await owned(ids, [ada.id]);
  });

  test("stays when she goes away, and goes to her colleagues when she gives it to others", async () => {
    const { system, teamId, arrive, owned, members, quiet } = await aFedShift({ agents: 2, mode: "off" });
    const [ada, bo] = members as [(typeof members)[0], (typeof members)[0]];
    const ids = (await arrive(3)) as [string, string, string];
    for (const conversationId of ids) await assignConversation(system, { conversationId, memberId: ada.id });
    await snoozeConversation(ada.ctx, { conversationId: ids[2], until: null });
    await setAvailability(ada.ctx, { memberId: ada.id, intent: "away" });
    await updateTeam(system, { teamId, mode: "round_robin" });
    await quiet();
    await owned(ids, [ada.id, ada.id, ada.id]);
    await setAvailability(ada.ctx, { memberId: ada.id, intent: "away_reassigning" });
    await owned(ids, [bo.id, bo.id, ada.id]);
  });
});

/** Another mail of the same thread: it opens the conversation. */
async function writeAgain(at: { workspaceId: string; connectionId: string }, conversationId: string): Promise<void> {
  const rows = await db.app.sql.begin(async (tx) => {
    await tx`select set_config('parley.workspace_ids', ${at.workspaceId}, true)`;
    return tx`select thread_key as "threadKey", i.value from conversations c
      join identities i on i.workspace_id = c.workspace_id and i.customer_id = c.customer_id where c.id = ${conversationId}`;
  });
  const { threadKey, value } = rows[0] as { threadKey: string; value: string };
  const customer = { kind: "email" as const, value, name: "Customer" };
  await receive(db, [aMessage(at, { threadKey, customer, from: { address: value, name: "" } })]);
}
