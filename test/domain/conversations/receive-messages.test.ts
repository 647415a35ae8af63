import { expect, test } from "@jest/globals";
import { closeConversation, listConversations, listMessages } from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const db = await testDatabase();

async function aShop() {
  const ctx = await aWorkspace(db);
  const { id: connectionId } = await aConnection(ctx);
  return { ctx, at: { workspaceId: ctx.workspaceId, connectionId } };
}
const namesOf = async (ctx: Context) =>
  (await listEvents(ctx, { after: 0, limit: 1000 })).events
    .map((e) => e.name)
    .filter((n) => !n.startsWith("connection."));
const inbox = (ctx: Context, folder: "open" | "closed" = "open") => listConversations(ctx, { folder, limit: 100 });

test("opens a conversation at first contact and announces customer, conversation and message in order", async () => {
  const { ctx, at } = await aShop();
  expect(await receive(db, [aMessage(at)])).toBe(1);
  expect(await namesOf(ctx)).toEqual(["customer.created", "conversation.opened", "message.received"]);
  const [row] = await inbox(ctx);
  expect(row).toMatchObject({ customerName: "Mia Berg", customerEmail: "mia@mail.example", messageCount: 1 });
  expect(row!.waitingSince).toBeInstanceOf(Date);
});

test("a message filed before changes nothing, even beside a new one", async () => {
  const { ctx, at } = await aShop();
  const first = aMessage(at, { threadKey: "t" });
  await receive(db, [first]);
  expect(await receive(db, [first, aMessage(at, { threadKey: "t" }), first])).toBe(1);
  const [row] = await inbox(ctx);
  expect(row!.messageCount).toBe(2);
  expect((await namesOf(ctx)).filter((n) => n === "message.received")).toHaveLength(2);
});

test("messages of one thread share a conversation and keep their order", async () => {
  const { ctx, at } = await aShop();
  const texts = ["one", "two", "three", "four"];
  await receive(
    db,
    texts.map((text) => aMessage(at, { threadKey: "t", text })),
  );
  const [row, ...others] = await inbox(ctx);
  expect(others).toEqual([]);
  const listed = await listMessages(ctx, { conversationId: row!.id, limit: 10 });
  expect(listed.map((m) => [m.position, m.text])).toEqual([
    [4, "four"],
    [3, "three"],
    [2, "two"],
    [1, "one"],
  ]);
});

test("a cited Message-ID finds the conversation when the provider's thread is new", async () => {
  const { ctx, at } = await aShop();
  const first = aMessage(at);
  await receive(db, [first]);
  await receive(db, [aMessage(at, { cites: [first.rfcMessageId!] })]);
  expect(await inbox(ctx)).toHaveLength(1);
});

test("a stranger who cites a conversation does not get into it", async () => {
  const { ctx, at } = await aShop();
  const first = aMessage(at);
  await receive(db, [first]);
  const stranger = { kind: "email" as const, value: "eve@evil.example", name: "Eve" };
  await receive(db, [aMessage(at, { cites: [first.rfcMessageId!], customer: stranger })]);
  expect(await inbox(ctx)).toHaveLength(2);
});

test("a customer's message reopens a closed conversation; automatic mail does not", async () => {
  const { ctx, at } = await aShop();
  await receive(db, [aMessage(at, { threadKey: "t" })]);
  const [row] = await inbox(ctx);
  await closeConversation(ctx, { conversationId: row!.id });
  await receive(db, [aMessage(at, { threadKey: "t", automatic: "auto-reply" })]);
  expect(await inbox(ctx)).toEqual([]);
  await receive(db, [aMessage(at, { threadKey: "t" })]);
  expect(await inbox(ctx)).toHaveLength(1);
  expect(await namesOf(ctx)).toContain("conversation.reopened");
});

test("one customer is made for an address, however many messages arrive at once", async () => {
  const { ctx, at } = await aShop();
  const other = await aShop();
  await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      receive(db, [
        aMessage(at, { customer: { kind: "email", value: `c${i % 3}@Mail.example`, name: "" } }),
        aMessage(other.at, { customer: { kind: "email", value: `c${(i + 1) % 3}@mail.example`, name: "" } }),
      ]),
    ),
  );
  for (const context of [ctx, other.ctx]) {
    const rows = await inbox(context);
    expect(rows).toHaveLength(30);
    expect(new Set(rows.map((row) => row.customerId)).size).toBe(3);
    expect((await namesOf(context)).filter((n) => n === "customer.created")).toHaveLength(3);
  }
});

test("a message from nobody known, with no subject and no Message-ID, is filed all the same", async () => {
  const { ctx, at } = await aShop();
  await receive(db, [aMessage(at, { subject: "", text: "", rfcMessageId: null, notice: "The sender is missing" })]);
  expect(await inbox(ctx)).toHaveLength(1);
});
