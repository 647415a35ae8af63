import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type Confirmation, getAction, getPolicy, planAction, savePolicy } from "../../../src/domain/actions/index.ts";
import { getConversation, listMessages, newestMessageId } from "../../../src/domain/conversations/index.ts";
import { inTransaction, listEvents } from "../../../src/domain/events/index.ts";
import {
  cancelReply,
  dispatchReply,
  listScheduledReplies,
  sendReply,
  sendScheduledNow,
  setUndoDelays,
} from "../../../src/domain/scheduled-replies/index.ts";
import { applyConfirmed, type Confirmed, type ConversationStep } from "../../../src/domain/steps/index.ts";
import { archiveTag, createTag } from "../../../src/domain/tags/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { useClock } from "../../../src/platform/clock.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aMessage, receive } from "../../support/factories.ts";
import { aLedgerShop, credit, setNote } from "../actions/shop.ts";

let db: Database;
let shop: Awaited<ReturnType<typeof aLedgerShop>>;
let lead: Context;
let tagId: string;
let lastSeenMessageId: string;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  shop = await aLedgerShop(db);
  lead = await shop.member("admin");
  tagId = (await createTag(lead, { name: "Refund", color: "red" })).id;
  lastSeenMessageId = await inTransaction(lead, (tx) => newestMessageId(tx, shop.conversationId));
});
let putBack = () => {};
afterEach(() => putBack());

const memberId = () => (lead.actor.type === "member" ? lead.actor.id : "");
const macro = (): ConversationStep[] => [
  { type: "tag", tagId },
  { type: "assign", memberId: "me" },
  { type: "add_note", body: "By a macro" },
  { type: "close" },
];
type Sent = Partial<Parameters<typeof sendReply>[1]>;
const send = (more: Sent = {}, who = lead) =>
  sendReply(who, { conversationId: shop.conversationId, lastSeenMessageId, body: "Refunded", steps: macro(), ...more });
const kinds = async () =>
  (await listMessages(lead, { conversationId: shop.conversationId, limit: 20 })).map(({ kind }) => kind);
const status = async () => (await getConversation(lead, shop.conversationId)).status;
const happened = async () => (await listEvents(shop.ctx, { after: 0, limit: 1000 })).events.map(({ name }) => name);
async function sheWritesAgain() {
  const { threadKey, connectionId } = await getConversation(shop.ctx, shop.conversationId);
  await receive(db, [aMessage({ workspaceId: shop.ctx.workspaceId, connectionId }, { threadKey, text: "Never mind" })]);
}
/** A credit that is planned and was looked at. */
async function looked(minor = 5_00): Promise<Confirmation> {
  const { id: actionId, preview } = await shop.plan(lead, credit(minor));
  return { actionId, fingerprint: preview!.fingerprint };
}
const stateOf = async ({ actionId }: Confirmation) => (await getAction(lead, actionId)).state;

describe("a reply with steps", () => {
  test("is sent and they are done, once however often it is pressed, and both or neither", async () => {
    const clientMessageId = randomUUID();
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => send({ clientMessageId })));
    for (const other of others)
      expect(other).toMatchObject({ message: { id: "message" in first! && first.message.id } });
    expect(await getConversation(lead, shop.conversationId)).toMatchObject({
      ...{ status: "closed", assigneeId: memberId() },
    });
    expect(await kinds()).toEqual(["note", "reply", "customer"]);
    expect((await happened()).filter((name) => name === "conversation.closed")).toHaveLength(1);
  });

  test("that is refused for what is newer, or for one of its steps, leaves everything as it was", async () => {
    const before = await happened();
    await archiveTag(lead, { tagId });
    await expect(send()).rejects.toMatchObject({ code: "conflict", details: { reason: "archived", step: 0 } });
    await sheWritesAgain();
    await expect(send({ steps: [{ type: "close" }] })).rejects.toMatchObject({ details: { reason: "newer_messages" } });
    expect(await status()).toBe("open");
    expect(await kinds()).toEqual(["customer", "customer"]);
    const since = (await happened()).slice(before.length);
    expect(since.filter((name) => !/^(tag|message)\./.test(name))).toEqual([]);
  });

  test("for later: they wait with it, are done in its author's name, and are not done when it is called back", async () => {
    const sendAt = new Date(Date.now() + 3_600_000);
    const waiting = async () => (await listScheduledReplies(lead, shop.conversationId))[0]!;
    await send({ sendAt });
    const called = await waiting();
    expect(called.steps).toEqual(expect.arrayContaining([{ type: "assign", memberId: memberId() }]));
    await cancelReply(lead, { scheduledReplyId: called.id });
    await dispatchReply(shop.ctx, { scheduledReplyId: called.id, sendAt });
    expect(await status()).toBe("open");
    await send({ sendAt });
    const { id: scheduledReplyId } = await waiting();
    expect(await status()).toBe("open");
    await Promise.all([1, 2].map(() => dispatchReply(shop.ctx, { scheduledReplyId, sendAt })));
    expect(await getConversation(lead, shop.conversationId)).toMatchObject({
      ...{ status: "closed", assigneeId: memberId() },
    });
    const [note] = await listMessages(lead, { conversationId: shop.conversationId, limit: 1 });
    expect(note).toMatchObject({ kind: "note", author: { id: memberId() } });
    expect(await kinds()).toEqual(["note", "reply", "customer"]);
  });

  test("whose step cannot be done when its moment comes is held back, and says why", async () => {
    const sendAt = new Date(Date.now() + 3_600_000);
    await send({ sendAt });
    await archiveTag(lead, { tagId });
    const [row] = await listScheduledReplies(lead, shop.conversationId);
    await dispatchReply(shop.ctx, { scheduledReplyId: row!.id, sendAt });
    const [held] = await listScheduledReplies(lead, shop.conversationId);
    expect(held).toMatchObject({ state: "held", heldBecause: { code: "step_refused" } });
    expect(held!.heldBecause!.message).toContain("archived");
    expect(await kinds()).toEqual(["customer"]);
    const now = sendScheduledNow(lead, { scheduledReplyId: row!.id, lastSeenMessageId });
    await expect(now).rejects.toMatchObject({ details: { step: 0 } });
    await expect(send({ sendAt, clientMessageId: "x" })).rejects.toMatchObject({ details: { reason: "steps" } });
  });
});

describe("a reply with what is asked of the shop", () => {
  test("asks for what was looked at, once, and goes at once where replies can be called back", async () => {
    await setUndoDelays(lead, { email: 10, sms: 10 });
    const actions = [await looked()];
    const clientMessageId = randomUUID();
    const sent = await Promise.all([send({ actions, clientMessageId }), send({ actions, clientMessageId })]);
    for (const one of sent) expect(one).toHaveProperty("message");
    expect(await stateOf(actions[0]!)).toBe("approved");
    await shop.perform(actions[0]!.actionId);
    // Pressed again long after, it is the same reply, whatever became of the action.
    expect(await send({ actions, clientMessageId })).toHaveProperty("message");
    expect(shop.till.effects).toHaveLength(1);
    expect(await kinds()).toEqual(["note", "reply", "customer"]);
  });

  test.each<[string, string, () => Promise<Sent>]>([
    [
      "a preview that is not the newest",
      "preview_changed",
      async () => ({ actions: [{ ...(await looked()), fingerprint: "old" }] }),
    ],
    [
      "what the policy refuses",
      "action_refused",
      async () => {
        const { version } = await getPolicy(lead);
        const deny = { code: "none", when: { kinds: ["store_credit.add" as const] }, verdict: "deny" as const };
        const looking = await looked();
        await savePolicy(lead, { version, rules: [deny] });
        return { actions: [looking] };
      },
    ],
    [
      "what was done a moment ago",
      "already_done",
      async () => {
        await shop.perform((await shop.ask(lead, credit(5_00))).id);
        return { actions: [await looked()] };
      },
    ],
    [
      "what is about no conversation",
      "other_conversation",
      async () => {
        const { id: actionId } = await planAction(lead, { instruction: setNote("x"), orderId: shop.orderId });
        await shop.preview(actionId);
        const { preview } = await getAction(lead, actionId);
        return { actions: [{ actionId, fingerprint: preview!.fingerprint }] };
      },
    ],
    [
      "a later moment",
      "actions_cannot_wait",
      async () => ({ actions: [await looked()], sendAt: new Date(Date.now() + 9e6) }),
    ],
    [
      "what is newer",
      "newer_messages",
      async () => {
        const actions = [await looked()];
        await sheWritesAgain();
        return { actions };
      },
    ],
  ])("with %s nothing is sent, done or asked for", async (_, reason, make) => {
    const more = await make();
    await expect(send(more)).rejects.toMatchObject({ details: { reason } });
    expect(await stateOf(more.actions![0]!)).toBe("planned");
    expect((await kinds()).filter((kind) => kind !== "customer")).toEqual([]);
    expect(await status()).toBe("open");
  });

  test("the very same again is asked for when she says that she means it", async () => {
    await shop.perform((await shop.ask(lead, credit(5_00))).id);
    const [one] = [await looked()];
    await send({ actions: [{ ...one!, again: true }] });
    expect(await stateOf(one!)).toBe("approved");
  });
});

describe("a macro without a text", () => {
  const apply = (more: Partial<Confirmed> = {}) =>
    applyConfirmed(lead, {
      ...{ conversationId: shop.conversationId, steps: macro(), actions: [], clientId: randomUUID() },
      ...more,
    });

  test("is applied once by one key, also later and by two at once, and all of it or nothing", async () => {
    const clientId = randomUUID();
    const actions = [await looked()];
    await Promise.all([apply({ clientId, actions }), apply({ clientId, actions })]);
    putBack = useClock(() => new Date(Date.now() + 40 * 60_000));
    await apply({ clientId, actions });
    expect(await kinds()).toEqual(["note", "customer"]);
    expect(await stateOf(actions[0]!)).toBe("approved");
    await archiveTag(lead, { tagId });
    const other = await looked(6_00);
    await expect(apply({ actions: [other] })).rejects.toMatchObject({ details: { step: 0 } });
    expect(await stateOf(other)).toBe("planned");
    expect(await kinds()).toEqual(["note", "customer"]);
  });

  test("is refused for what its author has not seen", async () => {
    await sheWritesAgain();
    const seen = { lastSeenMessageId };
    await expect(apply({ seen })).rejects.toMatchObject({ details: { reason: "newer_messages" } });
    expect(await status()).toBe("open");
    await apply({ seen: { ...seen, force: true } });
    expect(await status()).toBe("closed");
  });
});
