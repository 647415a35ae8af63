import { expect, test } from "@jest/globals";
import { actions } from "../../../src/domain/actions/tables.ts";
import { saveLookup } from "../../../src/domain/commerce/index.ts";
import { inTransaction } from "../../../src/domain/events/index.ts";
import { addSpending } from "../../../src/domain/models/index.ts";
import { getAiReport } from "../../../src/domain/reports/index.ts";
import { newId } from "../../../src/platform/ids.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aWorkspace } from "../../support/factories.ts";
import { anOrderRecord, someDetails, told } from "../../support/shop-records.ts";
import { aShopOfQuestions, atMinute, daysFromNow, minute, type Shop } from "./questions.ts";

const db = await testDatabase();
const day = 1440;
const period = { from: daysFromNow(-2), to: daysFromNow(1), windowDays: 7, orderDays: 7 };

const reportAt = ({ system }: Shop, minutes: number, more: object = {}) =>
  atMinute(minutes, () => getAiReport(system, { ...period, ...more }));

/** One conversation for each thing that can become of a question. */
async function allKinds(shop: Shop) {
  const { question } = shop;
  const simple = question("simple");
  await simple.asks(-120);
  await simple.byAi(-115);
  const turns = question("turns");
  await turns.asks(-120);
  await turns.byAi(-115, "refund");
  await turns.asks(-110);
  await turns.byAi(-105, "refund");
  const thanks = question("thanks");
  await thanks.asks(-120);
  await thanks.byAi(-115);
  await thanks.asks(-100);
  await thanks.needsNoAnswer(-99);
  const back = question("back");
  await back.asks(-120);
  await back.byAi(-115);
  await back.close();
  await back.asks(5);
  await back.byAi(6);
  const given = question("given");
  await given.asks(-120);
  await given.byAi(-115);
  await given.asks(-110);
  await given.handedOver(-105);
  const mixed = question("mixed");
  await mixed.asks(-120);
  await mixed.byAi(-115);
  await mixed.asks(-110);
  await mixed.byPerson(-105);
  const people = question("people");
  await people.asks(-120);
  await people.byPerson(-115);
  await question("silence").asks(-120);
  const open = question("open");
  await open.asks(-120);
  await open.byAi(-115);
  await open.asks(-110);
  await question("machine").asks(-120, { automatic: "bulk" });
}

test("each question is counted once, by what became of it, and the AI's only when the window is over", async () => {
  const shop = await aShopOfQuestions(db);
  await allKinds(shop);
  await inTransaction(shop.system, (tx) => addSpending(tx, { inputTokens: 1, outputTokens: 1, costMicros: 900 }));
  const early = await reportAt(shop, 60);
  expect(early.questions).toEqual({
    ...{ resolved: 0, undecided: 4, reopened: 1, left_open: 0, handed_over: 1, with_people: 1 },
    ...{ people: 1, unanswered: 1 },
  });
  expect(early.cost).toEqual({ spentMicros: 900, perResolutionMicros: null });
  const late = await reportAt(shop, 8 * day);
  expect(late.questions).toEqual({
    ...{ resolved: 3, undecided: 0, reopened: 1, left_open: 1, handed_over: 1, with_people: 1 },
    ...{ people: 1, unanswered: 1 },
  });
  expect(late.resolution).toMatchObject({ count: 3, of: 7, share: 3 / 7 });
  expect(late.resolutionOfAll).toMatchObject({ count: 3, of: 9 });
  expect(late.cost.perResolutionMicros).toBe(300);
  expect(late.handOvers).toEqual([{ reason: "legal", count: 1 }]);
  expect(late.drafts).toMatchObject({ sentAlone: 9, used: 0 });
  expect(late.byChannel).toEqual([{ channel: "email", questions: late.questions, resolution: late.resolution }]);
  const refunds = late.byIntent.find(({ intent }) => intent === "refund");
  expect(refunds?.resolution).toMatchObject({ count: 1, of: 1 });
});

test("what comes after the window is a new question, and belongs to the day it began", async () => {
  const shop = await aShopOfQuestions(db);
  const twice = shop.question("twice");
  await twice.asks(-20 * day);
  await twice.byAi(-20 * day + 5);
  await twice.asks(-120);
  await twice.byPerson(-110);
  const old = { from: daysFromNow(-21), to: daysFromNow(-19) };
  expect((await reportAt(shop, 9 * day, old)).questions).toMatchObject({ resolved: 1, with_people: 0, people: 0 });
  expect((await reportAt(shop, 9 * day)).questions).toMatchObject({ resolved: 0, with_people: 0, people: 1 });
  // A window that has not passed between the two makes them one question, which began long ago.
  const wide = { windowDays: 30 };
  expect((await reportAt(shop, 40 * day, { ...old, ...wide })).questions).toMatchObject({ with_people: 1 });
  expect((await reportAt(shop, 40 * day, wide)).resolutionOfAll.of).toBe(0);
});

test("an order is counted once: to the code she used, else to who wrote to her last before it", async () => {
  const shop = await aShopOfQuestions(db);
  const { system, question } = shop;
  const { id: connectionId } = await aConnection(system, "shopify");
  const first = question("first", "mia@mail.example");
  await first.asks(-5 * day);
  await first.byAi(-5 * day + 1);
  const second = question("second", "mia@mail.example");
  await second.asks(-120);
  await second.byPerson(-110);
  const { customerId, id: conversationId } = await first.find();
  const order = (name: string, minutes: number, more: object = {}) =>
    anOrderRecord({ name, placedAt: minute(minutes), totalMinor: 1000, ...more });
  const refunded = { ...someDetails().amounts, refunded: { minor: 300, presentmentMinor: 300 } };
  const all = { ...refunded, refunded: { minor: 1000, presentmentMinor: 1000 } };
  const withCode = { discounts: [{ kind: "code" as const, code: "her-code", title: null }] };
  await saveLookup(system, {
    ...{ customerId, connectionId },
    record: told({ externalId: "gid://shopify/Customer/1" }, [
      order("#1", -6 * day),
      order("#2", -3 * day),
      order("#3", -60, { details: someDetails({ amounts: refunded }) }),
      order("#4", -50, { details: someDetails(withCode) }),
      order("#5", -40, { cancelledAt: minute(-30) }),
      order("#6", -30, { details: someDetails({ test: true }) }),
      order("#7", -20, { details: someDetails({ amounts: all }) }),
      order("#8", -10, { financialStatus: "refunded", details: someDetails({ amounts: refunded }) }),
    ]),
  });
  await aDiscountCode(shop, { customerId, conversationId, connectionId });
  const whole = { from: daysFromNow(-10) };
  const of = { currency: "EUR", direct: 0, cancelled: 0, refunded: 0, refundedMinor: 0 };
  expect((await reportAt(shop, 60, whole)).orders).toEqual([
    { ...of, by: "ai", orders: 2, direct: 1, totalMinor: 2000 },
    { ...of, by: "people", orders: 1, cancelled: 1, refunded: 2, totalMinor: 1000, refundedMinor: 300 },
  ]);
  // Two days before #4 nobody but the person wrote, yet the code was made by the AI; #2 is too late after its answer.
  expect((await reportAt(shop, 60, { ...whole, orderDays: 1 })).orders).toMatchObject([
    { by: "ai", orders: 1, direct: 1 },
    { by: "people", orders: 1 },
  ]);
  await first.asks(-100);
  await first.byAi(-95);
  await first.asks(-90);
  await first.byPerson(-85);
  expect((await reportAt(shop, 60, whole)).orders).toContainEqual(
    expect.objectContaining({ by: "both", orders: 1, cancelled: 1 }),
  );
});

/** What the ledger holds after the AI made a code in a conversation. */
async function aDiscountCode(
  { system }: Shop,
  about: { customerId: string; conversationId: string; connectionId: string },
) {
  const cost = { minor: 0, currency: "EUR" };
  const result = { externalId: "1", cost, discrepancy: null, shown: { code: "HER-CODE" } };
  await inTransaction(system, (tx) =>
    tx.q.insert(actions).values({
      ...{ ...about, workspaceId: tx.workspaceId, id: newId(), kind: "discount_code.create", argumentsHash: "x" },
      ...{ requestedBy: { type: "ai", id: newId() }, actorKey: "ai", state: "done", result, endedAt: minute(-4 * day) },
    }),
  );
}

test("another workspace counts nothing of it, and who may not see the settings is refused", async () => {
  const shop = await aShopOfQuestions(db);
  const one = shop.question("one");
  await one.asks(-120);
  await one.byAi(-115);
  const other = await aMember(await aWorkspace(db), "owner");
  const { resolutionOfAll, drafts } = await atMinute(9 * day, () => getAiReport(other, period));
  expect([resolutionOfAll.of, drafts.sentAlone]).toEqual([0, 0]);
  await expect(getAiReport(shop.agent, period)).rejects.toMatchObject({ code: "forbidden" });
  const backwards = { ...period, to: daysFromNow(-5) };
  await expect(getAiReport(shop.system, backwards)).rejects.toMatchObject({ code: "invalid_input" });
});
