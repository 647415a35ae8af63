import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  checkAction,
  decideApproval,
  expireAction,
  listActions,
  planAction,
  requestAction,
  savePolicy,
} from "../../../src/domain/actions/index.ts";
import { identifyCustomers } from "../../../src/domain/customers/index.ts";
import { listNotifications } from "../../../src/domain/notifications/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { useClock as setClock } from "../../../src/platform/clock.ts";
import { type Database, inWorkspaces } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { movedBy } from "../../support/till.ts";
import { aLedgerShop, anOrder, credit, refund, setNote } from "./shop.ts";

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

const decision = (who: Context, actionId: string, wanted?: "declined") => shop.decision(who, actionId, wanted);

describe("an action within the policy", () => {
  test("is planned, looked at, asked for, done once and read back", async () => {
    const planned = await shop.plan(agent, refund(20_00));
    expect(planned).toMatchObject({ state: "planned", costMinor: 20_00, currency: "EUR", reservedAt: null });
    expect(movedBy(shop.till)).toBe(0);
    const { fingerprint } = planned.preview!;
    const asked = await requestAction(agent, { actionId: planned.id, fingerprint });
    expect(asked).toMatchObject({ state: "approved", verdict: { outcome: "allow", reasons: [], policyVersion: 0 } });
    await shop.perform(asked.id);
    await shop.perform(asked.id);
    expect(await shop.reread(asked.id)).toMatchObject({
      ...{ state: "done", costMinor: 20_00, attempts: 1, trouble: null },
      result: { externalId: `effect/${asked.id}`, discrepancy: null },
    });
    expect(shop.till.effects).toHaveLength(1);
    expect(await shop.events(asked.id)).toEqual(["planned", "previewed", "approved", "started", "done"]);
  });

  test("says where the shop gave another amount than it had said", async () => {
    const { id } = await shop.ask(agent, refund(20_00));
    shop.till.surchargeMinor = 5;
    await shop.perform(id);
    const { result, costMinor } = await shop.reread(id);
    expect(result?.discrepancy).toContain("2000");
    expect(costMinor).toBe(20_05);
  });

  test("is not even asked for when the shop would refuse it: a refund above what is left", async () => {
    const asked = await shop.ask(lead, refund(1000_01));
    expect(asked).toMatchObject({ state: "refused", trouble: { by: "shop", code: "exceeds_refundable" } });
    expect(await shop.events(asked.id)).toEqual(["planned", "previewed", "refused"]);
  });

  test("asked for twice by a double click is done once", async () => {
    const { id: actionId, preview } = await shop.plan(agent, refund(10_00));
    const click = () => requestAction(agent, { actionId, fingerprint: preview!.fingerprint });
    const [one, other] = await Promise.all([click(), click()]);
    expect([one.state, other.state]).toEqual(["approved", "approved"]);
    await Promise.allSettled([shop.perform(actionId), shop.perform(actionId)]);
    await shop.perform(actionId);
    expect(shop.till.effects).toHaveLength(1);
    expect((await shop.events(actionId)).filter((name) => name === "approved")).toHaveLength(1);
  });

  test("planned twice with one key is planned once", async () => {
    const twice = [1, 2].map(() => planAction(agent, { instruction: refund(1), orderId: shop.orderId, clientId: "k" }));
    const [one, other] = await Promise.all(twice);
    expect(one!.id).toBe(other!.id);
  });

  test("the very same a second time is asked about, and done when it is meant", async () => {
    const first = await shop.ask(agent, refund(10_00));
    await shop.perform(first.id);
    const { id: actionId, preview } = await shop.plan(agent, refund(10_00));
    const request = (again: boolean) => requestAction(agent, { actionId, fingerprint: preview!.fingerprint, again });
    await expect(request(false)).rejects.toMatchObject({
      details: { reason: "already_done", actionId: first.id },
    });
    expect(await request(true)).toMatchObject({ state: "approved" });
    // What does no harm twice is not asked about.
    for (const _ of [1, 2]) expect(await shop.ask(agent, setNote("Gift"))).toMatchObject({ state: "approved" });
  });

  test("cannot be asked for on a preview that is not the newest, nor by somebody else", async () => {
    const { id: actionId, preview } = await shop.plan(agent, refund(10_00));
    await expect(requestAction(agent, { actionId, fingerprint: "another" })).rejects.toMatchObject({
      details: { reason: "preview_changed" },
    });
    await expect(requestAction(lead, { actionId, fingerprint: preview!.fingerprint })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("what it may be about", () => {
  test("never another customer's order than the conversation's", async () => {
    const stranger = await aLedgerShop(db);
    const wrong = { instruction: refund(1), orderId: stranger.orderId, conversationId: shop.conversationId };
    await expect(planAction(agent, wrong)).rejects.toMatchObject({ code: "not_found" });
    const other = await anotherCustomersOrder();
    await expect(planAction(agent, { ...wrong, orderId: other })).rejects.toMatchObject({
      code: "invalid_input",
      details: { reason: "other_customer" },
    });
  });

  test("an observer plans nothing", async () => {
    const observer = await shop.member("observer");
    await expect(planAction(observer, { instruction: refund(1), orderId: shop.orderId })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("a customer without naming the shop, where one shop knows her", async () => {
    const { customerId } = shop;
    const row = await planAction(agent, { instruction: credit(5_00), customerId });
    expect(row).toMatchObject({ customerId, orderId: null, connectionId: shop.connectionId });
  });
});

describe("an amount above what she may", () => {
  test("waits for a lead, who is told by the bell and lets it through", async () => {
    const asked = await shop.ask(agent, refund(80_00));
    expect(asked).toMatchObject({ state: "awaiting_approval", reservedAt: null, verdict: { role: "lead" } });
    expect(asked.verdict?.reasons).toEqual(["over_50"]);
    expect(await listNotifications(lead, { limit: 5 })).toMatchObject([{ kind: "approval_requested" }]);
    expect(await listNotifications(agent, { limit: 5 })).toEqual([]);
    expect(await listActions(lead, { mine: true, limit: 5 })).toHaveLength(1);
    expect(await listActions(agent, { mine: true, limit: 5 })).toEqual([]);
    await shop.perform(asked.id);
    expect(movedBy(shop.till)).toBe(0);
    expect(await decision(lead, asked.id)).toMatchObject({ state: "approved" });
    await shop.perform(asked.id);
    expect(movedBy(shop.till)).toBe(80_00);
    expect(await shop.events(asked.id)).toEqual([
      ...["planned", "previewed", "approval_requested", "approved", "started", "done"],
    ]);
  });

  test("is not approved by who asked, by an agent, or by a lead where it takes an admin", async () => {
    const mine = await shop.ask(lead, refund(250_00));
    expect(mine).toMatchObject({ state: "awaiting_approval", verdict: { role: "admin" } });
    const other = await shop.member("lead");
    await expect(decision(other, mine.id)).rejects.toMatchObject({ details: { reason: "needs_role" } });
    await expect(decision(agent, mine.id)).rejects.toMatchObject({ code: "forbidden" });
    const admin = await shop.member("admin");
    const hers = await shop.ask(admin, refund(3000), { orderId: await anOrder(shop.ctx, shop) });
    expect(hers.state).toBe("approved");
    const own = await shop.ask(lead, refund(201_00));
    await expect(decision({ ...lead, permissions: "all" }, own.id)).rejects.toMatchObject({
      details: { reason: "own_action" },
    });
    expect(await decision(admin, mine.id)).toMatchObject({ state: "approved" });
  });

  test("approved and declined at the same moment: one counts and the other is told", async () => {
    const { id } = await shop.ask(agent, refund(80_00));
    const other = await shop.member("lead");
    const outcomes = await Promise.allSettled([decision(lead, id), decision(other, id, "declined")]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const lost = outcomes.find((one) => one.status === "rejected");
    expect(lost?.reason).toMatchObject({ details: { reason: "not_open" } });
    const { state } = await shop.reread(id);
    const won = outcomes.find((one) => one.status === "fulfilled");
    expect(won?.value.state).toBe(state);
  });

  test("approved twice by the same person is approved once", async () => {
    const { id } = await shop.ask(agent, refund(80_00));
    await Promise.all([decision(lead, id), decision(lead, id)]);
    expect((await shop.events(id)).filter((name) => name === "approved")).toHaveLength(1);
  });

  test("an approval does not stand when the order changed: it is asked anew, with the new preview", async () => {
    const { id } = await shop.ask(agent, refund(80_00));
    const first = await shop.approvalOf(id);
    await decision(lead, id);
    shop.till.order.changes++;
    await shop.perform(id);
    expect(movedBy(shop.till)).toBe(0);
    expect(await shop.reread(id)).toMatchObject({ state: "awaiting_approval", reservedAt: null });
    const second = await shop.approvalOf(id);
    expect(second.id).not.toBe(first.id);
    await expect(
      decideApproval(lead, { approvalId: first.id, fingerprint: second.fingerprint, decision: "declined" }),
    ).rejects.toMatchObject({ details: { reason: "preview_changed" } });
    await decision(lead, id);
    await shop.perform(id);
    expect(movedBy(shop.till)).toBe(80_00);
  });

  test.each([
    ["a chargeback", { disputed: true }],
    ["a fraud warning", { risk: "high" as const }],
  ])(
    "%s that comes after the approval is weighed: an admin is asked, and nothing moves before",
    async (_what, news) => {
      const { id } = await shop.ask(agent, refund(80_00));
      await decision(lead, id);
      Object.assign(shop.till.order, news);
      await shop.perform(id);
      expect(movedBy(shop.till)).toBe(0);
      expect(await shop.reread(id)).toMatchObject({ state: "awaiting_approval", verdict: { role: "admin" } });
      await expect(decision(lead, id)).rejects.toMatchObject({ details: { reason: "needs_role" } });
      await decision(await shop.member("admin"), id);
      await shop.perform(id);
      expect(movedBy(shop.till)).toBe(80_00);
    },
  );

  test.each([
    ["asks for an admin", "approve_admin" as const, "planned"],
    ["denies it", "deny" as const, "refused"],
  ])("a mark that came after it was let through, and for which the policy %s", async (_what, verdict, state) => {
    const rules = [{ code: "suspected", when: { orderTags: ["fraud"] }, verdict }];
    await savePolicy(shop.ctx, { version: 0, rules });
    const { id } = await shop.ask(agent, refund(20_00));
    expect(await shop.reread(id)).toMatchObject({ state: "approved" });
    shop.till.order.tags = ["Fraud"];
    await shop.perform(id);
    expect(movedBy(shop.till)).toBe(0);
    expect(await shop.reread(id)).toMatchObject({ state });
  });

  test("what was approved in spite of a mark is not asked about again because of it", async () => {
    const rules = [{ code: "suspected", when: { orderTags: ["fraud"] }, verdict: "approve_lead" as const }];
    await savePolicy(shop.ctx, { version: 0, rules });
    shop.till.order.tags = ["fraud"];
    const { id } = await shop.ask(agent, refund(20_00));
    await decision(lead, id);
    await shop.perform(id);
    expect(movedBy(shop.till)).toBe(20_00);
  });

  test("a chargeback does not hold up what gives nothing away", async () => {
    const { id } = await shop.ask(agent, setNote("Asked the bank"));
    shop.till.order.disputed = true;
    await shop.perform(id);
    expect(await shop.reread(id)).toMatchObject({ state: "done" });
  });

  test("what a person let through by her own word goes back to her when the order changed", async () => {
    const { id } = await shop.ask(agent, refund(20_00));
    shop.till.order.changes++;
    await shop.perform(id);
    const row = await shop.reread(id);
    expect(row).toMatchObject({ state: "planned", requestedAt: null, reservedAt: null });
    expect(await shop.events(id)).toContain("outdated");
    await requestAction(agent, { actionId: id, fingerprint: row.preview!.fingerprint });
    await shop.perform(id);
    expect(movedBy(shop.till)).toBe(20_00);
  });

  test("nobody decides for half an hour: it expires, and is not approved any more", async () => {
    const { id } = await shop.ask(agent, refund(80_00));
    await expireAction(shop.ctx, { actionId: id });
    expect(await shop.reread(id)).toMatchObject({ state: "awaiting_approval" });
    const { expiresAt } = await shop.reread(id);
    const putBack = setClock(() => new Date(expiresAt!.getTime() + 1));
    try {
      await expireAction(shop.ctx, { actionId: id });
    } finally {
      putBack();
    }
    expect(await shop.reread(id)).toMatchObject({ state: "expired" });
    await expect(decision(lead, id)).rejects.toMatchObject({ details: { reason: "not_open" } });
  });
});

test("checking what is known changes nothing", async () => {
  const { id } = await shop.ask(agent, refund(1_00));
  await shop.perform(id);
  expect(await checkAction(agent, { actionId: id })).toMatchObject({ state: "done" });
});

async function anotherCustomersOrder(): Promise<string> {
  const { workspaceId } = shop.ctx;
  const wanted = { workspaceId, kind: "email" as const, value: "tom@mail.example", name: "Tom" };
  const { created } = await inWorkspaces(db.app, [workspaceId], (tx) => identifyCustomers(tx, [wanted]));
  return anOrder(shop.ctx, { customerId: created[0]!.customerId, connectionId: shop.connectionId });
}
