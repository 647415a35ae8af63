import { afterEach, describe, expect, test } from "@jest/globals";
import { drainQueue, getQueueState, returnWork } from "../../../src/domain/assignment/index.ts";
import { assignConversation, closeConversation, markSpam } from "../../../src/domain/conversations/index.ts";
import {
  addTeamMember,
  createTeam,
  goneAfterMs,
  noteSeen,
  removeTeamMember,
  setAvailability,
  setCapacity,
  updateTeam,
} from "../../../src/domain/teams/index.ts";
import { now, useClock as setClock } from "../../../src/platform/clock.ts";
import { testDatabase } from "../../support/database.ts";
import { aShift } from "./shift.ts";

const db = await testDatabase();
let putClockBack = () => {};
afterEach(() => putClockBack());

type Shift = Awaited<ReturnType<typeof aShift>>;

/** New conversations in the team's queue. */
async function queue({ system, teamId, arrive }: Shift, count: number, team = teamId): Promise<string[]> {
  const ids = await arrive(count);
  for (const conversationId of ids) await assignConversation(system, { conversationId, teamId: team });
  return ids;
}

describe("a queue is handed out", () => {
  test("in turn, the longest waiting first", async () => {
    const shift = await aShift(db, { agents: 3 });
    const ids = await queue(shift, 7);
    expect(await drainQueue(shift.system, shift)).toBe(7);
    const owners = await Promise.all(ids.map(shift.ownerOf));
    // The first three got the three oldest, one each; then it was their turn again in the same order.
    expect(new Set(owners.slice(0, 3)).size).toBe(3);
    expect(owners.slice(3, 6)).toEqual(owners.slice(0, 3));
    expect(owners[6]).toBe(owners[0]);
    const assigned = await shift.events("conversation.assigned");
    expect(assigned.map(({ data }) => data.conversationId)).toEqual(ids);
  });

  test("fairly however it is interrupted: nobody gets two more than another", async () => {
    const shift = await aShift(db, { agents: 4, capacity: 100 });
    for (let n = 0; n < 10; n++) {
      await queue(shift, 3);
      await drainQueue(shift.system, shift);
      const loads = await shift.loads();
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
    }
  });

  test("to who has most room: a chat that fills a quarter weighs five emails of twenty", async () => {
    const shift = await aShift(db, { mode: "least_loaded", agents: 3 });
    const [busy, some, free] = shift.members as [Shift["members"][0], Shift["members"][0], Shift["members"][0]];
    await setCapacity(shift.system, { memberId: busy.id, capacity: { email: 4 } });
    const own = await shift.arrive(4);
    for (const [n, { id }] of [busy, some, some].entries()) {
      await assignConversation(shift.system, { conversationId: own[n]!, memberId: id });
    }
    await queue(shift, 2);
    await drainQueue(shift.system, shift);
    // 1 of 4 is fuller than 2 of 20: both new ones go to the one who had none.
    expect(await shift.loads()).toEqual([1, 2, 2]);
    expect(free.id).toBe(shift.members[2]!.id);
  });

  test("to nobody beyond her capacity; the rest waits, and goes on when something is closed", async () => {
    const shift = await aShift(db, { agents: 2, capacity: 2 });
    const ids = await queue(shift, 6);
    expect(await drainQueue(shift.system, shift)).toBe(4);
    expect(await shift.loads()).toEqual([2, 2]);
    expect(await getQueueState(shift.system, shift)).toEqual({
      waiting: 2,
      oldestSince: new Date(Date.UTC(2026, 0, 1, 0, 4)),
    });
    await closeConversation(shift.system, { conversationId: ids[0]! });
    expect(await drainQueue(shift.system, shift)).toBe(1);
    expect(await shift.ownerOf(ids[4]!)).toBe(await shift.ownerOf(ids[0]!));
    await setCapacity(shift.system, { memberId: shift.members[0]!.id, capacity: { email: 0 } });
    await setCapacity(shift.system, { memberId: shift.members[1]!.id, capacity: { email: 3 } });
    expect(await drainQueue(shift.system, shift)).toBe(1);
    expect(await drainQueue(shift.system, shift)).toBe(0);
  });

  test("to nobody at all in a team that hands nothing out", async () => {
    const shift = await aShift(db, { mode: "off" });
    await queue(shift, 2);
    expect(await drainQueue(shift.system, shift)).toBe(0);
    await updateTeam(shift.system, { teamId: shift.teamId, mode: "round_robin" });
    expect(await drainQueue(shift.system, shift)).toBe(2);
  });

  test("without what is closed, spam, or somebody's already", async () => {
    const shift = await aShift(db);
    const [closed, spam, taken] = (await queue(shift, 3)) as [string, string, string];
    await closeConversation(shift.system, { conversationId: closed });
    await markSpam(shift.system, { conversationId: spam, spam: true });
    await assignConversation(shift.system, { conversationId: taken, memberId: shift.members[0]!.id });
    expect(await drainQueue(shift.system, shift)).toBe(0);
    await markSpam(shift.system, { conversationId: spam, spam: false });
    expect(await drainQueue(shift.system, shift)).toBe(1);
  });
});

describe("nothing goes to someone who is not there", () => {
  test("not to who is away, nor to who has never been here, and the backlog drains when someone comes", async () => {
    const shift = await aShift(db, { agents: 2 });
    const [ada, bo] = shift.members as [Shift["members"][0], Shift["members"][0]];
    await setAvailability(ada.ctx, { memberId: ada.id, intent: "away" });
    await setAvailability(bo.ctx, { memberId: bo.id, intent: "away_reassigning" });
    const newcomer = await shift.join("Newcomer");
    const ids = await queue(shift, 5);
    expect(await drainQueue(shift.system, shift)).toBe(0);
    await noteSeen(newcomer.ctx, { memberId: newcomer.id });
    expect(await drainQueue(shift.system, shift)).toBe(5);
    expect(new Set(await Promise.all(ids.map(shift.ownerOf)))).toEqual(new Set([newcomer.id]));
  });

  test("a closed laptop keeps what it has, and after ten minutes gets nothing more until it is back", async () => {
    const shift = await aShift(db, { agents: 1 });
    const [ada] = shift.members as [Shift["members"][0]];
    const start = now().getTime();
    const later = (ms: number) => {
      putClockBack();
      putClockBack = setClock(() => new Date(start + ms));
    };
    const [first] = (await queue(shift, 1)) as [string];
    later(goneAfterMs - 60_000);
    expect(await drainQueue(shift.system, shift)).toBe(1);
    const [second] = (await queue(shift, 1)) as [string];
    later(goneAfterMs + 60_000);
    expect(await drainQueue(shift.system, shift)).toBe(0);
    expect(await shift.ownerOf(first)).toBe(ada.id);
    await noteSeen(ada.ctx, { memberId: ada.id });
    expect(await drainQueue(shift.system, shift)).toBe(1);
    expect(await shift.ownerOf(second)).toBe(ada.id);
  });

  test("nor to an observer, nor to who left the team", async () => {
    const shift = await aShift(db, { agents: 1 });
    const observer = await shift.join("Observer", "observer");
    await noteSeen(observer.ctx, { memberId: observer.id });
    await queue(shift, 1);
    await removeTeamMember(shift.system, { teamId: shift.teamId, memberId: shift.members[0]!.id });
    expect(await drainQueue(shift.system, shift)).toBe(0);
  });
});

describe("at the same time", () => {
  test("many drains give each conversation once, in turn, and nobody too much", async () => {
    const shift = await aShift(db, { agents: 3, capacity: 4 });
    await queue(shift, 15);
    const drains = await Promise.all(Array.from({ length: 4 }, () => drainQueue(shift.system, shift)));
    expect(drains.reduce((sum, given) => sum + given, 0)).toBe(12);
    expect(await shift.loads()).toEqual([4, 4, 4]);
    const assigned = await shift.events("conversation.assigned");
    expect(new Set(assigned.map(({ data }) => data.conversationId)).size).toBe(12);
  });

  test("two teams with the same members do not give one of them too much", async () => {
    const shift = await aShift(db, { agents: 2, capacity: 3 });
    const { id: other } = await createTeam(shift.system, { name: "Returns", mode: "least_loaded" });
    for (const { id } of shift.members) await addTeamMember(shift.system, { teamId: other, memberId: id });
    await queue(shift, 5);
    await queue(shift, 5, other);
    await Promise.all([
      drainQueue(shift.system, shift),
      drainQueue(shift.system, { teamId: other }),
      drainQueue(shift.system, shift),
      drainQueue(shift.system, { teamId: other }),
    ]);
    expect(await shift.loads()).toEqual([3, 3]);
  });

  test("who goes away while a drain runs ends with nothing, and all of it waits again or is a colleague's", async () => {
    const shift = await aShift(db, { agents: 2, capacity: 100 });
    const [ada, bo] = shift.members as [Shift["members"][0], Shift["members"][0]];
    const ids = await queue(shift, 20);
    const draining = drainQueue(shift.system, shift);
    await setAvailability(ada.ctx, { memberId: ada.id, intent: "away_reassigning" });
    await returnWork(shift.system, { memberId: ada.id });
    await draining;
    expect((await shift.loads())[0]).toBe(0);
    await drainQueue(shift.system, shift);
    expect(new Set(await Promise.all(ids.map(shift.ownerOf)))).toEqual(new Set([bo.id]));
    const given = await shift.events("conversation.assigned");
    const [left] = await shift.events("availability.changed").then((all) => all.filter((e) => e.data.to !== "online"));
    // In the log's order, which is that of the commits: nothing was given to her after she had gone.
    expect(given.filter(({ seq, data }) => seq > left!.seq && data.to === ada.id)).toEqual([]);
  });

  test("people who take and close while drains run, and nothing is taken from them", async () => {
    const shift = await aShift(db, { agents: 3, capacity: 100 });
    const ids = await queue(shift, 18);
    const [ada] = shift.members as [Shift["members"][0]];
    await Promise.all([
      drainQueue(shift.system, shift),
      drainQueue(shift.system, shift),
      ...ids
        .slice(0, 9)
        .map((conversationId) =>
          assignConversation(ada.ctx, { conversationId, memberId: ada.id }).then(() =>
            closeConversation(ada.ctx, { conversationId }),
          ),
        ),
    ]);
    for (const id of ids.slice(0, 9)) expect(await shift.ownerOf(id)).toBe(ada.id);
    const rest = await Promise.all(ids.slice(9).map(shift.ownerOf));
    expect(rest).not.toContain(null);
  });
});
