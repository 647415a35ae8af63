import { expect, test } from "@jest/globals";
import { beginOutreach, planCart, runTurn } from "../../src/ai/index.ts";
import { endOvertaken, sendDraft } from "../../src/domain/automation/index.ts";
import { type ShopRecord, saveRecords } from "../../src/domain/commerce/index.ts";
import { recordConsent } from "../../src/domain/consent/index.ts";
import {
  closeConversation,
  getConversation,
  listConversations,
  listMessages,
  reply,
} from "../../src/domain/conversations/index.ts";
import { mergeCustomers } from "../../src/domain/customer-merges/index.ts";
import { isDrawn } from "../../src/domain/hold-outs/index.ts";
import { listOutreaches } from "../../src/domain/outreach/index.ts";
import { now, useClock as setClock } from "../../src/platform/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aLine, someDetails } from "../support/shop-records.ts";
import { ends, says, startScriptedModel } from "./scripted-model.ts";
import { aConversation, anOrder, guide, sendsAll, turnJobs } from "./turn.ts";

type CheckoutRecord = Extract<ShopRecord, { kind: "checkout" }>;

const db = await testDatabase();
const floridian = "+13055550171";
const words = "Hi Mia, you left Fjord in your cart. Is there anything I can help with?";
const bySms = {
  ...({ channel: "sms", via: "twilio-sms", senderVerified: null, subject: "" } as const),
  ...{ from: { address: floridian, name: "" }, to: [{ address: "+12025550142", name: "" }] },
  customer: { kind: "phone" as const, value: floridian, name: "Mia" },
};

/** At a moment of its own, and afterwards as it was. */
async function at<T>(moment: string, work: () => Promise<T>): Promise<T> {
  const back = setClock(() => new Date(moment));
  try {
    return await work();
  } finally {
    back();
  }
}

type Modes = NonNullable<NonNullable<Parameters<typeof guide>[1]>["modes"]>;

/** A customer whose conversation is closed and who agreed to advertising, in a shop that writes about carts. */
async function aShopper({ percent = 0, modes = [sendsAll] as Modes, agrees = true } = {}) {
  const given = await aConversation(db, bySms);
  const { system, agent, shop, conversationId, customerId, lastMessageId } = given;
  const model = await startScriptedModel();
  model.script = [says(words)];
  await guide(system, { modes, outreach: { cart: { afterMinutes: 45, holdOutPercent: percent } } });
  await reply(agent, { conversationId, body: "On its way", lastSeenMessageId: await lastMessageId() });
  await closeConversation(agent, { conversationId });
  const said = { customerId, channel: "sms", purpose: "promotional", how: "form" } as const;
  const consents = (state: "given" | "withdrawn") =>
    recordConsent(system, {
      ...said,
      state,
      at: new Date("2026-11-01T10:00:00Z"),
      evidence: { note: "Ticked the box" },
    });
  if (agrees) await consents("given");
  const jobs = async () =>
    db.system.sql<{ payload: { outreachId: string; dueAt: string }; runAt: Date }[]>`
      select payload, run_at as "runAt" from jobs
      where workspace_id = ${system.workspaceId} and name = 'outreach.begin' order by position`;
  return {
    ...{ ...given, model, jobs },
    /** A cart as the shop tells of it, and what the worker makes of that. */
    async leaves(leftAt: string, overrides: Partial<CheckoutRecord> = {}) {
      const record = aCheckout({
        phone: floridian,
        updatedAt: new Date(leftAt),
        startedAt: new Date(leftAt),
        ...overrides,
      });
      await saveRecords(system, { connectionId: shop.id, records: [record] });
      const left = await db.system.sql<{ data: { checkoutId: string; customerId: string } }[]>`
        select data from events where workspace_id = ${system.workspaceId} and name = 'checkout.left' order by seq desc limit 1`;
      for (const { data } of left) await planCart(system, data);
      return left.length;
    },
    /** All that is planned is due: each job comes twice, at the same time. */
    async comes() {
      const due = (await jobs()).filter(({ runAt }) => runAt <= now());
      for (const { payload } of due) await Promise.all([1, 2].map(() => beginOutreach(system, payload, model.agent())));
      for (const { payload } of await turnJobs(db, system)) await runTurn(system, payload, model.agent());
      return given.runs();
    },
    outreaches: () => listOutreaches(agent, { customerId, limit: 20 }),
    sent: async () =>
      (await listMessages(agent, { conversationId, limit: 20 })).filter(({ author }) => author.type === "ai"),
    withdraws: () => recordConsent(system, { ...said, state: "withdrawn", how: "agent", evidence: {} }),
  };
}

function aCheckout(overrides: Partial<CheckoutRecord>): CheckoutRecord {
  const { externalId = "gid://shopify/AbandonedCheckout/1" } = overrides;
  const { currentQuantity: _, refundableQuantity: __, unfulfilledQuantity: ___, ...line } = aLine({ quantity: 1 });
  return {
    ...{ kind: "checkout", externalId, updatedAt: now(), startedAt: now(), completedAt: null, name: "#1" },
    ...{ customerExternalId: null, email: null, phone: null, currency: "USD", presentmentCurrency: "USD" },
    ...{ totalMinor: 3490, presentmentTotalMinor: 3490, lines: [line], discountCodes: [], recoveryUrl: null },
    ...overrides,
  };
}

const evening = "2026-11-26T01:30:00Z"; // 20:30 in Miami
const morning = "2026-11-26T13:05:00Z";

test("a cart left in the evening brings one text in the morning, and whatever comes twice brings no second one", async () => {
  const shopper = await aShopper();
  await at(evening, async () => {
    expect(await shopper.leaves("2026-11-26T00:40:00Z")).toBe(1);
    await shopper.leaves("2026-11-26T00:40:00Z");
    await shopper.comes();
  });
  expect(await shopper.sent()).toEqual([]);
  const [first, second] = await shopper.jobs();
  expect(second!.runAt.toISOString()).toBe("2026-11-26T13:00:00.000Z");
  expect(first!.payload.outreachId).toBe(second!.payload.outreachId);
  await at(morning, async () => {
    const [run] = await shopper.comes();
    expect(run).toMatchObject({ status: "sent", intent: "outreach", because: { kind: "cart" } });
    const [row] = await shopper.outreaches();
    expect(row).toMatchObject({ state: "begun", runId: run!.id, isHeldOut: false, percent: 0 });
    await shopper.leaves("2026-11-26T12:10:00Z", { externalId: "gid://shopify/AbandonedCheckout/2" });
    await shopper.comes();
  });
  expect(await shopper.sent()).toMatchObject([{ promotional: true, to: [{ address: floridian }] }]);
  expect((await shopper.outreaches()).map(({ reason }) => reason)).toEqual(["capped", null]);
  const [question] = shopper.model.asked;
  expect(question!.instructions).toContain("has left a cart");
  expect(JSON.stringify(question!.input)).toContain("34.90 USD");
  expect(question!.tools.map(({ name }) => name)).not.toEqual(expect.arrayContaining(["propose_discount_code"]));
});

type Shopper = Awaited<ReturnType<typeof aShopper>>;
const openReturn = {
  ...{ externalId: "gid://shopify/Return/1", name: "#1042-R1", status: "open", createdAt: null, closedAt: null },
  lines: [],
};
const noon = "2026-11-26T17:00:00Z";

/** A cart of hers is due at noon; before that, this happened. */
async function afterCart(shopper: Shopper, happens: (shopper: Shopper) => Promise<unknown>) {
  return at(noon, async () => {
    await shopper.leaves("2026-11-26T16:00:00Z");
    await happens(shopper);
    const before = (await shopper.runs()).length;
    const began = (await shopper.comes()).length - before;
    return { began, row: (await shopper.outreaches())[0]! };
  });
}

test.each<[string, (shopper: Shopper) => Promise<unknown>]>([
  ["ordered", ({ giveOrders }) => giveOrders([anOrder({ placedAt: new Date("2026-11-26T16:30:00Z") })])],
  ["cart_completed", ({ leaves }) => leaves("2026-11-26T16:20:00Z", { completedAt: new Date("2026-11-26T16:20:00Z") })],
  ["switched_off", ({ system }) => guide(system, { modes: [sendsAll] })],
  ["consent_withdrawn", ({ withdraws }) => withdraws()],
  ["waiting_for_shop", ({ write }) => write({ ...bySms, text: "Which one smells of salt?" })],
  [
    "she_wrote",
    async ({ write, agent, conversationId, lastMessageId }) => {
      await write({ ...bySms, text: "Which one smells of salt?" });
      await reply(agent, { conversationId, body: "Fjord", lastSeenMessageId: await lastMessageId() });
      await closeConversation(agent, { conversationId });
    },
  ],
  ["newer_cart", ({ leaves }) => leaves(noon, { externalId: "gid://shopify/AbandonedCheckout/2" })],
  ["return_open", ({ giveOrders }) => giveOrders([anOrder({ details: someDetails({ returns: [openReturn] }) })])],
])("nothing is written of a cart: %s", async (reason, happens) => {
  const shopper = await aShopper();
  const { began } = await afterCart(shopper, happens);
  expect(began).toBe(0);
  const [first] = (await shopper.outreaches()).toReversed();
  expect(first).toMatchObject({ state: "not_sent", reason, runId: null });
});

test("without consent nothing is written, chance keeps the same person out of every cart, and old carts are no news", async () => {
  const [shy, lot] = [await aShopper({ agrees: false }), await aShopper({ percent: 50 })];
  expect(await afterCart(shy, async () => undefined)).toMatchObject({ began: 0, row: { reason: "no_consent" } });
  const { system, customerId } = lot;
  const isHeldOut = isDrawn(`${system.workspaceId} cart`, customerId, 50);
  const { began, row } = await afterCart(lot, async () => undefined);
  expect(row).toMatchObject({ state: isHeldOut ? "held_out" : "begun", isHeldOut, percent: 50 });
  expect(began).toBe(isHeldOut ? 0 : 1);
  expect(
    await at(noon, () => shy.leaves("2026-11-24T16:00:00Z", { externalId: "gid://shopify/AbandonedCheckout/3" })),
  ).toBe(1);
  expect(await shy.outreaches()).toHaveLength(1);
});

test("a person sends what the AI wrote, as advertising, and not to who has withdrawn since", async () => {
  const [one, other] = [await aShopper({ modes: [] }), await aShopper({ modes: [] })];
  for (const { agent, conversationId, draft, lastMessageId, withdraws, sent, ...shopper } of [one, other]) {
    await afterCart(
      { ...shopper, agent, conversationId, draft, lastMessageId, withdraws, sent },
      async () => undefined,
    );
    expect((await getConversation(agent, conversationId)).folder).toBe("open");
    const { id: draftId, body, promotional } = await draft();
    expect({ body, promotional }).toEqual({ body: words, promotional: true });
    const isOther = shopper.customerId === other.customerId;
    if (isOther) await at(noon, withdraws);
    const sending = at(noon, async () =>
      reply(agent, { conversationId, body, draftId, lastSeenMessageId: await lastMessageId() }),
    );
    if (isOther) await expect(sending).rejects.toMatchObject({ details: { reason: "consent_withdrawn" } });
    else expect(await sending).toMatchObject({ promotional: true });
  }
});

test("what she writes while the model thinks ends it, and what a model says amiss goes nowhere", async () => {
  const [writes, silent, lures] = [await aShopper(), await aShopper(), await aShopper()];
  writes.model.script = [{ ...says(words), meanwhile: () => writes.write({ ...bySms, text: "Hello?" }) }];
  silent.model.script = [ends({ outcome: "no_reply", reply: "", reason: "she was angry last time" })];
  lures.model.script = [says("Last chance, only 2 left! 20% off with the code FJORD20.")];
  const ended = [writes, silent, lures].map(({ model }) => model.script.length);
  expect(ended).toEqual([1, 1, 1]);
  for (const [shopper, status] of [
    [writes, "superseded"],
    [silent, "no_reply"],
    [lures, "failed"],
  ] as const) {
    await afterCart(shopper, async () => undefined);
    expect((await shopper.runs())[0]).toMatchObject({ status });
    expect(await shopper.sent()).toEqual([]);
    const folder = shopper === writes ? "open" : "closed";
    expect((await getConversation(shopper.agent, shopper.conversationId)).folder).toBe(folder);
  }
  expect((await silent.runs())[0]).toMatchObject({ reason: "she was angry last time" });
});

test("a cart that was bought while its text waited for its moment is not written about", async () => {
  const review = { ...sendsAll, mode: "review", pauseMinutes: 10 } as const;
  const [one, other] = [await aShopper({ modes: [review] }), await aShopper({ modes: [review] })];
  for (const shopper of [one, other]) {
    await afterCart(shopper, async () => undefined);
    const { id: draftId } = await shopper.draft();
    if (shopper === one) await shopper.giveOrders([anOrder({ placedAt: new Date("2026-11-26T17:05:00Z") })]);
    await at("2026-11-26T17:11:00Z", () => sendDraft(shopper.system, { draftId }));
    await expect(shopper.draft()).rejects.toMatchObject({ code: "not_found" });
  }
  expect([await one.sent(), await other.sent()].map(({ length }) => length)).toEqual([0, 1]);
});

test("a cart that is bought between the draft and its sending is not written about by a person either, who sees why", async () => {
  const shopper = await aShopper({ modes: [] });
  const { system, agent, conversationId, giveOrders, lastMessageId } = shopper;
  await afterCart(shopper, async () => undefined);
  const { id: draftId, body } = await shopper.draft();
  const lastSeenMessageId = await lastMessageId();
  const sends = () => at(noon, () => reply(agent, { conversationId, body, draftId, lastSeenMessageId }));
  await endOvertaken(system);
  expect(await shopper.draft()).toMatchObject({ id: draftId });
  await giveOrders([anOrder({ placedAt: new Date("2026-11-26T17:05:00Z") })]);
  await expect(sends()).rejects.toMatchObject({ code: "conflict", details: { reason: "overtaken", over: "ordered" } });
  expect(await shopper.draft()).toMatchObject({ id: draftId });
  await endOvertaken(system);
  await expect(shopper.draft()).rejects.toMatchObject({ code: "not_found" });
  const why = "There is nothing to write about any more: the customer has ordered since";
  expect((await shopper.runs())[0]).toMatchObject({ status: "superseded", reason: why });
  expect(await shopper.outreaches()).toMatchObject([{ state: "begun", reason: "ordered" }]);
  await expect(sends()).rejects.toMatchObject({ details: { reason: "draft_changed" } });
  // Nothing was sent, so that the next cart may be written about.
  await at("2026-11-26T19:00:00Z", async () => {
    await shopper.leaves("2026-11-26T18:10:00Z", { externalId: "gid://shopify/AbandonedCheckout/2" });
    await shopper.comes();
  });
  expect(await shopper.draft()).toMatchObject({ promotional: true });
});

test("what was written to who is the same person by now counts, and who did not answer twice is left alone", async () => {
  const shopper = await aShopper();
  const { agent, customerId, write } = shopper;
  shopper.model.script = [says(words), says(words)];
  const other = { kind: "phone" as const, value: "+13055550172", name: "Mia H" };
  await write({ ...bySms, threadKey: "other", from: { address: other.value, name: "" }, customer: other });
  const [second] = await listConversations(agent, { folder: "open", limit: 1 });
  await closeConversation(agent, { conversationId: second!.id });
  const { customerId: intoCustomerId } = second!;
  const cart = async (n: number, leftAt: string, dueAt: string) =>
    at(dueAt, async () => {
      await shopper.leaves(leftAt, { externalId: `gid://shopify/AbandonedCheckout/${n}` });
      await shopper.comes();
      const [{ state, reason } = {}] = await listOutreaches(agent, { customerId: intoCustomerId, limit: 20 });
      return [state, reason];
    });
  await cart(1, "2026-11-26T16:00:00Z", noon);
  await mergeCustomers(agent, { customerId, intoCustomerId });
  expect(await cart(2, "2026-11-26T20:00:00Z", "2026-11-26T21:00:00Z")).toEqual(["not_sent", "capped"]);
  expect(await cart(3, "2026-11-28T16:00:00Z", "2026-11-28T17:00:00Z")).toEqual(["begun", null]);
  expect(await cart(4, "2026-12-07T16:00:00Z", "2026-12-07T17:00:00Z")).toEqual(["not_sent", "never_answered"]);
  await at("2026-12-08T12:00:00Z", () => shopper.giveOrders([anOrder({ placedAt: now() })], intoCustomerId));
  shopper.model.script = [says(words)];
  expect(await cart(5, "2026-12-08T16:00:00Z", "2026-12-08T17:00:00Z")).toEqual(["begun", null]);
});
