import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { getDraft } from "../../../src/domain/automation/index.ts";
import {
  addNote,
  getConversation,
  getMessage,
  listMessages,
  type Message,
  reply,
} from "../../../src/domain/conversations/index.ts";
import { findDrafts, saveDraft } from "../../../src/domain/drafts/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import {
  cancelReply,
  dispatchReply,
  listScheduledReplies,
  sendReply,
  sendScheduledNow,
  setUndoDelays,
  sweepCanceled,
} from "../../../src/domain/scheduled-replies/index.ts";
import { keepUpload, sweepUploads } from "../../../src/domain/uploads/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { useClock } from "../../../src/platform/clock.ts";
import type { Database } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aDraft } from "../../support/draft.ts";
import { aMember, aMessage, aShopWithMail, receive, type ShopWithMail } from "../../support/factories.ts";
import { bytesOf } from "../../support/written.ts";

let db: Database;
let world: ShopWithMail;
let ada: Context;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  world = await aShopWithMail(db);
  ada = await aMember(world.ctx);
});
let putBack = () => {};
afterEach(() => putBack());

const tomorrow = () => new Date(Date.now() + 24 * 3_600_000);
const at = () => ({ conversationId: world.ids.conversationId, lastSeenMessageId: world.ids.messageId });
const newest = async () => (await listMessages(ada, { conversationId: at().conversationId, limit: 1 }))[0]!;
const scheduled = () => listScheduledReplies(ada, at().conversationId);

async function schedule(more: Partial<Parameters<typeof sendReply>[1]> = {}, who = ada) {
  const sent = await sendReply(who, { ...at(), body: "On its way", sendAt: tomorrow(), ...more });
  if (!("scheduled" in sent)) throw new Error("It was sent at once");
  return sent.scheduled;
}
const due = ({ id, sendAt }: { id: string; sendAt: Date }) =>
  dispatchReply(world.ctx, { scheduledReplyId: id, sendAt });
const cancel = ({ id }: { id: string }, who = ada) => cancelReply(who, { scheduledReplyId: id });
const sendNow = ({ id }: { id: string }, lastSeenMessageId = at().lastSeenMessageId, who = ada) =>
  sendScheduledNow(who, { scheduledReplyId: id, lastSeenMessageId });

async function miaWritesAgain() {
  const { threadKey, connectionId } = await getConversation(world.ctx, at().conversationId);
  await receive(db, [
    aMessage({ workspaceId: world.ctx.workspaceId, connectionId }, { threadKey, text: "Never mind!" }),
  ]);
}
const queued = async () =>
  (await listEvents(world.ctx, { after: 0, limit: 1000 })).events.filter(({ name }) => name === "message.queued");

describe("a reply for later", () => {
  test("is no message before its moment: the customer goes on waiting", async () => {
    const before = await getConversation(ada, at().conversationId);
    const row = await schedule();
    expect(row).toMatchObject({ state: "scheduled", purpose: "later", body: "On its way" });
    const { waitingSince, messageCount, lastMessageId } = await getConversation(ada, at().conversationId);
    expect([waitingSince, messageCount, lastMessageId]).toEqual([
      before.waitingSince,
      before.messageCount,
      before.lastMessageId,
    ]);
    await due(row);
    expect(await newest()).toMatchObject({ id: row.id, state: "queued", text: "On its way", kind: "reply" });
    expect((await getConversation(ada, at().conversationId)).waitingSince).toBeNull();
    expect((await getMessage(ada, row.id)).author).toMatchObject({ type: "member", name: "Ada Holm" });
    expect(await scheduled()).toEqual([]);
  });

  test("goes out once, however often its job runs", async () => {
    const row = await schedule();
    await Promise.all([due(row), due(row), due(row)]);
    await due(row);
    expect(await queued()).toHaveLength(1);
  });

  test("is held back when the customer wrote meanwhile, and its author decides", async () => {
    const row = await schedule();
    await miaWritesAgain();
    await due(row);
    expect((await scheduled())[0]).toMatchObject({ state: "held", heldBecause: { code: "newer_messages" } });
    expect((await newest()).text).toBe("Never mind!");
    await expect(sendNow(row)).rejects.toMatchObject({ details: { reason: "newer_messages" } });
    expect(await sendNow(row, (await newest()).id)).toMatchObject({ id: row.id, state: "queued" });
  });

  test("is held back when a colleague answered meanwhile, not because of a note or her own answer", async () => {
    const [first, second] = [await schedule(), await schedule({ body: "And another thing" })];
    await addNote(await aMember(world.ctx, "agent", "Bo"), { ...at(), body: "Looks good" });
    await due(first);
    await due(second);
    expect(await scheduled()).toEqual([]);
    const third = await schedule({ lastSeenMessageId: (await newest()).id, sendAt: tomorrow() });
    await reply(await aMember(world.ctx, "agent", "Bo"), {
      ...at(),
      lastSeenMessageId: (await newest()).id,
      body: "Me too",
    });
    await due(third);
    expect(await scheduled()).toMatchObject([{ state: "held" }]);
  });

  test("that is stale when it is written is refused at once", async () => {
    await miaWritesAgain();
    await expect(schedule()).rejects.toMatchObject({ details: { reason: "newer_messages" } });
  });

  test.each([
    ["in the past", -1, "`sendAt` is in the past"],
    ["more than a year away", 400 * 24 * 3_600_000, "more than a year away"],
  ])("%s is refused", async (_, inMs, said) => {
    await expect(schedule({ sendAt: new Date(Date.now() + inMs) })).rejects.toThrow(said);
  });
});

describe("calling back", () => {
  test("gives text and files back to the author's draft, in front of what she wrote since", async () => {
    const { id: file } = await keepUpload(ada, { name: "a.txt", content: bytesOf("x") });
    const row = await schedule({ attachmentIds: [file] });
    await saveDraft(ada, { ...at(), kind: "reply", body: "One more thing", version: 0 });
    // A colleague may call it back too; the text is its author's.
    expect(await cancel(row, await aMember(world.ctx))).toMatchObject({ state: "canceled", body: "On its way" });
    const [draft] = await findDrafts(ada, at().conversationId);
    expect(draft).toMatchObject({ body: "On its way\n\nOne more thing", files: [{ id: file }] });
    await due(row);
    expect(await queued()).toHaveLength(0);
    await expect(sendNow(row)).rejects.toMatchObject({ code: "not_found" });
    expect(await cancel(row)).toMatchObject({ state: "canceled" });
    expect((await findDrafts(ada, at().conversationId))[0]).toEqual(draft);
  });

  test("what was sent is refused", async () => {
    const row = await schedule();
    await due(row);
    await expect(cancel(row)).rejects.toMatchObject({ code: "conflict", details: { reason: "already_sent" } });
  });

  test("at the moment of sending: exactly one of the two wins", async () => {
    const outcomes = { sent: 0, canceled: 0 };
    for (let round = 0; round < 12; round++) {
      const row = await schedule({ lastSeenMessageId: (await newest()).id, body: `Round ${round}` });
      const race = round % 2 === 0 ? [cancel(row), due(row)] : [due(row), cancel(row)];
      const canceling = (await Promise.allSettled(race))[round % 2 === 0 ? 0 : 1]!;
      const isSent = await getMessage(ada, row.id).then(
        () => true,
        () => false,
      );
      const draft = (await findDrafts(ada, at().conversationId)).find(({ body }) => body.includes(`Round ${round}`));
      expect([isSent, canceling.status, draft !== undefined]).toEqual(
        isSent ? [true, "rejected", false] : [false, "fulfilled", true],
      );
      outcomes[isSent ? "sent" : "canceled"]++;
    }
    expect(outcomes.sent + outcomes.canceled).toBe(12);
  });

  test("its files are kept while it waits, however long", async () => {
    const { id: file } = await keepUpload(ada, { name: "a.txt", content: bytesOf("x") });
    const row = await schedule({ attachmentIds: [file], sendAt: new Date(Date.now() + 72 * 3_600_000) });
    await expect(reply(ada, { ...at(), body: "x", attachmentIds: [file] })).rejects.toMatchObject({
      code: "invalid_input",
    });
    putBack = useClock(() => new Date(Date.now() + 48 * 3_600_000));
    await sweepUploads(world.ctx);
    await due(row);
    expect((await newest()).attachments.map(({ id }) => id)).toEqual([file]);
  });

  test("one called back is forgotten a day later", async () => {
    const row = await schedule();
    await cancel(row);
    putBack = useClock(() => new Date(Date.now() + 25 * 3_600_000));
    await sweepCanceled(world.ctx);
    await expect(cancel(row)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("undo", () => {
  const write = (who: Context, body = "Hi", clientMessageId?: string) =>
    sendReply(who, { ...at(), body, ...(clientMessageId && { clientMessageId }) });

  test("people's replies wait for the channel's delay; programs, the AI and other channels do not", async () => {
    const owner = await aMember(world.ctx, "owner");
    await setUndoDelays(owner, { email: 20, sms: 0 });
    const sent = await write(ada);
    if (!("scheduled" in sent)) throw new Error("It was sent at once");
    expect(sent.scheduled.purpose).toBe("undo");
    const waitMs = sent.scheduled.sendAt.getTime() - Date.now();
    expect([waitMs > 18_000, waitMs <= 20_000]).toEqual([true, true]);
    expect(await write(world.ctx)).toHaveProperty("message");
    await setUndoDelays(owner, { email: 0, sms: 60 });
    const { message } = (await sendReply(ada, { ...at(), lastSeenMessageId: (await newest()).id, body: "Now" })) as {
      message: Message;
    };
    expect(message.state).toBe("queued");
  });

  test("only who may change settings changes the delay, and the log says from what to what", async () => {
    await expect(setUndoDelays(ada, { email: 5, sms: 0 })).rejects.toMatchObject({ code: "forbidden" });
    const owner = await aMember(world.ctx, "owner");
    await setUndoDelays(owner, { email: 5, sms: 0 });
    await setUndoDelays(owner, { email: 5, sms: 0 });
    const { events } = await listEvents(world.ctx, { after: 0, limit: 1000 });
    expect(events.filter(({ name }) => name === "undo_delay.changed").map(({ data }) => data)).toEqual([
      { channel: "email", from: "0 s", to: "5 s" },
    ]);
  });
});

describe("pressing send twice", () => {
  const key = { clientMessageId: "press-1" };

  test("at once makes one reply, for now or for later", async () => {
    const both = await Promise.all([schedule(key), schedule(key)]);
    expect(both[0].id).toBe(both[1].id);
    expect(await scheduled()).toHaveLength(1);
  });

  test("finds the same reply when it was sent, called back, or its moment has passed", async () => {
    const row = await schedule(key);
    await cancel(row);
    expect(await schedule(key)).toMatchObject({ id: row.id, state: "canceled" });
    const other = await schedule({ clientMessageId: "press-2" });
    await due(other);
    const again = await sendReply(ada, { ...at(), body: "x", sendAt: new Date(0), clientMessageId: "press-2" });
    expect(again).toMatchObject({ message: { id: other.id, state: "queued" } });
    expect(await queued()).toHaveLength(1);
  });

  test("a key is its author's alone", async () => {
    await schedule(key);
    await expect(schedule(key, await aMember(world.ctx))).rejects.toMatchObject({
      details: { reason: "client_message_id_taken" },
    });
  });
});

test("an answer for later uses up the AI's draft and her own, as an answer now does", async () => {
  await saveDraft(ada, { ...at(), kind: "reply", body: "On its", version: 0 });
  const { id: draftId } = await aDraft(world.ctx, at().conversationId, at().lastSeenMessageId);
  await schedule({ draftId });
  expect(await findDrafts(ada, at().conversationId)).toEqual([]);
  await expect(getDraft(ada, at().conversationId)).rejects.toMatchObject({ code: "not_found" });
});

test("another workspace neither sees, sends nor calls it back", async () => {
  const row = await schedule();
  const stranger = await aMember((await aShopWithMail(db)).ctx, "owner");
  for (const attempt of [cancel(row, stranger), sendNow(row, undefined, stranger)]) {
    await expect(attempt).rejects.toMatchObject({ code: "not_found" });
  }
  await expect(listScheduledReplies(stranger, at().conversationId)).rejects.toMatchObject({ code: "not_found" });
  await dispatchReply(stranger, { scheduledReplyId: row.id, sendAt: row.sendAt });
  expect(await scheduled()).toMatchObject([{ state: "scheduled" }]);
});
