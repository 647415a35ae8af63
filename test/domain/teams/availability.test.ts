import { afterEach, describe, expect, test } from "@jest/globals";
import {
  getAvailability,
  goneAfterMs,
  lookWhetherGone,
  noteSeen,
  setAvailability,
  setCapacity,
} from "../../../src/domain/teams/index.ts";
import { useClock as setClock } from "../../../src/platform/clock.ts";
import { testDatabase } from "../../support/database.ts";
import { aMember, aWorkspace } from "../../support/factories.ts";
import { aShift } from "../assignment/shift.ts";

const db = await testDatabase();
let putClockBack = () => {};
afterEach(() => putClockBack());

const start = Date.now();
function at(ms: number) {
  putClockBack();
  putClockBack = setClock(() => new Date(start + ms));
}

async function aPresence() {
  at(0);
  const { system, members, events } = await aShift(db, { agents: 1 });
  const [{ id: memberId, ctx }] = members as [(typeof members)[0]];
  const changes = async () => (await events("availability.changed")).map(({ data }) => [data.from, data.to]);
  const looks = async () => {
    const [row] = await db.system.sql`select count(*)::int as n, max(run_at) as last from jobs
      where workspace_id = ${system.workspaceId} and name = 'look whether gone'`;
    return { n: row!.n as number, last: (row!.last as Date).getTime() - start };
  };
  const state = async () => (await getAvailability(system, memberId)).state;
  return { system, ctx, memberId, changes, looks, state };
}

describe("being here", () => {
  test("is said once, however often windows come and go", async () => {
    const { ctx, memberId, changes, looks } = await aPresence();
    for (const seconds of [1, 40, 80, 200, 500]) {
      at(seconds * 1000);
      await Promise.all([noteSeen(ctx, { memberId }), noteSeen(ctx, { memberId })]);
    }
    expect(await changes()).toEqual([["offline", "online"]]);
    expect(await looks()).toEqual({ n: 1, last: goneAfterMs });
  });

  test("ends ten minutes after the last window has gone, is announced, and one look is due at a time", async () => {
    const { system, ctx, memberId, changes, looks, state } = await aPresence();
    at(8 * 60_000);
    await noteSeen(ctx, { memberId });
    at(goneAfterMs);
    await lookWhetherGone(system, { memberId });
    expect(await changes()).toEqual([["offline", "online"]]);
    expect(await looks()).toEqual({ n: 2, last: 8 * 60_000 + goneAfterMs });
    at(8 * 60_000 + goneAfterMs);
    expect(await state()).toBe("offline");
    await lookWhetherGone(system, { memberId });
    await lookWhetherGone(system, { memberId });
    expect(await changes()).toEqual([
      ["offline", "online"],
      ["online", "offline"],
    ]);
    expect((await looks()).n).toBe(2);
    await noteSeen(ctx, { memberId });
    expect(await state()).toBe("online");
    expect(await changes()).toHaveLength(3);
    expect((await looks()).n).toBe(3);
  });

  test("is looked at for days without the looks counting as a cascade", async () => {
    const { system, memberId } = await aPresence();
    const cause = { type: "event" as const, id: memberId, depth: 25 };
    await lookWhetherGone({ ...system, cause }, { memberId });
    const [row] = await db.system.sql`select max((cause ->> 'depth')::int) as depth from jobs
      where workspace_id = ${system.workspaceId} and name = 'look whether gone'`;
    expect(row!.depth ?? 0).toBeLessThan(25);
  });
});

describe("being away is what one says", () => {
  test("no window that comes or goes changes it", async () => {
    const { system, ctx, memberId, state } = await aPresence();
    await setAvailability(ctx, { memberId, intent: "away" });
    await noteSeen(ctx, { memberId });
    expect(await state()).toBe("away");
    at(3 * goneAfterMs);
    await lookWhetherGone(system, { memberId });
    expect(await state()).toBe("away");
    await setAvailability(ctx, { memberId, intent: "online" });
    expect(await state()).toBe("online");
  });

  test("everyone says it of herself, a lead of anybody, an agent of nobody else", async () => {
    const { system, ctx, memberId, state } = await aPresence();
    const [agent, lead] = [await aMember(system), await aMember(system, "lead")];
    await expect(setAvailability(agent, { memberId, intent: "away" })).rejects.toMatchObject({ code: "forbidden" });
    await setAvailability(lead, { memberId, intent: "away" });
    expect(await state()).toBe("away");
    await expect(setCapacity(ctx, { memberId, capacity: { email: 1000 } })).rejects.toMatchObject({
      code: "forbidden",
    });
    const stranger = await aWorkspace(db);
    await expect(setAvailability(stranger, { memberId, intent: "away" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("said by a lead of somebody who is not here, it does not make her be here", async () => {
    const { system } = await aPresence();
    const absent = await aMember(system);
    const { id } = absent.actor as { id: string };
    await setAvailability(system, { memberId: id, intent: "online" });
    expect((await getAvailability(system, id)).state).toBe("offline");
  });
});

test("a capacity is a whole number from 0 to 1000; null is the usual one again", async () => {
  const { system, memberId } = await aPresence();
  for (const email of [-1, 1.5, 1001, Number.NaN]) {
    await expect(setCapacity(system, { memberId, capacity: { email } })).rejects.toMatchObject({
      code: "invalid_input",
    });
  }
  await setCapacity(system, { memberId, capacity: { email: 7, chat: 0 } });
  expect((await getAvailability(system, memberId)).capacity).toMatchObject({ email: 7, chat: 0, sms: 10 });
  await setCapacity(system, { memberId, capacity: { email: null } });
  expect((await getAvailability(system, memberId)).capacity).toMatchObject({ email: 20, chat: 0 });
});
