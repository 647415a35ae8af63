import { expect, test } from "@jest/globals";
import { grantFor } from "../../src/ai/grant.ts";
import { replayTurn, runTurn } from "../../src/ai/index.ts";
import { tellOutcome } from "../../src/ai/tell-outcome.ts";
import { tools } from "../../src/ai/tools/index.ts";
import { termsOf } from "../../src/ai/tools/proposals/terms-of.ts";
import type { Grant } from "../../src/ai/tools/tool.ts";
import { type Instruction, listActions, savePolicy } from "../../src/domain/actions/index.ts";
import { getRun, listRuns, startSpokenRun } from "../../src/domain/automation/index.ts";
import { saveRecords } from "../../src/domain/commerce/index.ts";
import { getConversation, newestMessageId, reply } from "../../src/domain/conversations/index.ts";
import { inTransaction } from "../../src/domain/events/index.ts";
import { setToolSwitch, stopAi } from "../../src/domain/tool-switches/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { reviewProposals } from "../../src/outbound/preview-action.ts";
import { aLedgerShop, refund as refundOf } from "../domain/actions/shop.ts";
import { testDatabase } from "../support/database.ts";
import { aMessage, receive } from "../support/factories.ts";
import { aProductRecord } from "../support/shop-records.ts";
import { says, startScriptedModel, uses } from "./scripted-model.ts";

const db = await testDatabase();
const reads = new Set(["conversations:read", "customers:read", "orders:read", "knowledge:read"]);
type Output = Record<string, unknown> & { code?: string; proposal?: string; state?: string };

/** A shop whose workers are at work while a tool waits for them. */
async function aShop() {
  const shop = await aLedgerShop(db);
  const { ctx, conversationId, connectionId } = shop;
  const agent = await shop.member();
  const { threadKey } = await getConversation(ctx, conversationId);
  const begin = async (): Promise<Grant> => {
    const messageId = await inTransaction(ctx, (tx) => newestMessageId(tx, conversationId));
    const run = await startSpokenRun(ctx, { conversationId, messageId, model: null });
    const reader: Context = { ...ctx, actor: { type: "ai", id: run.id }, permissions: reads };
    return grantFor(reader, run, await getConversation(reader, conversationId));
  };
  const use = async (grant: Grant, name: string, input: object): Promise<Output> => {
    let isOver = false;
    const call = tools.find((tool) => tool.name === name)!.call(grant, JSON.stringify(input));
    const over = call.finally(() => {
      isOver = true;
    });
    while (!isOver) await Promise.race([over, work()]);
    // What tools give is an object.
    return (await call).output as Output;
  };
  const work = async () => {
    for (const { id, state, preview } of await listActions(ctx, { states: ["planned", "approved"], limit: 20 })) {
      if (state === "approved") await shop.perform(id);
      else if (preview === null) await shop.preview(id);
    }
  };
  const says = (text: string) =>
    receive(db, [aMessage({ workspaceId: ctx.workspaceId, connectionId }, { threadKey, text })]);
  const tells = async (body: string) => {
    const lastSeenMessageId = await inTransaction(ctx, (tx) => newestMessageId(tx, conversationId));
    await reply(agent, { conversationId, body, lastSeenMessageId });
  };
  return {
    ...{ ...shop, agent, begin, use, says, tells },
    confirm: async (proposal: string | undefined) => use(await begin(), "confirm", { proposal }),
    waiting: async () =>
      (await listRuns(ctx, { conversationId, limit: 50 })).filter(({ status }) => status === "waiting"),
    actions: () => listActions(ctx, { limit: 20 }),
  };
}

const refund = (amount: string) => ({ orderName: "#1042", lines: "", amount, asStoreCredit: false });
const told = "I can give you 20.00 EUR back for order #1042. Shall I?";

test("what was proposed is done once, when she was told of it and then said yes", async () => {
  const shop = await aShop();
  await savePolicy(shop.ctx, { version: 0, rules: [] });
  const turn = await shop.begin();
  const proposed = await shop.use(turn, "propose_refund", refund("20.00"));
  expect(proposed).toMatchObject({
    what: "order.refund",
    order: "#1042",
    givenBack: "20.00 EUR",
    needsApproval: false,
  });
  // A turn that runs again after a crash proposes the same.
  expect(await shop.use(turn, "propose_refund", refund("20.00"))).toEqual(proposed);
  expect(await shop.actions()).toHaveLength(1);
  const { proposal } = proposed;
  const codes = [(await shop.use(turn, "confirm", { proposal })).code];
  await shop.says("Yes");
  codes.push((await shop.confirm(proposal)).code);
  await shop.tells("I can give you something back. Shall I?");
  await shop.says("Yes");
  codes.push((await shop.confirm(proposal)).code);
  await shop.tells(told);
  codes.push((await shop.confirm(proposal)).code);
  await shop.says("Yes, but 30 would be fair");
  codes.push((await shop.confirm(proposal)).code);
  await shop.tells(told);
  await shop.says("No, thanks");
  codes.push((await shop.confirm(proposal)).code);
  expect(codes).toEqual([
    ...["not_told_yet", "not_told_yet", "not_told_yet", "no_answer_yet"],
    ...["not_a_plain_yes", "she_said_no"],
  ]);
  expect(shop.till.effects).toEqual([]);
  await shop.tells(told);
  await shop.says("Oh well. Yes please, thanks! Mia");
  expect((await shop.confirm(proposal)).code).toBe("not_a_plain_yes");
  await shop.tells(told);
  await shop.says("Yes please, thanks! Mia");
  const [one, two] = await Promise.all([shop.begin(), shop.begin()]);
  const both = await Promise.all([one!, two!].map((grant) => shop.use(grant, "confirm", { proposal })));
  expect(both.map(({ state }) => state)).toEqual(["done", "done"]);
  expect(await shop.confirm(proposal)).toMatchObject({ state: "done", amount: "20.00 EUR" });
  expect(shop.till.effects).toHaveLength(1);
});

test("a yes counts only for the order she was told of, and for store credit only when it was called so", async () => {
  const shop = await aShop();
  const credit = { ...refund("20.00"), asStoreCredit: true };
  const { proposal, mustName } = await shop.use(await shop.begin(), "propose_refund", credit);
  const [amount, ...words] = mustName as string[];
  expect(words).toEqual(["1042", "store credit"]);
  const codes: unknown[] = [];
  for (const untold of words) {
    await shop.tells(`Shall I? ${[amount, ...words].filter((word) => word !== untold).join(", ")}`);
    await shop.says("yes");
    codes.push((await shop.confirm(proposal)).code);
  }
  expect(codes).toEqual(words.map(() => "not_told_yet"));
  await shop.tells(`Shall I? ${[amount, ...words].join(", ")}`);
  await shop.says("yes");
  expect(await shop.confirm(proposal)).toMatchObject({ state: "waiting_for_approval" });
});

test("a discount code and store credit are hers, for what she was told of and said yes to", async () => {
  const shop = await aShop();
  await savePolicy(shop.ctx, { version: 0, rules: [] });
  const gifts = [
    ["propose_discount_code", { percent: 10 }, "I can give you a code of 10 % for one order. Shall I?"],
    [
      "propose_store_credit",
      { amount: "15.00", currency: "EUR" },
      "I can give you 15.00 EUR of store credit. Shall I?",
    ],
  ] as const;
  for (const [tool, input, words] of gifts) {
    const { proposal } = await shop.use(await shop.begin(), tool, input);
    await shop.says("Yes");
    expect((await shop.confirm(proposal)).code).toBe("not_told_yet");
    await shop.tells(words);
    await shop.says("Yes");
    expect(await shop.confirm(proposal)).toMatchObject({ state: "done" });
  }
  const customerId = `gid://shopify/Customer/${shop.customerId}`;
  expect(shop.till.effects.map(({ action }) => action)).toMatchObject([
    { kind: "discount_code.create", customerId, worth: { percent: 10 } },
    { kind: "store_credit.add", customerId, amount: { minor: 15_00, currency: "EUR" } },
  ]);
  const product = aProductRecord(["S"]);
  const variants = [{ ...product.variants[0]!, externalId: "gid://shopify/ProductVariant/4401", inventory: null }];
  const records = [{ ...product, status: "active", currency: "EUR", variants }];
  await saveRecords(shop.ctx, { connectionId: shop.connectionId, records });
  const cart = async (code: string) => shop.use(await shop.begin(), "cart_link", { variants: "v4401:1", code });
  expect((await cart("TILL-10")).link).toMatch(/^https:\/\/[^/]+\/cart\/4401:1\?discount=TILL-10$/);
  expect((await cart("SUMMER50")).code).toBe("no_such_code");
});

test("goods that nobody can name to her are agreed to by no yes", async () => {
  const shop = await aShop();
  const turn = await shop.begin();
  await shop.use(turn, "propose_refund", refund("20.00"));
  const [action] = await shop.actions();
  const instruction = action?.instruction;
  if (instruction?.kind !== "order.refund") throw new Error("A refund was proposed");
  const lines = [{ lineId: "gid://shopify/LineItem/404", quantity: 1, restock: "none" }];
  const edit: Instruction = {
    kind: "order.edit",
    changes: [{ change: "add_variant", variantId: "gid://shopify/ProductVariant/404", quantity: 1 }],
    notify: true,
    note: "",
  };
  for (const unknown of [{ ...instruction, lines }, edit] as Instruction[]) {
    await expect(termsOf(turn, { ...action!, instruction: unknown })).rejects.toMatchObject({
      details: { reason: "goods_not_known" },
    });
  }
});

test("by default money waits for a colleague, and what goes beyond any limit is not even proposed", async () => {
  const shop = await aShop();
  const { proposal, needsApproval } = await shop.use(await shop.begin(), "propose_refund", refund("20.00"));
  expect(needsApproval).toBe(true);
  await shop.tells(told);
  await shop.says("ok");
  expect(await shop.confirm(proposal)).toMatchObject({ state: "waiting_for_approval" });
  expect(shop.till.effects).toEqual([]);
  const turn = await shop.begin();
  const codes = [];
  for (const amount of ["600", "1000.01", "0", "12,50", "-3"]) {
    codes.push((await shop.use(turn, "propose_refund", refund(amount))).code);
  }
  expect(codes).toEqual(["policy_refused", "exceeds_refundable", "bad_amount", "bad_amount", "bad_amount"]);
});

test("only who has proved who she is has anything proposed, for her own orders, with tools that are on", async () => {
  const [shop, other] = [await aShop(), await aShop()];
  const grant = await shop.begin();
  const owner: Context = { ...shop.agent, permissions: "all" };
  const propose = async (given: Partial<Grant>, orderName = "#1042") =>
    (await shop.use({ ...grant, ...given }, "propose_cancel_order", { orderName })).code;
  expect(await propose({ assurance: "claimed" })).toBe("needs_verified");
  expect(await propose({ expiresAt: new Date() })).toBe("expired");
  expect(await propose({}, "#9999")).toBe("no_such_order");
  expect(await propose({ customerId: other.customerId })).toBe("not_found");
  const { proposal } = await other.use(await other.begin(), "propose_refund", refund("5.00"));
  expect((await shop.use(grant, "confirm", { proposal })).code).toBe("no_such_proposal");
  await setToolSwitch(owner, { tool: "propose_cancel_order", isOn: false, needs: null });
  expect(await propose({})).toBe("switched_off");
  const mine = await shop.use(grant, "propose_refund", refund("5.00"));
  await shop.tells("I can give you 5.00 EUR back for order #1042. Shall I?");
  await shop.says("yes");
  await stopAi(owner, { reason: "" });
  expect((await shop.confirm(mine.proposal)).code).toBe("ai_stopped");
  expect((await shop.actions()).map(({ state }) => state)).toEqual(["planned"]);
});

test("what the shop would do otherwise than she agreed to is not done", async () => {
  const shop = await aShop();
  await savePolicy(shop.ctx, { version: 0, rules: [] });
  const { proposal, givenBack } = await shop.use(await shop.begin(), "propose_cancel_order", { orderName: "1042" });
  await shop.tells(`I can cancel order #1042 and give you ${String(givenBack)} back. Shall I?`);
  await shop.says("Ja bitte");
  shop.till.order.refundedMinor = 300_00;
  expect(await shop.confirm(proposal)).toMatchObject({ state: "failed", reason: { code: "changed" } });
  expect(shop.till.effects).toEqual([]);
});

test("a proposal ends where another action on its order leaves nothing of it, or something else; else a yes still counts", async () => {
  const shop = await aShop();
  await savePolicy(shop.ctx, { version: 0, rules: [] });
  const turn = await shop.begin();
  const proposals = [];
  for (const amount of ["20.00", "900.00"]) {
    proposals.push((await shop.use(turn, "propose_refund", refund(amount))).proposal);
  }
  await shop.use(turn, "propose_cancel_order", { orderName: "1042" });
  const person = await shop.ask(await shop.member(), refundOf(300_00));
  await shop.perform(person.id);
  for (const _ of [1, 2]) await reviewProposals(shop.ctx, { actionId: person.id }, shop.acts);
  const [cancel, large, small] = (await shop.actions()).filter(({ requestedBy }) => requestedBy.type === "ai");
  expect([cancel, large].map((one) => [one!.state, one!.trouble?.code, one!.requestedAt])).toEqual(
    Array(2).fill(["expired", "overtaken", null]),
  );
  expect(large!.trouble!.message).toContain("There is less left to give back");
  expect(await shop.events(large!.id)).toEqual(["planned", "previewed", "expired"]);
  expect(await shop.confirm(proposals[1])).toMatchObject({ state: "expired", reason: { code: "overtaken" } });
  expect(small!.state).toBe("planned");
  await shop.tells(told);
  await shop.says("Yes");
  expect(await shop.confirm(proposals[0])).toMatchObject({ state: "done", amount: "20.00 EUR" });
});

test("what is decided later is told in a turn of its own, once; what its own turn told is not told again", async () => {
  const shop = await aShop();
  const model = await startScriptedModel();
  const { ctx, conversationId } = shop;
  const { proposal } = await shop.use(await shop.begin(), "propose_refund", refund("20.00"));
  await shop.tells(told);
  await shop.says("yes");
  expect(await shop.confirm(proposal)).toMatchObject({ state: "waiting_for_approval" });
  await shop.tells("A colleague will decide about the 20.00 EUR for order #1042.");
  const [action] = await shop.actions();
  const tell = () => tellOutcome(ctx, { actionId: action!.id }, model.agent());
  await tell();
  expect(await shop.waiting()).toEqual([]);
  await shop.decision(await shop.member("lead"), action!.id);
  await shop.perform(action!.id);
  await tell();
  await tell();
  const [run, ...others] = await shop.waiting();
  expect(others).toEqual([]);
  model.script = [uses(["list_proposals", {}]), says("Your refund of 20.00 EUR for order #1042 is done.")];
  await runTurn(ctx, { runId: run!.id }, model.agent());
  expect(await getRun(shop.agent, run!.id)).toMatchObject({
    status: "drafted",
    because: { kind: "action", id: action!.id },
  });
  expect(model.asked[0]!.instructions).toContain("(order refund) is done");
  // Gone over again by its trace it may still say that it was done, for it looked.
  expect(await replayTurn(ctx, { runId: run!.id })).toMatchObject({ now: "reply", refused: [], isSame: true });
  await tell();
  expect(await shop.waiting()).toEqual([]);
  expect(await listRuns(shop.agent, { conversationId, limit: 1 })).toMatchObject([{ id: run!.id }]);
});
