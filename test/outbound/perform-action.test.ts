import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  callOffAction,
  checkAction,
  giveUpAction,
  requestAction,
  savePolicy,
  undoAction,
} from "../../src/domain/actions/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { now, useClock as setClock } from "../../src/platform/clock.ts";
import type { Database } from "../../src/platform/db.ts";
import { aLedgerShop, credit, refund } from "../domain/actions/shop.ts";
import { testDatabase } from "../support/database.ts";
import { movedBy } from "../support/till.ts";

let db: Database;
let shop: Awaited<ReturnType<typeof aLedgerShop>>;
let agent: Context;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  shop = await aLedgerShop(db);
  agent = await shop.member("agent");
  later(0);
});

let putClockBack = () => {};
afterEach(() => putClockBack());
/** The clock stands still, and here it is moved on. */
function later(ms: number) {
  const at = now().getTime() + ms;
  putClockBack();
  putClockBack = setClock(() => new Date(at));
}
const settlingMs = 60_000;

describe("a refund whose answer was cut off", () => {
  test("is found in the shop and not done again", async () => {
    const { id } = await shop.ask(agent, refund(20_00));
    shop.till.faults.execute.push("cut_after");
    await expect(shop.perform(id)).rejects.toMatchObject({ outcomeUnknown: true });
    expect(await shop.reread(id)).toMatchObject({ state: "unknown", trouble: { code: "outcome_unknown" } });
    await shop.perform(id);
    expect(await shop.reread(id)).toMatchObject({ state: "done", trouble: null });
    expect(shop.till).toMatchObject({ calls: { execute: 1 }, effects: [{ key: id }] });
    expect(await shop.events(id)).toEqual(["planned", "previewed", "approved", "started", "became_unknown", "done"]);
  });

  test("is not done again because the shop does not show it yet: one miss is no proof", async () => {
    const { id } = await shop.ask(agent, refund(20_00));
    shop.till.faults.execute.push("cut_after");
    await expect(shop.perform(id)).rejects.toBeDefined();
    for (const waitMs of [settlingMs, 15_000]) {
      shop.till.faults.readBack.push("hidden");
      await expect(shop.perform(id)).rejects.toMatchObject({ outcomeUnknown: true, retryAfterMs: waitMs });
      later(settlingMs - 15_000);
    }
    await shop.perform(id);
    expect(await shop.reread(id)).toMatchObject({ state: "done", attempts: 1 });
    expect(movedBy(shop.till)).toBe(20_00);
  });

  test("stays unknown and reserved while the look-up fails", async () => {
    const { id } = await shop.ask(agent, refund(20_00));
    shop.till.faults.execute.push("cut_after");
    await expect(shop.perform(id)).rejects.toBeDefined();
    for (const fault of ["busy", "cut_before", "rejected"] as const) {
      shop.till.faults.readBack.push(fault);
      await expect(shop.perform(id)).rejects.toMatchObject({ code: "provider_unavailable" });
      expect(await shop.reread(id)).toMatchObject({ state: "unknown", reservedAt: expect.any(Date) });
    }
    await shop.perform(id);
    expect(shop.till.effects).toHaveLength(1);
  });
});

test("a refund cut off before it was done is tried again only when it stayed missing, with the same key", async () => {
  const { id } = await shop.ask(agent, refund(20_00));
  shop.till.faults.execute.push("cut_before");
  await expect(shop.perform(id)).rejects.toMatchObject({ outcomeUnknown: true });
  await expect(shop.perform(id)).rejects.toMatchObject({ retryAfterMs: settlingMs });
  expect(movedBy(shop.till)).toBe(0);
  later(settlingMs);
  await shop.perform(id);
  expect(await shop.reread(id)).toMatchObject({ state: "done", attempts: 2 });
  expect(shop.till.effects).toMatchObject([{ key: id }]);
});

test("a worker killed between the effect and its commit: the next one finds it done", async () => {
  const { id } = await shop.ask(agent, refund(20_00));
  shop.till.onExecuted = async () => {
    throw new Error("killed");
  };
  await expect(shop.perform(id)).rejects.toThrow("killed");
  shop.till.onExecuted = async () => {};
  await shop.perform(id);
  expect(await shop.reread(id)).toMatchObject({ state: "done" });
  expect(shop.till.calls.execute).toBe(1);
});

test("a shop that is busy has done nothing: it is asked again, and no look-up is needed", async () => {
  const { id } = await shop.ask(agent, refund(20_00));
  shop.till.faults.execute.push("busy");
  await expect(shop.perform(id)).rejects.toMatchObject({ retryAfterMs: 1000 });
  expect(await shop.reread(id)).toMatchObject({ state: "approved", reservedAt: expect.any(Date) });
  await shop.perform(id);
  expect(shop.till).toMatchObject({ calls: { execute: 2, readBack: 0 }, effects: [{ key: id }] });
});

test("what a shop works on is looked at later and later until it is done", async () => {
  const { id } = await shop.ask(agent, credit(20_00));
  shop.till.pendingLooks = 3;
  await shop.perform(id);
  const looks = async () =>
    db.system.sql<{ runAt: Date }[]>`
      select run_at as "runAt" from jobs where workspace_id = ${shop.ctx.workspaceId} and name = 'resume' order by position`;
  const waits = [];
  for (let n = 1; (await shop.reread(id)).state !== "done"; n++) {
    const jobs = await looks();
    expect(jobs).toHaveLength(n);
    waits.push(jobs.at(-1)!.runAt.getTime() - now().getTime());
    await shop.perform(id);
  }
  expect(waits).toEqual([1000, 2000, 4000]);
  expect(shop.till.effects).toHaveLength(1);
});

test("work that was given up stays visible as unknown, says what to do, and can be checked again", async () => {
  const { id } = await shop.ask(agent, refund(20_00));
  shop.till.faults.execute.push("cut_after");
  await expect(shop.perform(id)).rejects.toBeDefined();
  await giveUpAction(shop.ctx, { actionId: id, reason: "the shop did not answer" });
  const row = await shop.reread(id);
  expect(row).toMatchObject({ state: "unknown", reservedAt: expect.any(Date), trouble: { code: "gave_up" } });
  expect(row.trouble?.message).toContain("Look in the shop");
  await checkAction(agent, { actionId: id });
  await shop.perform(id);
  expect(await shop.reread(id)).toMatchObject({ state: "done" });
});

test.each([
  ["work on it was given up", 0],
  ["it was asked for hours ago", 2 * 3_600_000],
])("a refund that stayed missing is not done when %s: somebody may have done it by hand", async (_why, waitedMs) => {
  const { id } = await shop.ask(agent, refund(20_00));
  shop.till.faults.execute.push("cut_before");
  await expect(shop.perform(id)).rejects.toMatchObject({ outcomeUnknown: true });
  if (waitedMs === 0) await giveUpAction(shop.ctx, { actionId: id, reason: "the shop did not answer" });
  later(waitedMs);
  await checkAction(agent, { actionId: id });
  await expect(shop.perform(id)).rejects.toMatchObject({ retryAfterMs: settlingMs });
  later(settlingMs);
  await shop.perform(id);
  expect(await shop.reread(id)).toMatchObject({ state: "failed", reservedAt: null, trouble: { code: "not_done" } });
  expect(movedBy(shop.till)).toBe(0);
});

test("what is done is what was decided on last, not what the shop had said before", async () => {
  await savePolicy(shop.ctx, { version: 0, rules: [] });
  const ai: Context = { ...shop.ctx, actor: { type: "ai", id: "0197aaaa-0000-7000-8000-000000000001" } };
  const { id, preview } = await shop.plan(ai, refund(20_00), { request: true });
  shop.till.order.changes++;
  const told: string[] = [];
  const { execute } = shop.till.act;
  shop.till.act.execute = (connection, attempt) => {
    told.push(attempt.preview.fingerprint);
    return execute(connection, attempt);
  };
  await shop.perform(id);
  const done = await shop.reread(id);
  expect(done).toMatchObject({ state: "done" });
  expect(done.preview?.fingerprint).not.toBe(preview?.fingerprint);
  expect(told).toEqual([done.preview?.fingerprint]);
});

test("what never began fails when it is given up, and gives its budget back", async () => {
  const { id } = await shop.ask(agent, refund(20_00));
  await giveUpAction(shop.ctx, { actionId: id, reason: "the shop did not answer" });
  expect(await shop.reread(id)).toMatchObject({ state: "failed", reservedAt: null });
  await shop.perform(id);
  expect(movedBy(shop.till)).toBe(0);
});

test("a customer's store credit is given one at a time: the next waits until the outcome of the first is known", async () => {
  const first = await shop.ask(agent, credit(20_00));
  const second = await shop.ask(agent, credit(21_00));
  shop.till.faults.execute.push("cut_after");
  await expect(shop.perform(first.id)).rejects.toMatchObject({ outcomeUnknown: true });
  shop.till.faults.readBack.push("busy");
  await expect(shop.perform(second.id)).rejects.toMatchObject({ retryAfterMs: 1000 });
  expect(await shop.reread(second.id)).toMatchObject({ state: "approved", reservedAt: expect.any(Date) });
  await shop.perform(first.id);
  await shop.perform(second.id);
  expect(shop.till.effects.map(({ key }) => key)).toEqual([first.id, second.id]);
});

test("the next one finds out itself what it waits for: work on that may have been given up", async () => {
  const first = await shop.ask(agent, credit(20_00));
  const second = await shop.ask(agent, credit(21_00));
  shop.till.faults.execute.push("cut_after");
  await expect(shop.perform(first.id)).rejects.toMatchObject({ outcomeUnknown: true });
  await giveUpAction(shop.ctx, { actionId: first.id, reason: "the shop did not answer" });
  await expect(shop.perform(second.id)).rejects.toMatchObject({ code: "limit_exceeded", retryAfterMs: 2000 });
  expect(await shop.reread(first.id)).toMatchObject({ state: "done" });
  await shop.perform(second.id);
  expect(shop.till.effects.map(({ key }) => key)).toEqual([first.id, second.id]);
});

describe("what was let through", () => {
  test("is called off before it begins: nothing is done, its cost counts no more, and once is enough", async () => {
    const lead = await shop.member("lead");
    const { id } = await shop.ask(agent, refund(80_00));
    await shop.decision(lead, id);
    await expect(callOffAction(agent, { actionId: id })).rejects.toMatchObject({
      ...{ code: "forbidden", details: { reason: "not_yours" } },
    });
    const off = await callOffAction(lead, { actionId: id });
    expect(off).toMatchObject({ state: "called_off", reservedAt: null, calledOffBy: lead.actor });
    expect(off.endedAt).not.toBeNull();
    await callOffAction(await shop.member("admin"), { actionId: id });
    await shop.perform(id);
    expect(movedBy(shop.till)).toBe(0);
    expect(await shop.reread(id)).toEqual(off);
    expect(await shop.events(id)).toEqual([
      ...["planned", "previewed", "approval_requested", "approved", "called_off"],
    ]);
  });

  test("by her own word is called off by herself; what waits for approval, or has ended, is not", async () => {
    const { id } = await shop.ask(agent, refund(20_00));
    const other = await shop.member("agent");
    await expect(callOffAction(other, { actionId: id })).rejects.toMatchObject({ details: { reason: "not_yours" } });
    expect(await callOffAction(agent, { actionId: id })).toMatchObject({ state: "called_off" });
    const waiting = await shop.ask(agent, refund(80_00));
    const lead = await shop.member("lead");
    await expect(callOffAction(lead, { actionId: waiting.id })).rejects.toMatchObject({
      details: { reason: "not_open", state: "awaiting_approval" },
    });
  });

  test("is called off while the shop is asked what it would do now: it is not begun", async () => {
    const { id } = await shop.ask(agent, refund(20_00));
    const { preview } = shop.till.act;
    shop.till.act.preview = async (...asked) => {
      await callOffAction(agent, { actionId: id });
      return preview(...asked);
    };
    await shop.perform(id);
    expect(shop.till.calls.execute).toBe(0);
    expect(await shop.reread(id)).toMatchObject({ state: "called_off", attempts: 0 });
  });

  test("cannot be called off from the moment it is begun, nor while nobody knows whether it was done", async () => {
    const { id } = await shop.ask(agent, refund(20_00));
    const refused: unknown[] = [];
    const callOff = () => callOffAction(agent, { actionId: id }).catch((error: unknown) => void refused.push(error));
    const { execute } = shop.till.act;
    shop.till.act.execute = async (...attempt) => {
      await callOff();
      return execute(...attempt);
    };
    shop.till.faults.execute.push("cut_after");
    await expect(shop.perform(id)).rejects.toMatchObject({ outcomeUnknown: true });
    await callOff();
    expect(refused).toMatchObject([{ details: { reason: "under_way" } }, { details: { reason: "under_way" } }]);
    await shop.perform(id);
    expect(movedBy(shop.till)).toBe(20_00);
  });

  test("to take something back is called off, and can be asked for anew", async () => {
    const lead = await shop.member("lead");
    const { id: actionId } = await shop.ask(lead, credit(5_00));
    await shop.perform(actionId);
    const { id } = await undoAction(lead, { actionId });
    await shop.preview(id);
    await requestAction(lead, { actionId: id, fingerprint: (await shop.reread(id)).preview!.fingerprint });
    await callOffAction(lead, { actionId: id });
    expect(await undoAction(lead, { actionId })).toMatchObject({ state: "planned", undoOf: actionId });
  });
});
