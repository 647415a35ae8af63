import { beforeAll, describe, expect, test } from "@jest/globals";
import { demo } from "../../sandbox/seed.ts";
import { defaultSecrets } from "../../sandbox/settings.ts";
import { connectIntegration } from "../../src/domain/connections/index.ts";
import { listConversations, listMessages, reply } from "../../src/domain/conversations/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { ingestDeliveries } from "../../src/inbound/ingest.ts";
import { pullConnection } from "../../src/inbound/pull.ts";
import { sendMessage } from "../../src/outbound/send.ts";
import { control, mia, question, sandbox, shop } from "../sandbox/shop-mailbox.ts";
import { freshDatabase } from "../support/database.ts";
import { arrivalsOf } from "../support/deliveries.ts";
import { aMember, aWorkspace } from "../support/factories.ts";

beforeAll(() => {
  Object.assign(process.env, {
    GOOGLE_CLIENT_ID: defaultSecrets.googleClientId,
    GOOGLE_CLIENT_SECRET: defaultSecrets.googleClientSecret,
    GOOGLE_API_URL: `${sandbox.url}/google`,
    GOOGLE_TOKEN_URL: `${sandbox.url}/google/token`,
  });
});

/** A shop whose mailbox is the sandbox's, in a database of its own: one mailbox belongs to one workspace. */
async function aShop() {
  const db = await freshDatabase();
  const ctx = await aWorkspace(db);
  const { mailbox } = demo;
  const connection = await connectIntegration(ctx, {
    integrationId: "gmail",
    account: mailbox.address,
    displayName: "Nordlys Candles",
    credentials: { refreshToken: mailbox.refreshToken },
  });
  return { ctx, agent: await aMember(ctx), connectionId: connection.id };
}

/** Pull and ingest, as the workers do it one after the other. */
async function sync(ctx: Context, connectionId: string) {
  const { length: before } = await arrivalsOf(ctx);
  await pullConnection(ctx, { connectionId });
  const arrivals = (await arrivalsOf(ctx)).slice(before);
  await ingestDeliveries(ctx.db, arrivals);
  return arrivals.length;
}

async function aQuestion(shopAt: Awaited<ReturnType<typeof aShop>>) {
  await question();
  await sync(shopAt.ctx, shopAt.connectionId);
  const [conversation] = await listConversations(shopAt.agent, { folder: "open", limit: 1 });
  const conversationId = conversation!.id;
  const [seen] = await listMessages(shopAt.agent, { conversationId, limit: 1 });
  const answer = await reply(shopAt.agent, { conversationId, body: "On its way!", lastSeenMessageId: seen!.id });
  return { conversationId, messageId: answer.id };
}
const latest = async (ctx: Context, conversationId: string) =>
  (await listMessages(ctx, { conversationId, limit: 1 }))[0]!;
const atMia = () => sandbox.state.mail.threads(mia);

describe("an answer", () => {
  test("arrives once, in the shopper's thread, and the Message-ID Gmail really used is kept", async () => {
    const at = await aShop();
    const { conversationId, messageId } = await aQuestion(at);
    await sendMessage(at.ctx, { messageId });
    await sendMessage(at.ctx, { messageId });
    expect(atMia()).toHaveLength(1);
    const [, answer, ...more] = atMia()[0]!.messages;
    expect(more).toEqual([]);
    expect(answer).toMatchObject({ subject: "Re: Where is my order?", isOwn: false });
    expect(await latest(at.agent, conversationId)).toMatchObject({ state: "sent", rfcMessageId: answer!.messageId });
  });

  test("waits while Gmail asks to wait, and says why when Gmail refuses it for good", async () => {
    const at = await aShop();
    const { conversationId, messageId } = await aQuestion(at);
    const path = "/messages/send";
    await control("POST", "faults", { target: "gmail", path, status: 429, retryAfterSeconds: 5 });
    await expect(sendMessage(at.ctx, { messageId })).rejects.toMatchObject({ retryAfterMs: 5000 });
    expect(await latest(at.agent, conversationId)).toMatchObject({ state: "queued" });
    await control("POST", "faults", { target: "gmail", path, status: 400 });
    await sendMessage(at.ctx, { messageId });
    const failed = await latest(at.agent, conversationId);
    expect(failed.state).toBe("failed");
    expect(failed.failure?.message).toBeTruthy();
  });

  test("seen again in the mailbox's history is not filed a second time", async () => {
    const at = await aShop();
    const { conversationId, messageId } = await aQuestion(at);
    await sendMessage(at.ctx, { messageId });
    expect(await sync(at.ctx, at.connectionId)).toBe(1);
    expect(await listMessages(at.agent, { conversationId, limit: 10 })).toHaveLength(2);
  });
});

describe("mail from outside", () => {
  const forms: [string, string, object][] = [
    ["without a Message-ID and a date", "From: tom@mail.example\r\nSubject: Hi\r\n\r\nHello", { subject: "Hi" }],
    ["without a sender", "Subject: Who am I\r\n\r\nHello", { subject: "Who am I" }],
    ["with an unknown charset", "From: t@m.example\r\nContent-Type: text/plain; charset=x-klingon\r\n\r\nHello", {}],
    [
      "with a boundary that never comes",
      'From: t@m.example\r\nContent-Type: multipart/mixed; boundary="a"\r\n\r\nx',
      {},
    ],
    ["that is no mail at all", "\u0000\u0001 nothing", {}],
  ];
  test.each(forms)("%s is filed where a person sees it, and the next mail too", async (_, broken, expected) => {
    const at = await aShop();
    await control("POST", `gmail/${shop}/raw`, broken);
    await question();
    await sync(at.ctx, at.connectionId);
    const rows = await listConversations(at.agent, { folder: "open", limit: 10 });
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual(expect.objectContaining({ subject: "Where is my order?" }));
    expect(rows).toContainEqual(expect.objectContaining(expected));
  });

  test("of 31 MB becomes a message that says where to read it", async () => {
    const at = await aShop();
    await control(
      "POST",
      `gmail/${shop}/raw?sizeEstimate=${31 * 1024 * 1024}`,
      "From: t@m.example\r\nSubject: Big\r\n\r\nx",
    );
    await sync(at.ctx, at.connectionId);
    const [row] = await listConversations(at.agent, { folder: "open", limit: 10 });
    expect((await latest(at.agent, row!.id)).notice).toContain("31 MB");
  });

  test("cannot pretend to be our own by writing our header", async () => {
    const at = await aShop();
    const { messageId } = await aQuestion(at);
    const forged = `From: eve@evil.example\r\nSubject: Forged\r\nX-Parley-Message: ${messageId}\r\n\r\nHello`;
    await control("POST", `gmail/${shop}/raw`, forged);
    await sync(at.ctx, at.connectionId);
    const rows = await listConversations(at.agent, { folder: "open", limit: 10 });
    expect(rows.map((row) => row.subject)).toContain("Forged");
  });

  test("is neither lost nor doubled when the history has expired", async () => {
    const at = await aShop();
    await question("First");
    await sync(at.ctx, at.connectionId);
    await question("Second");
    await control("POST", `gmail/${shop}/expire-history`);
    await sync(at.ctx, at.connectionId);
    await sync(at.ctx, at.connectionId);
    const rows = await listConversations(at.agent, { folder: "open", limit: 10 });
    expect(rows.map((row) => [row.subject, row.messageCount]).toSorted()).toEqual([
      ["First", 1],
      ["Second", 1],
    ]);
  });
});
