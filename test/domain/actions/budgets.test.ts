import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  budgetsLeft,
  listActions,
  planAction,
  requestAction,
  savePolicy,
  undoAction,
} from "../../../src/domain/actions/index.ts";
import { assignConversation } from "../../../src/domain/conversations/index.ts";
import { listNotifications } from "../../../src/domain/notifications/index.ts";
import { createTeam } from "../../../src/domain/teams/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { now } from "../../../src/platform/clock.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { movedBy } from "../../support/till.ts";
import { aLedgerShop, credit, refund, setNote } from "./shop.ts";

let db: Database;
let shop: Awaited<ReturnType<typeof aLedgerShop>>;
let agent: Context;
let lead: Context;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  shop = await aLedgerShop(db);
  [agent, lead] = [await shop.member("agent"), await shop.member("lead")];
});

describe("budgets", () => {
  test("two agents refunding at once cannot pass together: one goes on, the other is told why", async () => {
    await savePolicy(shop.ctx, {
      version: 0,
      rules: [
        { code: "order_spent", when: { spentOver: { minor: 100_00, per: "order", days: null } }, verdict: "deny" },
      ],
    });
    const other = await shop.member("agent");
    const plans = await Promise.all([shop.plan(agent, refund(60_00)), shop.plan(other, refund(60_01))]);
    const [one, two] = await Promise.all(
      plans.map(({ id: actionId, preview }, n) =>
        requestAction(n === 0 ? agent : other, { actionId, fingerprint: preview!.fingerprint }),
      ),
    );
    const states = [one!, two!].toSorted((a, b) => (a.state < b.state ? -1 : 1));
    expect(states).toMatchObject([
      { state: "approved" },
      { state: "refused", trouble: { by: "policy", code: "order_spent" } },
    ]);
  });

  test("what is reserved counts until it is settled; refused and failed give it back", async () => {
    const asked = await shop.ask(agent, refund(50_00));
    expect(asked.reservedAt).not.toBeNull();
    shop.till.faults.execute.push("rejected");
    await shop.perform(asked.id);
    expect(await shop.reread(asked.id)).toMatchObject({
      ...{ state: "refused", reservedAt: null, trouble: { by: "shop", code: "unwanted" } },
    });
    // A day's budget of 250: five of 50 are let through, the sixth is not.
    const states = [];
    for (let n = 0; n < 3; n++) states.push((await shop.ask(agent, refund(50_00 - n))).state);
    expect(states).toEqual(["approved", "approved", "approved"]);
    expect(await shop.ask(agent, refund(40_00))).toMatchObject({
      ...{ state: "awaiting_approval", verdict: { reasons: ["customer_over_150"] } },
    });
  });

  test("what was taken back counts no more, and is taken back once", async () => {
    const { id } = await shop.ask(agent, credit(40_00));
    await shop.perform(id);
    const back = await Promise.allSettled([undoAction(agent, { actionId: id }), undoAction(agent, { actionId: id })]);
    expect(back.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const [undo] = await listActions(agent, { states: ["planned"], limit: 1 });
    expect(undo).toMatchObject({ kind: "store_credit.remove", undoOf: id });
    await shop.preview(undo!.id);
    const { fingerprint } = (await shop.reread(undo!.id)).preview!;
    await requestAction(agent, { actionId: undo!.id, fingerprint });
    await shop.perform(undo!.id);
    expect(await shop.reread(id)).toMatchObject({ state: "undone", reservedAt: null });
    expect(await shop.events(id)).toContain("undone");
    await expect(undoAction(agent, { actionId: id })).rejects.toMatchObject({ details: { reason: "undone" } });
  });

  test("what was spent before it was taken back counts on", async () => {
    const { id } = await shop.ask(agent, credit(40_00));
    await shop.perform(id);
    const { id: undoId } = await undoAction(agent, { actionId: id });
    await shop.preview(undoId);
    const { fingerprint } = (await shop.reread(undoId)).preview!;
    await requestAction(agent, { actionId: undoId, fingerprint });
    const { execute } = shop.till.act;
    shop.till.act.execute = async (connection, attempt) => {
      const result = await execute(connection, attempt);
      return result.state === "done" ? { ...result, discrepancy: "10.00 EUR of it were spent before" } : result;
    };
    await shop.perform(undoId);
    expect(await shop.reread(id)).toMatchObject({ state: "undone", reservedAt: expect.any(Date) });
  });

  test("nothing more is done to an order after what closes it for others", async () => {
    const countOver = { count: 1, per: "order" as const, days: null, kinds: ["order.set_note" as const] };
    const when = { kinds: ["order.refund" as const], countOver };
    await savePolicy(shop.ctx, { version: 0, rules: [{ code: "closed", when, verdict: "deny" }] });
    expect((await shop.ask(agent, refund(1_00))).state).toBe("approved");
    expect((await shop.ask(agent, setNote("no more"))).state).toBe("approved");
    expect(await shop.ask(agent, refund(1_01))).toMatchObject({ state: "refused", trouble: { code: "closed" } });
  });

  test("a policy made stricter meanwhile counts up to the last moment", async () => {
    const { id } = await shop.ask(agent, refund(20_00));
    const rules = [{ code: "closed", when: { costsOver: 0 }, verdict: "deny" as const }];
    await savePolicy(shop.ctx, { version: 0, rules });
    await expect(savePolicy(shop.ctx, { version: 0, rules: [] })).rejects.toMatchObject({
      details: { reason: "outdated" },
    });
    await shop.perform(id);
    expect(await shop.reread(id)).toMatchObject({ state: "refused", trouble: { by: "policy", code: "closed" } });
    expect(movedBy(shop.till)).toBe(0);
  });
});

describe("the AI", () => {
  const ai = (): Context => ({ ...shop.ctx, actor: { type: "ai", id: "0197aaaa-0000-7000-8000-000000000001" } });
  const asks = async (minor: number) => {
    const { id } = await shop.plan(ai(), refund(minor), { request: true });
    return shop.reread(id);
  };

  test("cannot go past its limit, and what it may ask for waits for a person", async () => {
    expect(await asks(500_01)).toMatchObject({
      ...{ state: "refused", trouble: { by: "policy", code: "ai_over_500" } },
    });
    const small = await asks(5_00);
    expect(small).toMatchObject({ state: "awaiting_approval", verdict: { reasons: ["machine_money"] } });
    await shop.decision(lead, small.id);
    await shop.perform(small.id);
    expect(movedBy(shop.till)).toBe(5_00);
    // The same again: a machine is not asked whether it means it.
    expect(await asks(5_00)).toMatchObject({ state: "refused", trouble: { code: "already_done" } });
  });

  test("moves money by itself only as far as the workspace's own policy says", async () => {
    const rules = [
      { code: "ai_day", when: { by: ["ai"], spentOver: { minor: 30_00, per: "actor" as const, days: 1 } } },
      { code: "ai_late", when: { by: ["ai"], olderThan: { since: "delivered" as const, hours: 48 } } },
    ].map((rule) => ({ ...rule, verdict: "deny" as const }));
    await savePolicy(shop.ctx, { version: 0, rules });
    const states = [await asks(20_00), await asks(10_00), await asks(1)];
    expect(states.map(({ state }) => state)).toEqual(["approved", "approved", "refused"]);
    shop.till.order.deliveredAt = new Date(now().getTime() - 72 * 3_600_000);
    const late = await shop.plan(ai(), setNote("x"), { request: true });
    expect(await shop.reread(late.id)).toMatchObject({ trouble: { code: "ai_late" } });
  });

  test("approves nothing", async () => {
    const { id } = await shop.ask(agent, refund(80_00));
    await expect(shop.decision(ai(), id)).rejects.toMatchObject({ details: { reason: "people_only" } });
  });
});

test("what a private team gave away counts for those who must not see it", async () => {
  const { id: teamId } = await createTeam(shop.ctx, { name: "Complaints", isPrivate: true });
  await savePolicy(shop.ctx, {
    version: 0,
    rules: [{ code: "spent", when: { spentOver: { minor: 30_00, per: "customer", days: 90 } }, verdict: "deny" }],
  });
  await shop.ask(lead, refund(20_00));
  await assignConversation(shop.ctx, { conversationId: shop.conversationId, teamId });
  const outsider: Context = { ...agent, hiddenTeams: [teamId] };
  expect(await listActions(outsider, { limit: 5 })).toEqual([]);
  const { id: actionId } = await planAction(outsider, { instruction: credit(20_00), customerId: shop.customerId });
  await shop.preview(actionId);
  const { fingerprint } = (await shop.reread(actionId)).preview!;
  expect(await requestAction(outsider, { actionId, fingerprint })).toMatchObject({ trouble: { code: "spent" } });
  const left = await budgetsLeft(outsider, { currency: "EUR", customerId: shop.customerId });
  expect(left).toMatchObject([{ code: "spent", spentMinor: 20_00, leftMinor: 10_00 }]);
});

test("what waits for approval and belongs to no conversation rings the bell as well", async () => {
  const asked = await shop.plan(agent, credit(80_00), { customerId: shop.customerId });
  const withoutConversation = await planAction(agent, { instruction: credit(90_00), customerId: shop.customerId });
  await shop.preview(withoutConversation.id);
  for (const { id: actionId } of [asked, withoutConversation]) {
    const { fingerprint } = (await shop.reread(actionId)).preview!;
    await requestAction(agent, { actionId, fingerprint });
  }
  const told = await listNotifications(lead, { limit: 5 });
  expect(told.map(({ conversationId }) => conversationId)).toEqual([null, shop.conversationId]);
});
