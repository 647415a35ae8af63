import { randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import {
  addNote,
  assignConversation,
  beginSending,
  closeConversation,
  getMessage,
  listConversations,
  listMessages,
  markFailed,
  markSent,
  reopenConversation,
  reply,
} from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const db = await testDatabase();

async function aConversation(overrides: Parameters<typeof aMessage>[1] = {}) {
  const system = await aWorkspace(db);
  const connection = await aConnection(system);
  const at = { workspaceId: system.workspaceId, connectionId: connection.id };
  await receive(db, [aMessage(at, { threadKey: "t", ...overrides })]);
  const agent = await aMember(system);
  const [conversation] = await listConversations(agent, { folder: "open", limit: 1 });
  const conversationId = conversation!.id;
  const seen = async () => (await listMessages(agent, { conversationId, limit: 1 }))[0]!.id;
  return { system, agent, at, connection, conversationId, seen };
}
const names = async (ctx: Context) => (await listEvents(ctx, { after: 0, limit: 500 })).events.map((e) => e.name);

test("an answer is queued to the customer, threaded, by name, and nobody waits any more", async () => {
  const { agent, conversationId, connection, seen } = await aConversation({
    cc: [{ address: "friend@mail.example", name: "Friend" }],
    rfcMessageId: "<first@mail.example>",
    references: ["<zero@mail.example>"],
  });
  const message = await reply(agent, { conversationId, body: "On its way!", lastSeenMessageId: await seen() });
  expect(message).toMatchObject({
    kind: "reply",
    state: "queued",
    via: "web",
    author: { type: "member", name: "Ada Holm" },
    from: { address: connection.account },
    to: [{ address: "mia@mail.example" }],
    cc: [{ address: "friend@mail.example" }],
    subject: "Re: Where is my order?",
    inReplyTo: "<first@mail.example>",
    references: ["<zero@mail.example>", "<first@mail.example>"],
  });
  const [row] = await listConversations(agent, { folder: "open", limit: 1 });
  expect(row).toMatchObject({ waitingSince: null, messageCount: 2, lastMessageKind: "reply" });
  expect(await names(agent)).toContain("message.queued");
});

test("an answer to an outdated view is refused with what is new, and goes out when forced", async () => {
  const { agent, at, conversationId, seen } = await aConversation();
  const lastSeenMessageId = await seen();
  await receive(db, [aMessage(at, { threadKey: "t", text: "Please cancel it instead!" })]);
  await expect(reply(agent, { conversationId, body: "Sent!", lastSeenMessageId })).rejects.toMatchObject({
    code: "conflict",
    details: { reason: "newer_messages", messages: [{ kind: "customer", preview: "Please cancel it instead!" }] },
  });
  await expect(reply(agent, { conversationId, body: "Sent!", lastSeenMessageId, force: true })).resolves.toBeDefined();
});

test("of two agents who answer at the same moment one is told about the other", async () => {
  const { agent, system, conversationId, seen } = await aConversation();
  const colleague = await aMember(system, "agent", "Bo Lund");
  const lastSeenMessageId = await seen();
  const outcomes = await Promise.allSettled(
    [agent, colleague].map((ctx) => reply(ctx, { conversationId, body: "Hello", lastSeenMessageId })),
  );
  expect(outcomes.map((o) => o.status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("pressing send twice makes one message", async () => {
  const { agent, conversationId, seen } = await aConversation();
  const input = { conversationId, body: "Hello", lastSeenMessageId: await seen(), clientMessageId: randomUUID() };
  const sent = await Promise.all([reply(agent, input), reply(agent, input), reply(agent, input)]);
  expect(new Set(sent.map((m) => m.id)).size).toBe(1);
  expect((await names(agent)).filter((n) => n === "message.queued")).toHaveLength(1);
});

test("a key belongs to its author: another one's message is not taken for one's own", async () => {
  const { agent, system, conversationId, seen } = await aConversation();
  const colleague = await aMember(system, "agent", "Bo Lund");
  const input = { conversationId, body: "Hello", clientMessageId: "1" };
  await reply(agent, { ...input, lastSeenMessageId: await seen() });
  const taken = { code: "conflict", details: { reason: "client_message_id_taken" } };
  await expect(reply(colleague, { ...input, lastSeenMessageId: await seen() })).rejects.toMatchObject(taken);
  await expect(addNote(colleague, input)).rejects.toMatchObject(taken);
});

test("a page of messages says which have HTML and does not carry it", async () => {
  const { agent, at, conversationId } = await aConversation();
  await receive(db, [aMessage(at, { threadKey: "t", html: "<p>Hello</p>" })]);
  const page = await listMessages(agent, { conversationId, limit: 10 });
  expect(page.map(({ hasHtml }) => hasHtml)).toEqual([true, false]);
  for (const message of page) expect(message).not.toHaveProperty("html");
  expect(await getMessage(agent, page[0]!.id)).toMatchObject({ html: "<p>Hello</p>" });
});

test("a note is for colleagues: it is not sent, and does not make an answer stale", async () => {
  const { agent, conversationId, seen } = await aConversation();
  const lastSeenMessageId = await seen();
  await addNote(agent, { conversationId, body: "VIP" });
  await expect(reply(agent, { conversationId, body: "Hi", lastSeenMessageId })).resolves.toBeDefined();
  expect(await names(agent)).toContain("note.added");
});

test("closing, reopening and assigning announce only what changes", async () => {
  const { agent, conversationId } = await aConversation();
  const memberId = agent.actor.type === "member" ? agent.actor.id : "";
  for (let i = 0; i < 2; i++) {
    await assignConversation(agent, { conversationId, memberId });
    await closeConversation(agent, { conversationId });
  }
  await reopenConversation(agent, { conversationId });
  const seen = (await names(agent)).filter((n) => n.startsWith("conversation."));
  expect(seen).toEqual([
    "conversation.opened",
    // Who is given a conversation follows it from then on.
    "conversation.followed",
    "conversation.assigned",
    "conversation.closed",
    "conversation.reopened",
  ]);
});

test("an observer reads but does not write", async () => {
  const { system, conversationId, seen } = await aConversation();
  const observer = await aMember(system, "observer");
  await expect(addNote(observer, { conversationId, body: "x" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(reply(observer, { conversationId, body: "x", lastSeenMessageId: await seen() })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("another workspace cannot see, answer, close or be assigned", async () => {
  const { conversationId, seen } = await aConversation();
  const stranger = await aMember(await aWorkspace(db));
  const missing = { code: "not_found" };
  await expect(listMessages(stranger, { conversationId, limit: 1 })).rejects.toMatchObject(missing);
  await expect(reply(stranger, { conversationId, body: "x", lastSeenMessageId: await seen() })).rejects.toMatchObject(
    missing,
  );
  await expect(closeConversation(stranger, { conversationId })).rejects.toMatchObject(missing);
  const ours = await aConversation();
  const memberId = stranger.actor.type === "member" ? stranger.actor.id : "";
  await expect(assignConversation(ours.agent, { conversationId: ours.conversationId, memberId })).rejects.toMatchObject(
    missing,
  );
});

test("delivery states only move forward, and a found message beats an earlier failure", async () => {
  const { agent, system, conversationId, seen } = await aConversation();
  const { id: messageId } = await reply(agent, { conversationId, body: "Hi", lastSeenMessageId: await seen() });
  expect((await beginSending(system, messageId))!.mayBeSent).toBe(false);
  expect((await beginSending(system, messageId))!.mayBeSent).toBe(true);
  await markFailed(system, { messageId, failure: { code: "provider_rejected", message: "No such mailbox" } });
  await markSent(system, { messageId, externalId: "x1", rfcMessageId: "<x1@mail>" });
  await markFailed(system, { messageId, failure: { code: "provider_rejected", message: "late news" } });
  const [message] = await listMessages(agent, { conversationId, limit: 1 });
  expect(message).toMatchObject({ state: "sent", failure: null, externalId: "x1" });
  expect(await beginSending(system, messageId)).toBeNull();
});
