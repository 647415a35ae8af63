import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createCannedReply, fillInCannedReply } from "../../../src/domain/canned/index.ts";
import {
  beginSending,
  getConversation,
  listMessages,
  markFailed,
  reply,
  resendMessage,
} from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import {
  dispatchReply,
  listScheduledReplies,
  sendReply,
  sendScheduledNow,
  setUndoDelays,
} from "../../../src/domain/scheduled-replies/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { anApiKey } from "../../support/api.ts";
import { testDatabase } from "../../support/database.ts";
import { aDraft } from "../../support/draft.ts";
import { aMember, aMessage, aShopWithMail, receive, type ShopWithMail } from "../../support/factories.ts";

let db: Database;
let world: ShopWithMail;
let ada: Context;
let bo: Context;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  world = await aShopWithMail(db);
  [ada, bo] = [await aMember(world.ctx), await aMember(world.ctx, "agent", "Bo Lund")];
});

const seen = () => ({ conversationId: world.ids.conversationId, lastSeenMessageId: world.ids.messageId });

async function miaWritesAgain() {
  const { threadKey, connectionId } = await getConversation(world.ctx, seen().conversationId);
  await receive(db, [
    aMessage({ workspaceId: world.ctx.workspaceId, connectionId }, { threadKey, text: "Never mind!" }),
  ]);
}
const queued = async () =>
  (await listEvents(world.ctx, { after: 0, limit: 1000 })).events.filter(({ name }) => name === "message.queued")
    .length;

/** Something is ready to be sent by whoever read the customer's first letter; the function sends it. */
type Sender = () => Promise<() => Promise<unknown>>;

const senders: Record<string, Sender> = {
  "a person": async () => () => sendReply(ada, { ...seen(), body: "On its way" }),
  "a canned reply": async () => {
    const wording = { name: "On its way", shortcut: "way", body: "Hi {{customer.first_name|there}}", language: null };
    const { id: cannedReplyId } = await createCannedReply(world.ctx, wording);
    const { text } = await fillInCannedReply(ada, { ...seen(), cannedReplyId });
    return () => sendReply(ada, { ...seen(), body: text });
  },
  "the AI's draft, sent by a person": async () => {
    const { id: draftId } = await aDraft(world.ctx, seen().conversationId, seen().lastSeenMessageId);
    return () => sendReply(ada, { ...seen(), body: "It is on its way.", draftId });
  },
  "the AI itself": async () => () =>
    reply({ ...world.ctx, actor: { type: "ai", id: randomUUID() } }, { ...seen(), body: "Hi" }),
  "a rule": async () => () => reply(world.ctx, { ...seen(), body: "We got your letter" }),
  "another program, by API key": async () => {
    const { apiKey } = await anApiKey(world.ctx, ["conversations:write"]);
    const app: Context = { ...world.ctx, actor: { type: "app", id: apiKey.id } };
    return () => sendReply(app, { ...seen(), body: "From the warehouse" });
  },
  "a scheduled reply that a colleague sends early": async () => {
    const id = await schedule();
    return () => sendScheduledNow(bo, { scheduledReplyId: id, lastSeenMessageId: seen().lastSeenMessageId });
  },
  "a failed reply that is sent again": async () => {
    const { id: messageId } = await reply(ada, { ...seen(), body: "On its way" });
    await beginSending(world.ctx, messageId);
    await markFailed(world.ctx, { messageId, failure: { code: "provider_rejected", message: "No" } });
    return () => resendMessage(ada, { messageId, lastSeenMessageId: messageId });
  },
};

async function schedule(sendAt = new Date(Date.now() + 3_600_000)) {
  const sent = await sendReply(ada, { ...seen(), body: "On its way", sendAt });
  if (!("scheduled" in sent)) throw new Error("It was sent at once");
  return sent.scheduled.id;
}

describe("the guard against stale replies holds back", () => {
  test.each(Object.entries(senders))("%s: what the customer wrote meanwhile is shown first", async (_, ready) => {
    const send = await ready();
    const before = await queued();
    await miaWritesAgain();
    await expect(send()).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "newer_messages", messages: [{ kind: "customer", preview: "Never mind!" }] },
    });
    expect(await queued()).toBe(before);
  });

  test.each(Object.entries(senders))("%s: but not when nothing newer came", async (_, ready) => {
    const send = await ready();
    const before = await queued();
    await send();
    expect(await queued()).toBe(before + 1);
  });

  test.each(["the AI itself", "a rule"])(
    "%s even when it forces: only people decide to send all the same",
    async (who) => {
      const actor = who === "a rule" ? world.ctx.actor : { type: "ai" as const, id: randomUUID() };
      await miaWritesAgain();
      const forced = { ...seen(), body: "Hi", force: true };
      await expect(reply({ ...world.ctx, actor }, forced)).rejects.toMatchObject({ code: "conflict" });
      expect(await queued()).toBe(0);
      await sendReply(ada, forced);
      expect(await queued()).toBe(1);
    },
  );

  test.each(["for later", "to be called back"])(
    "a reply %s when its moment comes, until its author decides",
    async (kind) => {
      if (kind === "to be called back") await setUndoDelays(await aMember(world.ctx, "owner"), { email: 30, sms: 0 });
      const sendAt = kind === "for later" ? { sendAt: new Date(Date.now() + 3_600_000) } : {};
      const sent = await sendReply(ada, { ...seen(), body: "On its way", ...sendAt });
      if (!("scheduled" in sent)) throw new Error("It was sent at once");
      await miaWritesAgain();
      await dispatchReply(world.ctx, { scheduledReplyId: sent.scheduled.id, sendAt: sent.scheduled.sendAt });
      expect(await queued()).toBe(0);
      const [held] = await listScheduledReplies(ada, seen().conversationId);
      expect(held).toMatchObject({ state: "held", heldBecause: { code: "newer_messages" } });
    },
  );
});

test("two people answering at once: one answer goes out, and the other is shown to its author first", async () => {
  for (let round = 0; round < 5; round++) {
    const [last] = await listMessages(ada, { conversationId: seen().conversationId, limit: 1 });
    const at = { conversationId: seen().conversationId, lastSeenMessageId: last!.id };
    const before = await queued();
    const outcomes = await Promise.allSettled([
      sendReply(ada, { ...at, body: `Ada ${round}` }),
      sendReply(bo, { ...at, body: `Bo ${round}` }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = outcomes.find((outcome) => outcome.status === "rejected");
    expect(lost?.reason).toMatchObject({ details: { reason: "newer_messages", messages: [{ kind: "reply" }] } });
    expect(await queued()).toBe(before + 1);
  }
});
