import { expect, test } from "@jest/globals";
import { closeConversation, listConversations, listMessages, reply } from "../../../src/domain/conversations/index.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const db = await testDatabase();
const mia = { address: "mia@mail.example", name: "Mia Berg" };
const shop = { address: "support@shop.example", name: "Shop" };

async function aThread() {
  const ctx = await aWorkspace(db);
  const agent = await aMember(ctx);
  const { id: connectionId } = await aConnection(ctx);
  const at = { workspaceId: ctx.workspaceId, connectionId };
  const start = Date.now() - 3_600_000;
  /** Minutes after the start, whoever wrote it. */
  const asks = (text: string, minute: number) =>
    aMessage(at, { threadKey: "t", text, sentAt: new Date(start + minute * 60_000) });
  const answers = (text: string, minute: number) =>
    aMessage(at, { ...asks(text, minute), direction: "outbound", from: shop, to: [mia] });
  const see = async () => {
    const rows = await listConversations(agent, { folder: "open", limit: 10 });
    const row = rows[0] ?? (await listConversations(agent, { folder: "closed", limit: 10 }))[0]!;
    const messages = await listMessages(agent, { conversationId: row.id, limit: 100 });
    const minute = row.waitingSince && Math.round((row.waitingSince.getTime() - start) / 60_000);
    return {
      ...{ id: row.id, lastMessageId: messages[0]!.id, rows: rows.length },
      thread: messages.map(({ text }) => text).reverse(),
      places: messages.map(({ position }) => position).reverse(),
      last: row.lastMessagePreview,
      waitsSince: minute,
      status: row.status,
    };
  };
  return { ctx, agent, asks, answers, see };
}

test("whatever the order in which a thread is filed, it reads the same, and an answered question is not waiting", async () => {
  const orders = [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 0, 3, 1],
    [1, 3, 0, 2],
  ];
  for (const order of orders) {
    const { asks, answers, see } = await aThread();
    const thread = [asks("Where is it?", 1), answers("On its way", 2), asks("And now?", 3), answers("Tomorrow", 4)];
    for (const n of order) await receive(db, [thread[n]!]);
    expect(await see()).toMatchObject({
      thread: ["Where is it?", "On its way", "And now?", "Tomorrow"],
      places: [1, 2, 3, 4],
      last: "Tomorrow",
      waitsSince: null,
    });
  }
});

test("a batch in no order is filed in the order of the provider's clock", async () => {
  const { asks, answers, see } = await aThread();
  await receive(db, [answers("Tomorrow", 4), asks("And now?", 3), asks("Where is it?", 1)]);
  expect(await see()).toMatchObject({ thread: ["Where is it?", "And now?", "Tomorrow"], waitsSince: null });
});

test("several late messages beside a new one find their places", async () => {
  const { asks, answers, see } = await aThread();
  await receive(db, [asks("1", 1), answers("4", 4), asks("6", 6)]);
  await receive(db, [asks("7", 7), asks("5", 5), answers("2", 2), asks("3", 3)]);
  expect(await see()).toMatchObject({ thread: ["1", "2", "3", "4", "5", "6", "7"], last: "7", waitsSince: 6 });
});

test("an old message reopens nothing and makes nobody wait", async () => {
  const { agent, asks, answers, see } = await aThread();
  await receive(db, [asks("Where is it?", 2), answers("Here", 3)]);
  await closeConversation(agent, { conversationId: (await see()).id });
  await receive(db, [asks("Hello?", 1)]);
  expect(await see()).toMatchObject({
    thread: ["Hello?", "Where is it?", "Here"],
    last: "Here",
    waitsSince: null,
    status: "closed",
  });
});

test("a question that crosses an answer written here waits: nobody has read it", async () => {
  const { agent, asks, see } = await aThread();
  await receive(db, [asks("Where is it?", 1)]);
  const seen = await see();
  await reply(agent, { conversationId: seen.id, body: "On its way", lastSeenMessageId: seen.lastMessageId });
  await closeConversation(agent, { conversationId: seen.id });
  await receive(db, [asks("Please cancel it", 2)]);
  expect(await see()).toMatchObject({
    thread: ["Where is it?", "On its way", "Please cancel it"],
    last: "Please cancel it",
    waitsSince: 2,
    status: "open",
  });
});

test("an answer and a machine's answer to it that come together leave nobody waiting", async () => {
  const { asks, answers, see } = await aThread();
  await receive(db, [asks("Where is it?", 1)]);
  await receive(db, [answers("Here", 2), { ...asks("I am on holiday", 3), automatic: "auto-reply" }]);
  expect(await see()).toMatchObject({ last: "I am on holiday", waitsSince: null });
});
