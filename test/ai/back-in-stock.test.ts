import { expect, test } from "@jest/globals";
import { sql } from "drizzle-orm";
import { beginOutreach, planRestocked, runTurn } from "../../src/ai/index.ts";
import { endOvertaken } from "../../src/domain/automation/index.ts";
import { saveRecords } from "../../src/domain/commerce/index.ts";
import { recordConsent } from "../../src/domain/consent/index.ts";
import {
  addNote,
  closeConversation,
  getConversation,
  listMessages,
  reply,
} from "../../src/domain/conversations/index.ts";
import { inTransaction } from "../../src/domain/events/index.ts";
import { listOutreaches } from "../../src/domain/outreach/index.ts";
import { getAiReport } from "../../src/domain/reports/index.ts";
import {
  dispatchReply,
  listScheduledReplies,
  sendReply,
  sendScheduledNow,
} from "../../src/domain/scheduled-replies/index.ts";
import { askWhenBack, endStockRequest, listStockRequests, noteTold } from "../../src/domain/stock-requests/index.ts";
import { useClock as setClock } from "../../src/platform/clock.ts";
import { testDatabase } from "../support/database.ts";
import { anOrderRecord, aProductRecord, someDetails } from "../support/shop-records.ts";
import { says, startScriptedModel } from "./scripted-model.ts";
import { aConversation, guide, sendsAll, turnJobs } from "./turn.ts";

const db = await testDatabase();
const words = "Hi Mia, the Fjord in size L is back, at 34.90 EUR. Would you like it?";
const dayMs = 86_400_000;

/** She waits for a sold-out size, and her conversation is closed. */
async function aShopper({ isOn = true, percent = 0, modes = [sendsAll] as (typeof sendsAll)[] } = {}) {
  const given = await aConversation(db);
  const { system, agent, shop, conversationId, customerId, lastMessageId } = given;
  const model = await startScriptedModel();
  model.script = [says(words)];
  if (isOn) await guide(system, { modes, outreach: { backInStock: { holdOutPercent: percent } } });
  await reply(agent, { conversationId, body: "It is sold out", lastSeenMessageId: await lastMessageId() });
  await closeConversation(agent, { conversationId });
  let minutes = 0;
  const at = { connectionId: shop.id };
  /** The shop says so twice, and two workers look at it. */
  const isThere = async (available: boolean) => {
    const product = aProductRecord(["L"]);
    const variants = product.variants.map((one) => ({ ...one, available }));
    const updatedAt = new Date(product.updatedAt.getTime() + 60_000 * minutes++);
    const save = () => saveRecords(system, { ...at, records: [{ ...product, variants, updatedAt }] });
    await save();
    await Promise.all([planRestocked(system, at), save().then(() => planRestocked(system, at))]);
  };
  await isThere(false);
  const variantId = "gid://shopify/ProductVariant/L";
  const { id: stockRequestId } = await askWhenBack(agent, { ...at, customerId, conversationId, variantId });
  return {
    ...{ ...given, model, isThere, stockRequestId },
    async comes() {
      const jobs = await db.system.sql<{ payload: { outreachId: string; dueAt: string } }[]>`
        select payload from jobs where workspace_id = ${system.workspaceId} and name = 'outreach.begin' order by position`;
      for (const { payload } of jobs) {
        await Promise.all([1, 2].map(() => beginOutreach(system, payload, model.agent())));
      }
      for (const { payload } of await turnJobs(db, system)) await runTurn(system, payload, model.agent());
      for (const { id: messageId } of await sent()) await noteTold(system, { conversationId, messageId });
    },
    sent,
    outreaches: () => listOutreaches(agent, { customerId, limit: 20 }),
    request: async () => (await listStockRequests(agent, { customerId }))[0]!,
  };
  async function sent() {
    return (await listMessages(agent, { conversationId, limit: 20 })).filter(({ author }) => author.type === "ai");
  }
}

test("goods that are back are told once to who asked, however often the shop says so, and her order counts once until it is refunded", async () => {
  const shopper = await aShopper();
  const { system, customerId, giveOrders } = shopper;
  await shopper.isThere(true);
  await shopper.comes();
  expect(await shopper.outreaches()).toMatchObject([{ state: "begun", isHeldOut: false }]);
  expect(await shopper.sent()).toMatchObject([{ text: expect.stringContaining("is back"), promotional: null }]);
  expect(JSON.stringify(shopper.model.asked[0]!.input)).toContain("34.90 EUR");
  expect(await shopper.request()).toMatchObject({ state: "met", metAt: expect.any(Date) });
  await shopper.isThere(false);
  await shopper.isThere(true);
  await shopper.comes();
  expect(await shopper.sent()).toHaveLength(1);
  expect((await shopper.events()).filter((name) => name === "stock_request.met")).toHaveLength(1);

  const now = Date.now();
  const [from, to] = [now - dayMs, now + dayMs].map((ms) => new Date(ms).toISOString().slice(0, 10)) as [
    string,
    string,
  ];
  const report = () => getAiReport(system, { from, to, windowDays: 7, orderDays: 7 });
  const order = (more: object) =>
    giveOrders([anOrderRecord({ name: "#2", placedAt: new Date(now + 60_000), totalMinor: 3490, ...more })]);
  await order({});
  const first = await report();
  expect(first.orders).toMatchObject([{ by: "both", orders: 1, totalMinor: 3490, refunded: 0 }]);
  expect(first.outreach).toMatchObject([
    { occasion: "back_in_stock", planned: 1, begun: 1, sent: 1, answered: 0, optedOut: 0, heldOut: 0, refused: [] },
  ]);
  // What the shop writes first is nothing she wanted.
  expect(first.byIntent.map(({ intent }) => intent)).not.toContain("outreach");
  const { written, ordered, amounts } = first.outreach[0]!.compared;
  expect(written).toMatchObject({ ordered: { count: 1, of: 1 }, orders: 1 });
  expect(written.amounts).toEqual([{ currency: "EUR", totalMinor: 3490, perPersonMinor: 3490 }]);
  expect([ordered.verdict, amounts[0]!.verdict]).toEqual(["too_few", "too_few"]);
  const refunded = { ...someDetails().amounts, refunded: { minor: 3490, presentmentMinor: 3490 } };
  await order({ updatedAt: new Date("2026-11-19T10:00:00Z"), details: someDetails({ amounts: refunded }) });
  const later = await report();
  expect(later.orders).toMatchObject([{ by: "both", orders: 0, totalMinor: 0, refunded: 1 }]);
  expect(later.outreach[0]!.compared.written).toMatchObject({ ordered: { count: 0, of: 1 }, amounts: [] });
  expect(customerId).toBe((await shopper.outreaches())[0]!.customerId);
});

test("goods that are gone again before she is told wait for the next time, and a request that was ended for none", async () => {
  const shopper = await aShopper();
  await shopper.isThere(true);
  await shopper.isThere(false);
  await shopper.comes();
  expect(await shopper.outreaches()).toMatchObject([{ state: "not_sent", reason: "sold_out_again" }]);
  expect(await shopper.request()).toMatchObject({ state: "open" });
  await shopper.isThere(true);
  await shopper.comes();
  expect(await shopper.outreaches()).toMatchObject([{ state: "begun" }]);
  expect(await shopper.sent()).toHaveLength(1);

  const other = await aShopper();
  await other.isThere(true);
  await endStockRequest(other.agent, { stockRequestId: other.stockRequestId });
  await other.comes();
  expect(await other.outreaches()).toMatchObject([{ state: "not_sent", reason: "request_ended" }]);
});

test("a draft of goods that are gone again ends before a person sends it and leaves the conversation as it was, and there is another when they are back", async () => {
  const shopper = await aShopper({ modes: [] });
  const { system, agent, conversationId, lastMessageId, model } = shopper;
  model.script = [says(words), says(words), says(words)];
  const before = await getConversation(agent, conversationId);
  await shopper.isThere(true);
  await shopper.comes();
  const { id: draftId, body } = await shopper.draft();
  await shopper.isThere(false);
  const lastSeenMessageId = await lastMessageId();
  const sending = reply(agent, { conversationId, body, draftId, lastSeenMessageId });
  await expect(sending).rejects.toMatchObject({ details: { reason: "overtaken", over: "sold_out_again" } });
  await endOvertaken(system);
  expect((await shopper.runs())[0]).toMatchObject({
    status: "superseded",
    reason: expect.stringContaining("sold out"),
  });
  expect(await shopper.outreaches()).toMatchObject([{ state: "begun", reason: "sold_out_again" }]);
  // Opened for the draft alone, it is as it was; with a note in it, it stays with people.
  const { status, closedAt } = await getConversation(agent, conversationId);
  expect({ status, closedAt }).toEqual({ status: "closed", closedAt: before.closedAt });
  await shopper.isThere(true);
  await shopper.comes();
  expect(await getConversation(agent, conversationId)).toMatchObject({ status: "open" });
  await addNote(agent, { conversationId, body: "She asked in the shop too" });
  await shopper.isThere(false);
  await endOvertaken(system);
  expect(await getConversation(agent, conversationId)).toMatchObject({ status: "open" });
  await shopper.isThere(true);
  await shopper.comes();
  const again = await shopper.draft();
  expect(again.id).not.toBe(draftId);
  // A person has it sent later, and it is gone at that moment: it is held back, and goes out when she says so.
  const sendAt = new Date(Date.now() + 60_000);
  const waits = await sendReply(agent, { conversationId, body, draftId: again.id, lastSeenMessageId, sendAt });
  const { id: scheduledReplyId } = "scheduled" in waits ? waits.scheduled : waits.message;
  await shopper.isThere(false);
  await dispatchReply(system, { scheduledReplyId, sendAt });
  const [held] = await listScheduledReplies(agent, conversationId);
  expect(held).toMatchObject({ state: "held", heldBecause: { code: "overtaken" } });
  const sent = await sendScheduledNow(agent, { scheduledReplyId, lastSeenMessageId });
  await noteTold(system, { conversationId, messageId: sent.id });
  expect(await shopper.request()).toMatchObject({ state: "met" });
});

test("nothing is planned while guidance does not say so, and who is with people is not told by the AI", async () => {
  const off = await aShopper({ isOn: false });
  await off.isThere(true);
  expect(await off.outreaches()).toEqual([]);
  await guide(off.system, { modes: [sendsAll], outreach: { backInStock: {} } });
  await off.isThere(true);
  expect(await off.outreaches()).toMatchObject([{ state: "planned" }]);
  await off.write({ text: "My candle came broken!", sentAt: new Date() });
  await off.comes();
  expect(await off.outreaches()).toMatchObject([{ state: "not_sent", reason: "waiting_for_shop" }]);
  expect(await off.sent()).toEqual([]);
});

test("who said stop to advertising lately is not told either, and her request stays", async () => {
  const shopper = await aShopper();
  const said = { channel: "email", purpose: "promotional", state: "withdrawn", how: "agent", evidence: {} } as const;
  await recordConsent(shopper.system, { ...said, customerId: shopper.customerId });
  await shopper.isThere(true);
  await shopper.comes();
  expect(await shopper.sent()).toEqual([]);
  expect(await shopper.outreaches()).toMatchObject([{ state: "not_sent", reason: "asked_to_stop" }]);
  expect(await shopper.request()).toMatchObject({ state: "open" });
});

test("where too many of those who were told opted out nothing more is planned, and the report says so", async () => {
  const shopper = await aShopper();
  const { system, customerId } = shopper;
  const tell = (times: number) => told(shopper, { times, hoursAgo: 24 });
  await tell(199);
  const withdrawn = { channel: "email", purpose: "promotional", state: "withdrawn", how: "agent" } as const;
  await recordConsent(system, { customerId, ...withdrawn, evidence: { note: "On the phone" } });
  const [from, to] = [-dayMs, dayMs].map((ms) => new Date(Date.now() + ms).toISOString().slice(0, 10)) as [
    string,
    string,
  ];
  const outreach = async () =>
    (await getAiReport(system, { from, to, windowDays: 7, orderDays: 7 })).outreach.map(({ planned, isStopped }) => [
      planned,
      isStopped,
    ]);
  expect(await outreach()).toEqual([[199, false]]);
  await tell(1);
  await shopper.isThere(true);
  expect(await outreach()).toEqual([[200, true]]);
});

/** So many messages that she was written first with. */
function told(
  { system, customerId, conversationId }: Awaited<ReturnType<typeof aShopper>>,
  { times, hoursAgo }: { times: number; hoursAgo: number },
) {
  const at = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
  return inTransaction(system, (tx) =>
    tx.q.execute(sql`
      with told as (
        insert into runs (workspace_id, id, conversation_id, last_message_id, status)
        select ${system.workspaceId}, gen_random_uuid(), ${conversationId}, gen_random_uuid(), 'sent'
        from generate_series(1, ${times}::int) returning id)
      insert into outreaches (workspace_id, id, customer_id, occasion, source_id, run_id, state, due_at, decided_at)
      select ${system.workspaceId}, gen_random_uuid(), ${customerId}, 'back_in_stock', id, id, 'begun', ${at}, ${at}
      from told`),
  );
}

test("who was written to enough that day is told a day later", async () => {
  const shopper = await aShopper();
  await told(shopper, { times: 1, hoursAgo: 1 });
  await shopper.isThere(true);
  await shopper.comes();
  const newest = async () => (await shopper.outreaches())[0];
  expect(await newest()).toMatchObject({ state: "not_sent", reason: "capped" });
  await shopper.isThere(true);
  expect(await newest()).toMatchObject({ state: "not_sent", reason: "capped" });
  const back = setClock(() => new Date(Date.now() + 25 * 3_600_000));
  try {
    await shopper.isThere(true);
    await shopper.comes();
    expect(await newest()).toMatchObject({ state: "begun" });
  } finally {
    back();
  }
});
