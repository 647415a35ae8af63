import { beforeEach, describe, expect, test } from "@jest/globals";
import { listActions } from "../../../src/domain/actions/index.ts";
import { assignConversation, getConversation, listConversations } from "../../../src/domain/conversations/index.ts";
import { createRule, getRule, listRuns, previewRule } from "../../../src/domain/rules/index.ts";
import { createTag } from "../../../src/domain/tags/index.ts";
import { createTeam } from "../../../src/domain/teams/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { testDatabase } from "../../support/database.ts";
import { aMessage, receive } from "../../support/factories.ts";
import { aLedgerShop, anOrder } from "../actions/shop.ts";
import { type Wording, workRules } from "./shop.ts";

const db = await testDatabase();
let shop: Awaited<ReturnType<typeof aLedgerShop>>;
let lead: Context;
beforeEach(async () => {
  shop = await aLedgerShop(db);
  lead = await shop.member("lead");
  await workRules(db);
});

const rule = (wording: Partial<Wording> & Pick<Wording, "steps">, by = lead) =>
  createRule(by, {
    ...{ name: "A rule", enabled: true, trigger: "message_received", filter: { and: [] }, words: [] },
    ...wording,
  });
const credit = (minor: number): Wording["steps"][number] => ({
  type: "shop_action",
  action: { kind: "store_credit.add", amount: { minor, currency: "EUR" }, notify: false, daysValid: null },
});
const writeAgain = async () => {
  const { workspaceId } = shop.ctx;
  const { threadKey } = await getConversation(shop.ctx, shop.conversationId);
  await receive(db, [aMessage({ workspaceId, connectionId: shop.connectionId }, { threadKey })]);
  await workRules(db);
};
const runs = () => listRuns(lead, { limit: 20 });
const asked = async () => (await listActions(lead, { limit: 10 }))[0]!;

describe("money", () => {
  test("a rule asks the ledger as everybody does: a second person approves, and not who saved the rule", async () => {
    const { id } = await rule({ steps: [credit(10_00)] });
    await writeAgain();
    const action = await asked();
    expect(action.requestedBy).toEqual({ type: "rule", id });
    await shop.preview(action.id);
    expect((await shop.reread(action.id)).state).toBe("awaiting_approval");
    await expect(shop.decision(lead, action.id)).rejects.toMatchObject({ code: "forbidden" });
    await shop.decision(await shop.member("lead"), action.id);
    await shop.perform(action.id);
    const [run] = await runs();
    expect(run).toMatchObject({ run: { outcome: "applied", results: [{ type: "shop_action", actionId: action.id }] } });
    expect(run!.actionStates.get(action.id)).toBe("done");
  });

  test("what the policy refuses stands in the run, and counts against the rule", async () => {
    const { id } = await rule({ steps: [credit(500_00), { type: "close" }] });
    await writeAgain();
    const action = await asked();
    await shop.preview(action.id);
    expect((await shop.reread(action.id)).state).toBe("refused");
    await workRules(db);
    expect(await runs()).toMatchObject([
      { run: { outcome: "failed", results: [{ outcome: "failed", actionId: action.id }, { outcome: "done" }] } },
    ]);
    await workRules(db);
    expect((await getRule(lead, id)).failuresInARow).toBe(1);
  });

  test("who may not ask a shop for anything cannot have a rule do it", async () => {
    const permissions = new Set(
      [...(lead.permissions as ReadonlySet<string>)].filter((one) => one !== "actions:request"),
    );
    await expect(rule({ steps: [credit(1_00)] }, { ...lead, permissions })).rejects.toMatchObject({
      details: { permission: "actions:request" },
    });
  });
});

describe("orders", () => {
  test("when a customer's orders change, her open conversations are looked at, each once", async () => {
    const { id: tagId } = await createTag(lead, { name: "Ordered", color: "green" });
    await rule({ trigger: "orders_changed", steps: [{ type: "tag", tagId }] });
    await anOrder(shop.ctx, shop);
    await workRules(db);
    const [conversation] = await listConversations(lead, { folder: "open", limit: 1 });
    expect(conversation!.tagIds).toEqual([tagId]);
    expect(await runs()).toMatchObject([{ run: { outcome: "applied", conversationId: shop.conversationId } }]);
  });
});

describe("before and after", () => {
  test("a preview says what would be done and does nothing; private teams' conversations and runs are not shown", async () => {
    const { id: tagId } = await createTag(lead, { name: "Where", color: "green" });
    const asking = { trigger: "message_received", filter: { and: [] }, words: ["ORDER"], limit: 50 } as const;
    const steps: Wording["steps"] = [{ type: "tag", tagId }, { type: "reopen" }];
    const seen = await previewRule(lead, { ...asking, steps });
    expect(seen).toMatchObject({ looked: 1, fitting: [{ conversation: { id: shop.conversationId } }] });
    expect(seen.fitting[0]!.steps).toEqual([
      { type: "tag", changes: true },
      { type: "reopen", changes: false },
    ]);
    expect((await previewRule(lead, { ...asking, words: ["refund"], steps })).fitting).toEqual([]);
    expect(await runs()).toEqual([]);
    await rule({ steps });
    await writeAgain();
    const { id: teamId } = await createTeam(shop.ctx, { name: "Legal", isPrivate: true });
    await assignConversation(shop.ctx, { conversationId: shop.conversationId, teamId });
    expect(await runs()).toHaveLength(1);
    const outside = { ...lead, hiddenTeams: [teamId] };
    expect(await listRuns(outside, { limit: 20 })).toEqual([]);
    expect(await previewRule(outside, { ...asking, steps })).toMatchObject({ looked: 0, fitting: [] });
  });
});
