import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { getAction } from "../../../src/domain/actions/index.ts";
import { saveLookup } from "../../../src/domain/commerce/index.ts";
import { getConversation, listMessages } from "../../../src/domain/conversations/index.ts";
import { findDrafts, saveDraft } from "../../../src/domain/drafts/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { createField, valuesOf } from "../../../src/domain/fields/index.ts";
import { createStatus } from "../../../src/domain/statuses/index.ts";
import { applySteps, checkSteps, planShopStep, type Step, step } from "../../../src/domain/steps/index.ts";
import { names } from "../../../src/domain/steps/order-for.ts";
import { archiveTag, createTag } from "../../../src/domain/tags/index.ts";
import { createTeam } from "../../../src/domain/teams/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aMessage, receive } from "../../support/factories.ts";
import { aLine, someDetails, told } from "../../support/shop-records.ts";
import { aLedgerShop } from "../actions/shop.ts";

let db: Database;
let shop: Awaited<ReturnType<typeof aLedgerShop>>;
let lead: Context;
let tagId: string;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  shop = await aLedgerShop(db);
  lead = await shop.member("lead");
  tagId = (await createTag(lead, { name: "Refund", color: "red" })).id;
});

const idOf = ({ actor }: Context) => (actor.type === "member" ? actor.id : "");
const apply = (steps: Step[], more: Partial<Parameters<typeof applySteps>[1]> = {}, who = lead) =>
  applySteps(who, { conversationId: shop.conversationId, applicationId: randomUUID(), steps, ...more });
const eventNames = async () => (await listEvents(shop.ctx, { after: 0, limit: 1000 })).events.map(({ name }) => name);
const since = async (work: () => Promise<unknown>) => {
  const { length } = await eventNames();
  await work();
  return (await eventNames()).slice(length);
};
const money = (minor: number) => ({ minor, presentmentMinor: minor });

describe("what is done to the conversation", () => {
  test("every step does what its verb does, in the name of who applies it, in the order of the list", async () => {
    await createField(lead, { entity: "conversation", key: "why", label: "Why", type: "text", options: [] });
    const { id: statusId } = await createStatus(lead, { category: "waiting", name: "With the carrier" });
    const { id: teamId } = await createTeam(lead, { name: "Returns" });
    const steps: Step[] = [
      { type: "tag", tagId },
      { type: "set_field", key: "why", value: "late" },
      { type: "assign", memberId: "me", teamId },
      { type: "set_priority", priority: "urgent" },
      { type: "set_status", statusId },
      { type: "add_note", body: "Refunded {{order.name}} for {{customer.email|her}}, {{agent.first_name}}" },
      { type: "snooze", forHours: 48 },
      { type: "close" },
      { type: "tag", tagId },
    ];
    let outcomes: unknown[] = [];
    const events = await since(async () => {
      outcomes = await apply(steps);
    });
    expect(outcomes.slice(0, 8)).toEqual(Array(8).fill({ outcome: "done" }));
    expect(outcomes[8]).toEqual({ outcome: "unchanged" });
    expect(events.filter((name) => name.startsWith("conversation.") || name === "note.added")).toEqual([
      ...["conversation.tagged", "conversation.field_changed", "conversation.followed", "conversation.team_changed"],
      ...["conversation.assigned", "conversation.prioritized", "conversation.snoozed", "conversation.status_changed"],
      ...["note.added", "conversation.snoozed", "conversation.closed"],
    ]);
    const { conversationId } = shop;
    expect(await getConversation(lead, conversationId)).toMatchObject({
      ...{ status: "closed", assigneeId: idOf(lead), teamId, priority: "urgent" },
    });
    expect(await valuesOf(lead, { entity: "conversation", entityId: conversationId })).toEqual({ why: "late" });
    const [note] = await listMessages(lead, { conversationId, limit: 1 });
    expect(note).toMatchObject({ kind: "note", author: { id: idOf(lead) } });
    expect(note!.text).toMatch(/^Refunded #1042 for \S+@\S+, \w+$/);
  });

  test("applied again by the same id nothing happens, even after the conversation went on, or both at once", async () => {
    const applicationId = randomUUID();
    const steps: Step[] = [{ type: "add_note", body: "Once" }, { type: "close" }];
    const both = await Promise.all([1, 2, 3].map(() => apply(steps, { applicationId })));
    expect(both).toEqual(Array(3).fill([{ outcome: "done" }, { outcome: "done" }]));
    const { conversationId, connectionId } = shop;
    const { threadKey } = await getConversation(lead, conversationId);
    const message = aMessage({ workspaceId: lead.workspaceId, connectionId });
    await receive(db, [{ ...message, threadKey: threadKey! }]);
    const events = await since(() => apply(steps, { applicationId }));
    expect(events).toEqual([]);
    const notes = (await listMessages(lead, { conversationId, limit: 10 })).filter(({ kind }) => kind === "note");
    expect(notes).toHaveLength(1);
  });

  test("one that is refused: the others are done and it is said; as a whole nothing is done", async () => {
    await archiveTag(lead, { tagId });
    const steps: Step[] = [{ type: "add_note", body: "Note" }, { type: "tag", tagId }, { type: "close" }];
    const nothing = await since(() =>
      expect(apply(steps, { whole: true })).rejects.toMatchObject({
        ...{ code: "conflict", details: { reason: "archived", step: 1 } },
      }),
    );
    expect(nothing).toEqual([]);
    const { conversationId } = shop;
    expect(await getConversation(lead, conversationId)).toMatchObject({ status: "open" });
    expect(await apply(steps)).toEqual([
      { outcome: "done" },
      { outcome: "refused", reason: "archived", message: expect.any(String) },
      { outcome: "done" },
    ]);
    expect(await getConversation(lead, conversationId)).toMatchObject({ status: "closed" });
  });

  test("a note does not take away the note that its author is writing", async () => {
    const { conversationId } = shop;
    const draft = { conversationId, kind: "note" as const, body: "Half a thou", attachmentIds: [], version: 0 };
    await saveDraft(lead, draft);
    await apply([{ type: "add_note", body: "Done by a macro" }]);
    expect(JSON.stringify(await findDrafts(lead, conversationId))).toContain("Half a thou");
  });

  test("nobody is “me” where no member applies it, and who may not write applies nothing", async () => {
    expect(await apply([{ type: "assign", memberId: "me" }], {}, shop.ctx)).toEqual([
      { outcome: "refused", reason: "nobody_applies", message: expect.any(String) },
    ]);
    const observer = await shop.member("observer");
    await expect(apply([{ type: "close" }], {}, observer)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("what is asked of the shop", () => {
  const order = (name: string, more: object = {}) => ({ externalId: randomUUID(), name, ...more });
  /** A customer whose orders are these, who wrote this. */
  const who = async (text: string, orders: object[]) => {
    const { connectionId, ctx } = shop;
    const message = aMessage({ workspaceId: ctx.workspaceId, connectionId });
    const value = `${randomUUID()}@mail.example`;
    const from = { address: value, name: "" };
    await receive(db, [{ ...message, text, from, customer: { kind: "email", value, name: "" } }]);
    const { events } = await listEvents(ctx, { after: 0, limit: 1000 });
    const conversationId = String(events.findLast(({ name }) => name === "conversation.opened")!.data.conversationId);
    const { customerId } = await getConversation(ctx, conversationId);
    await saveLookup(ctx, { customerId, connectionId, record: told({ externalId: randomUUID() }, orders) });
    return conversationId;
  };
  type Template = Extract<Step, { type: "shop_action" }>["action"];
  const parsed = (action: object): Template => {
    const one = step.parse({ type: "shop_action", action });
    if (one.type !== "shop_action") throw new Error("no shop action");
    return one.action;
  };
  const planned = (conversationId: string, action: object) =>
    planShopStep(lead, { conversationId, action: parsed(action) });

  test("it is asked for once in the ledger, where the policy decides; who may ask for nothing is refused", async () => {
    const { till, preview, conversationId, orderId } = shop;
    const applicationId = randomUUID();
    const steps = [step.parse({ type: "shop_action", action: { kind: "order.tag", add: ["vip"], order: "newest" } })];
    const [first, second] = await Promise.all([apply(steps, { applicationId }), apply(steps, { applicationId })]);
    expect(second).toEqual(first);
    const actionId = first![0]?.outcome === "planned" ? first![0].actionId : "";
    expect(await getAction(lead, actionId)).toMatchObject({ state: "planned", orderId, conversationId });
    await preview(actionId);
    await shop.perform(actionId);
    expect(await getAction(lead, actionId)).toMatchObject({ state: "done", requestedBy: lead.actor });
    expect(till.effects).toHaveLength(1);
    const large = step.parse({
      ...{ type: "shop_action" },
      action: { kind: "store_credit.add", amount: { minor: 90_00, currency: "EUR" } },
    });
    const [asked] = await apply([large], {}, await shop.member("agent"));
    const creditId = asked!.outcome === "planned" ? asked!.actionId : "";
    await preview(creditId);
    expect(await getAction(lead, creditId)).toMatchObject({ state: "awaiting_approval" });
    const none: Context = {
      ...lead,
      permissions: new Set(["conversations:write", "conversations:read", "orders:read"]),
    };
    expect(await apply([large], {}, none)).toMatchObject([{ outcome: "refused", reason: "forbidden" }]);
  });

  test("the order of a conversation is the one that it names; where that is not clear, nothing is guessed", async () => {
    const orders = [order("#1041"), order("#1042")];
    const tag = { kind: "order.tag", add: ["late"] };
    const one = await planned(await who("Where is 1042?", orders), tag);
    const other = await planned(await who("Where is #1041?", orders), tag);
    expect(one.orderId).not.toBe(other.orderId);
    const unclear = { code: "conflict", details: { reason: "several_orders" } };
    await expect(planned(await who("#1041 or #1042?", orders), tag)).rejects.toMatchObject(unclear);
    await expect(planned(await who("Where is it?", orders), tag)).rejects.toMatchObject(unclear);
    const [only] = orders;
    await expect(planned(await who("Where is it?", [only!]), tag)).resolves.toMatchObject({ instruction: tag });
    const none = { details: { reason: "no_order" } };
    await expect(planned(await who("Hi", []), tag)).rejects.toMatchObject(none);
    expect(["#1042", "order 1042.", "(1042)"].map((text) => names(text, { name: "#1042", nameKey: "1042" }))).toEqual(
      Array(3).fill(true),
    );
    const others = ["10421", "x1042", "#71042", "1042a"];
    expect(others.some((text) => names(text, { name: "#1042", nameKey: "1042" }))).toBe(false);
    expect(names("7 days", { name: "#7", nameKey: "7" })).toBe(false);
  });

  test("a refund of the shipping, of all, of the rest: what was paid, never more, and never twice", async () => {
    const shippingLines = [{ externalId: null, title: "DHL", price: money(490), discountedPrice: money(490) }];
    const lines = [
      aLine({ externalId: "sent", quantity: 2, refundableQuantity: 1, unfulfilledQuantity: 0 }),
      aLine({ externalId: "waits", quantity: 1, refundableQuantity: 1, unfulfilledQuantity: 1 }),
      aLine({ externalId: "back", quantity: 1, refundableQuantity: 0, unfulfilledQuantity: 0 }),
    ];
    const amounts = { ...someDetails().amounts, received: money(7470) };
    const paid = order("#1", { lines, details: someDetails({ shippingLines, amounts }) });
    const refund = async (what: string, one: object = paid) =>
      (await planned(await who("Hi", [one]), { kind: "order.refund", what })).instruction;
    const shipping = { minor: 490, currency: "EUR" };
    const back = [
      { lineId: "sent", quantity: 1, restock: "return" },
      { lineId: "waits", quantity: 1, restock: "cancel" },
    ];
    expect(await refund("shipping")).toMatchObject({ lines: [], shipping, amount: null, to: "original", notify: true });
    expect(await refund("all")).toMatchObject({ lines: back, shipping, amount: null });
    expect(await refund("rest")).toMatchObject({ lines: back, shipping: null, amount: { minor: 7470 } });
    const part = { ...paid, details: someDetails({ shippingLines, amounts: { ...amounts, refunded: money(1000) } }) };
    expect(await refund("rest", part)).toMatchObject({ amount: { minor: 6470, currency: "EUR" } });
    await expect(refund("all", part)).rejects.toMatchObject({ details: { reason: "refunded_before" } });
    const gone = { ...paid, details: someDetails({ amounts: { ...amounts, refunded: money(7470) } }) };
    await expect(refund("rest", gone)).rejects.toMatchObject({ details: { reason: "nothing_left" } });
    await expect(refund("shipping", gone)).rejects.toMatchObject({ details: { reason: "no_shipping" } });
  });

  test("a note is added below what the shop has, a code and a credit are for her and run out", async () => {
    const noted = order("#1", { details: someDetails({ note: "Gift wrap" }) });
    const conversationId = await who("Hi", [noted]);
    const late = { kind: "order.add_note", note: "Late: {{order.name}}" };
    expect((await planned(conversationId, late)).instruction).toEqual({
      ...{ kind: "order.set_note", note: "Gift wrap\nLate: #1" },
    });
    const code = await planned(conversationId, {
      ...{ kind: "discount_code.create", worth: { percent: 10 }, daysValid: 14 },
    });
    const { customerId } = await getConversation(lead, conversationId);
    expect(code).toMatchObject({ customerId, connectionId: shop.connectionId, instruction: { code: null } });
    const { endsAt } = code.instruction as { endsAt: string };
    expect(new Date(endsAt).getTime() - Date.now()).toBeCloseTo(14 * 24 * 3_600_000, -5);
  });
});

describe("what can be kept", () => {
  test("what is gone, archived or no template is refused with its place, all of it at once", async () => {
    await archiveTag(lead, { tagId });
    const steps: Step[] = [
      { type: "close" },
      { type: "tag", tagId },
      { type: "assign", memberId: randomUUID() },
      { type: "set_field", key: "nope", value: "x" },
      { type: "add_note", body: "{{customer.naem}}" },
    ];
    await expect(checkSteps(lead, steps)).rejects.toMatchObject({
      code: "invalid_input",
      details: {
        reason: "steps",
        problems: [
          { path: "steps.1.tagId", reason: "archived", message: "The tag is archived" },
          { path: "steps.2", reason: "not_found", message: expect.stringContaining("gone") },
          { path: "steps.3.key" },
          { path: "steps.4.body", reason: "template", message: expect.stringContaining("customer.name") },
        ],
      },
    });
    await expect(checkSteps(lead, [{ type: "close" }, { type: "assign", memberId: "me" }])).resolves.toBeUndefined();
    await expect(checkSteps(lead, Array(21).fill({ type: "close" }))).rejects.toMatchObject({
      ...{ code: "invalid_input", details: { problems: [{ path: "steps" }] } },
    });
  });

  test.each([
    ["an order by its id", { type: "shop_action", action: { kind: "order.tag", add: ["x"], orderId: randomUUID() } }],
    ["lines of an order", { type: "shop_action", action: { kind: "order.refund", what: "all", lines: [] } }],
    ["an amount of a refund", { type: "shop_action", action: { kind: "order.refund", amount: 5 } }],
    ["a kind that needs lines", { type: "shop_action", action: { kind: "order.return" } }],
    ["what only takes back", { type: "shop_action", action: { kind: "store_credit.remove" } }],
    ["a moment to snooze until", { type: "snooze", until: new Date().toISOString() }],
    ["a snooze of no time", { type: "snooze", forHours: 0 }],
    ["an unknown step", { type: "delete" }],
  ])("%s is no step", (_, given) => {
    expect(step.safeParse(given).success).toBe(false);
  });
});
