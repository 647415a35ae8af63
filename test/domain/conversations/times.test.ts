import { expect, test } from "@jest/globals";
import {
  addNote,
  beginSending,
  closeConversation,
  getConversation,
  listConversations,
  listMessages,
  markFailed,
  markSent,
  markSpam,
  reply,
  resendMessage,
} from "../../../src/domain/conversations/index.ts";
import { useClock as setClock } from "../../../src/platform/clock.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const db = await testDatabase();
const mia = { address: "mia@mail.example", name: "Mia Berg" };
const shop = { address: "support@shop.example", name: "Shop" };
const start = Date.now() - 3_600_000;
const minute = (n: number) => new Date(start + n * 60_000);

/** A thread whose times are read in minutes after its start. */
async function aThread() {
  const system = await aWorkspace(db);
  const agent = await aMember(system);
  const { id: connectionId } = await aConnection(system);
  const at = { workspaceId: system.workspaceId, connectionId };
  const asks = (n: number, more: Partial<Parameters<typeof aMessage>[1]> = {}) =>
    aMessage(at, { threadKey: "t", text: `asks ${n}`, sentAt: minute(n), ...more });
  const answers = (n: number, more: Partial<Parameters<typeof aMessage>[1]> = {}) =>
    asks(n, { direction: "outbound", from: shop, to: [mia], text: `answers ${n}`, ...more });
  const id = async () => (await listConversations(agent, { folder: "open", limit: 1 }))[0]!.id;
  const times = async (conversationId: string) => {
    const row = await getConversation(agent, conversationId);
    const since = (at: Date | null) => at && Math.round((at.getTime() - start) / 60_000);
    return {
      first: since(row.firstReplyAt),
      in: since(row.lastInboundAt),
      out: since(row.lastOutboundAt),
      waits: since(row.waitingSince),
    };
  };
  /** Writes an answer here; it is queued. */
  const write = async (conversationId: string, n: number) => {
    const [last] = await listMessages(agent, { conversationId, limit: 1 });
    const putBack = setClock(() => minute(n));
    const { id } = await reply(agent, {
      conversationId,
      body: `writes ${n}`,
      lastSeenMessageId: last!.id,
      force: true,
    });
    putBack();
    return id;
  };
  const sent = (messageId: string) => markSent(agent, { messageId, externalId: messageId, rfcMessageId: null });
  return { agent, asks, answers, id, times, write, sent };
}

test("whatever the order in which a thread is filed, its times are the same", async () => {
  const orders = [
    [0, 1, 2, 3, 4],
    [4, 3, 2, 1, 0],
    [2, 0, 4, 1, 3],
    [3, 1, 0, 2, 4],
  ];
  for (const order of orders) {
    for (const together of [1, 2, 5]) {
      const { asks, answers, id, times } = await aThread();
      const thread = [answers(1), asks(2), answers(3), asks(4), answers(5)];
      for (let n = 0; n < order.length; n += together) {
        await receive(
          db,
          order.slice(n, n + together).map((one) => thread[one]!),
        );
      }
      // The shop's letter before the first question is no answer.
      expect(await times(await id())).toEqual({ first: 3, in: 4, out: 5, waits: null });
    }
  }
});

test("an answer counts once it was really sent, at the time when it was written", async () => {
  const { asks, id, times, write, sent } = await aThread();
  await receive(db, [asks(1)]);
  const conversationId = await id();
  const messageId = await write(conversationId, 5);
  expect(await times(conversationId)).toEqual({ first: null, in: 1, out: null, waits: null });
  await sent(messageId);
  expect(await times(conversationId)).toEqual({ first: 5, in: 1, out: 5, waits: null });
  await sent(messageId);
  await sent(await write(conversationId, 7));
  expect(await times(conversationId)).toMatchObject({ first: 5, out: 7 });
});

test("an answer that could not be sent leaves its customer waiting since when she did", async () => {
  const { agent, asks, id, times, write, sent } = await aThread();
  await receive(db, [asks(1), asks(2)]);
  const conversationId = await id();
  const messageId = await write(conversationId, 5);
  await beginSending(agent, messageId);
  await markFailed(agent, { messageId, failure: { code: "refused", message: "No such address" } });
  expect(await times(conversationId)).toEqual({ first: null, in: 2, out: null, waits: 1 });
  const [last] = await listMessages(agent, { conversationId, limit: 1 });
  await resendMessage(agent, { messageId, lastSeenMessageId: last!.id });
  expect(await times(conversationId)).toEqual({ first: null, in: 2, out: null, waits: null });
  await markFailed(agent, { messageId, failure: { code: "refused", message: "No such address" } });
  expect(await times(conversationId)).toMatchObject({ waits: 1 });
  await sent(messageId);
  expect(await times(conversationId)).toEqual({ first: 5, in: 2, out: 5, waits: null });
});

test("a failed answer makes nobody wait in a conversation that is closed, or that was answered since", async () => {
  const { agent, asks, id, times, write } = await aThread();
  await receive(db, [asks(1)]);
  const conversationId = await id();
  const failure = { code: "refused", message: "No such address" };
  const messageId = await write(conversationId, 5);
  await write(conversationId, 6);
  await markFailed(agent, { messageId, failure });
  expect(await times(conversationId)).toMatchObject({ waits: null });
  await closeConversation(agent, { conversationId });
  await markFailed(agent, { messageId: await write(conversationId, 7), failure });
  expect(await times(conversationId)).toMatchObject({ waits: null });
});

test("machines' mail, notes and spam marks move none of the times", async () => {
  const { agent, asks, answers, id, times } = await aThread();
  await receive(db, [asks(1)]);
  const conversationId = await id();
  const before = await times(conversationId);
  await receive(db, [asks(2, { automatic: "bounce" }), answers(3, { automatic: "auto-reply" })]);
  await addNote(agent, { conversationId, body: "Look at this" });
  await markSpam(agent, { conversationId, spam: true });
  await markSpam(agent, { conversationId, spam: false });
  expect(await times(conversationId)).toEqual(before);
  expect(before).toEqual({ first: null, in: 1, out: null, waits: 1 });
});

test("answers sent at once, and mail that comes meanwhile, all count", async () => {
  const { agent, asks, id, times, write, sent } = await aThread();
  await receive(db, [asks(1)]);
  const conversationId = await id();
  const written: string[] = [];
  for (const n of [5, 6, 7, 8]) written.push(await write(conversationId, n));
  await Promise.all([
    ...written.reverse().map(sent),
    receive(db, [asks(9)]),
    addNote(agent, { conversationId, body: "Look at this" }),
  ]);
  expect(await times(conversationId)).toEqual({ first: 5, in: 9, out: 8, waits: 9 });
});
