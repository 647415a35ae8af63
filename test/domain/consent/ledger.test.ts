import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  announceConsents,
  listConsents,
  noteConsents,
  noteRefusedByProvider,
  readWish,
  recordConsent,
  type SaidInMessage,
} from "../../../src/domain/consent/index.ts";
import {
  closeConversation,
  latestCorrespondence,
  listConversations,
  markFailed,
  refusalOfMessage,
  reply,
  resendMessage,
} from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { eraseCustomer } from "../../../src/domain/privacy/index.ts";
import { dispatchReply, listScheduledReplies, sendReply } from "../../../src/domain/scheduled-replies/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { now, useClock as setClock } from "../../../src/platform/clock.ts";
import { type Database, inWorkspaces } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const mia = "+12125550147";
let db: Database;
let ctx: Context;
let agent: Context;
let connectionId: string;
let conversationId: string;
let customerId: string;
let putClockBack = () => {};
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  ctx = await aWorkspace(db);
  agent = await aMember(ctx);
  connectionId = (await aConnection(ctx)).id;
  const text = { channel: "sms", via: "twilio-sms", subject: "", senderVerified: null } as const;
  const from = { address: mia, name: "" };
  const customer = { kind: "phone", value: mia, name: mia } as const;
  await receive(db, [aMessage({ workspaceId: ctx.workspaceId, connectionId }, { ...text, from, customer })]);
  const [row] = await listConversations(ctx, { folder: "open", limit: 1 });
  ({ id: conversationId, customerId } = row!);
});
afterEach(() => putClockBack());

/** The clock stands still from here on. */
function at(iso: string) {
  putClockBack();
  putClockBack = setClock(() => new Date(iso));
}

const evidence = { note: "She said so on the phone" };
const withdraw = (purpose: "all" | "promotional" = "all") =>
  recordConsent(agent, { customerId, channel: "sms", purpose, state: "withdrawn", how: "agent", evidence });
const agree = (purpose: "all" | "promotional" | "service") =>
  recordConsent(agent, { customerId, channel: "sms", purpose, state: "given", how: "agent", evidence });
const answer = async (more = {}, author = agent) => {
  const last = await latestCorrespondence(ctx, conversationId);
  return reply(author, { conversationId, body: "On its way", lastSeenMessageId: last!.id, ...more });
};
const refused = { code: "conflict", details: { reason: "consent_withdrawn", channel: "sms", address: mia } };

function said(text: string, overrides: Partial<SaidInMessage> = {}): SaidInMessage {
  const ids = { workspaceId: ctx.workspaceId, connectionId, externalId: randomUUID() };
  const how = { channel: "sms", actor: { type: "system", job: "ingest" }, cause: null } as const;
  return { ...ids, ...how, address: mia, text, at: now(), wish: readWish(text)!, ...overrides };
}
const note = (messages: SaidInMessage[]) =>
  inWorkspaces(db.app, [ctx.workspaceId], async (tx) => {
    const fresh = await noteConsents(tx, messages);
    await announceConsents(tx, messages, fresh);
    return fresh.size;
  });
const standings = async () => {
  const { standings: rows } = await listConsents(agent, { customerId });
  const sms = rows.filter(({ channel }) => channel === "sms");
  return Object.fromEntries(sms.map(({ purpose, state }) => [purpose, state]));
};
const eventNames = async () => {
  const { events } = await listEvents(ctx, { after: 0, limit: 100 });
  return events.map(({ name }) => name).filter((name) => name.startsWith("consent."));
};

describe("who has opted out gets nothing, whoever writes", () => {
  test("a reply of a person, of the AI and one for later are refused with what to do", async () => {
    await withdraw();
    await expect(answer()).rejects.toMatchObject({ ...refused, message: expect.stringContaining("START") });
    const ai = { ...ctx, actor: { type: "ai", id: randomUUID() } as const };
    await expect(answer({}, ai)).rejects.toMatchObject(refused);
    const last = await latestCorrespondence(ctx, conversationId);
    const later = { conversationId, body: "Later", lastSeenMessageId: last!.id, sendAt: new Date(Date.now() + 60_000) };
    await expect(sendReply(agent, later)).rejects.toMatchObject(refused);
    expect(await eventNames()).toEqual(["consent.withdrawn"]);
  });

  test("what was queued before is stopped right before the provider is called, and cannot be sent again", async () => {
    const queued = await answer();
    expect(await refusalOfMessage(ctx, queued.id)).toBeNull();
    await withdraw();
    const failure = await refusalOfMessage(ctx, queued.id);
    expect(failure).toMatchObject({ code: "consent_withdrawn" });
    await markFailed(ctx, { messageId: queued.id, failure: failure! });
    const last = await latestCorrespondence(ctx, conversationId);
    const again = { messageId: queued.id, lastSeenMessageId: last!.id };
    await expect(resendMessage(agent, again)).rejects.toMatchObject(refused);
    await agree("service");
    expect(await resendMessage(agent, again)).toMatchObject({ state: "queued" });
  });

  test("one that waited for its moment is held back, and its author is told why", async () => {
    const last = await latestCorrespondence(ctx, conversationId);
    const sendAt = new Date(Date.now() + 60_000);
    const sent = await sendReply(agent, { conversationId, body: "Later", lastSeenMessageId: last!.id, sendAt });
    await withdraw();
    await dispatchReply(ctx, { scheduledReplyId: "scheduled" in sent ? sent.scheduled.id : "", sendAt });
    expect(await listScheduledReplies(agent, conversationId)).toMatchObject([
      { state: "held", heldBecause: { code: "consent_withdrawn" } },
    ]);
  });

  test("only on the channel she means, and other people of the shop's are not touched", async () => {
    await recordConsent(agent, {
      ...{ customerId, channel: "voice", purpose: "all", state: "withdrawn", how: "agent", evidence },
    });
    expect(await answer()).toMatchObject({ state: "queued" });
    const other = await aWorkspace(db);
    expect(await listEvents(other, { after: 0, limit: 10 })).toMatchObject({ events: [] });
  });
});

describe("advertising", () => {
  test("takes consent of its own, and daytime where she is", async () => {
    at("2026-11-18T16:00:00Z");
    await expect(answer({ promotional: true })).rejects.toMatchObject({ details: { reason: "no_consent" } });
    await agree("promotional");
    expect(await answer({ promotional: true })).toMatchObject({ promotional: true });
    at("2026-11-19T03:00:00Z");
    const night = { details: { reason: "quiet_hours", opensAt: "2026-11-19T13:00:00.000Z" } };
    await expect(answer({ promotional: true })).rejects.toMatchObject(night);
    expect(await answer()).toMatchObject({ promotional: null });
    await withdraw("promotional");
    await expect(answer({ promotional: true })).rejects.toMatchObject(refused);
    expect(await answer()).toMatchObject({ state: "queued" });
  });

  test("that comes to its moment at night waits for the morning by itself", async () => {
    at("2026-11-18T16:00:00Z");
    await agree("promotional");
    const last = await latestCorrespondence(ctx, conversationId);
    const sendAt = new Date("2026-11-18T17:00:00Z");
    const input = { conversationId, body: "Sale", lastSeenMessageId: last!.id, sendAt, promotional: true };
    const sent = await sendReply(agent, input);
    at("2026-11-19T02:30:00Z");
    await dispatchReply(ctx, { scheduledReplyId: "scheduled" in sent ? sent.scheduled.id : "", sendAt });
    expect(await listScheduledReplies(agent, conversationId)).toMatchObject([
      { state: "scheduled", sendAt: new Date("2026-11-19T13:00:00Z") },
    ]);
  });
});

describe("what is said in messages", () => {
  test("STOP counts once however often and by how many workers it is read, START takes it back, not advertising", async () => {
    const stop = said("STOP");
    const all = await Promise.all(Array.from({ length: 6 }, () => note([stop])));
    expect(all.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await standings()).toEqual({ service: "withdrawn", promotional: "withdrawn" });
    await note([said("Start", { at: new Date(now().getTime() + 1000) })]);
    expect(await standings()).toEqual({ service: "given", promotional: "withdrawn" });
    expect(await eventNames()).toEqual(["consent.withdrawn", "consent.given"]);
  });

  test("a START that was said before the STOP and comes late changes nothing; YES means nothing without a STOP", async () => {
    expect(await note([said("yes")])).toBe(0);
    await note([said("stop texting me", { at: new Date("2026-11-18T10:00:00Z") })]);
    await note([said("START", { at: new Date("2026-11-18T09:00:00Z") })]);
    expect(await standings()).toEqual({ service: "withdrawn", promotional: "withdrawn" });
    await note([said("yes", { at: new Date("2026-11-18T11:00:00Z") })]);
    expect(await standings()).toMatchObject({ service: "given" });
  });

  test("both in one batch come to what was said last, with the words and the message as evidence", async () => {
    const stop = said("Please stop texting me", { at: new Date("2026-11-18T10:00:00Z") });
    await note([stop, said("START", { at: new Date("2026-11-18T10:00:01Z") })]);
    expect(await standings()).toMatchObject({ service: "given", promotional: "withdrawn" });
    const { history } = await listConsents(agent, { customerId });
    expect(history.at(-1)).toMatchObject({
      how: "plain_language",
      evidence: {
        words: "stop texting me",
        externalId: stop.externalId,
        textHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });

  test("what the carrier says is written down once", async () => {
    const told = { channel: "sms", address: mia, evidence: { providerCode: "21610" } } as const;
    for (let n = 0; n < 2; n++) await noteRefusedByProvider(ctx, told);
    const { history } = await listConsents(agent, { customerId });
    expect(history).toMatchObject([{ how: "provider" }, { how: "provider" }]);
    await expect(answer()).rejects.toMatchObject(refused);
  });
});

describe("what cannot be recorded", () => {
  const record = (changes: object) =>
    recordConsent(agent, {
      ...({ customerId, channel: "sms", purpose: "all", state: "withdrawn", how: "agent", evidence } as const),
      ...changes,
    });
  test.each([
    ["an address that is none", { address: "call me" }],
    ["a channel she has no address of", { channel: "email" }],
    ["a moment to come", { at: new Date(Date.now() + 60_000) }],
    ["consent that nothing shows", { state: "given", evidence: {} }],
  ])("%s", async (_, changes) => {
    await expect(record(changes)).rejects.toMatchObject({ code: "invalid_input" });
  });
  test("an observer may look and not record; an agent may, also for a number nobody has", async () => {
    const observer = await aMember(ctx, "observer");
    const input = { customerId, channel: "sms", purpose: "all", state: "withdrawn", how: "agent", evidence } as const;
    await expect(recordConsent(observer, input)).rejects.toMatchObject({ code: "forbidden" });
    expect(await record({ address: "+1 (212) 555-0199" })).toMatchObject([{ address: "+12125550199" }, {}]);
  });
});

test("a person who is erased stays opted out when she is typed in again, and what she said is gone", async () => {
  await agree("promotional");
  await withdraw();
  await closeConversation(agent, { conversationId });
  await eraseCustomer(ctx, { customerId, reason: "asked" as never });
  await receive(db, [
    aMessage(
      { workspaceId: ctx.workspaceId, connectionId },
      { channel: "sms", from: { address: mia, name: "" }, customer: { kind: "phone", value: mia, name: "Mia" } },
    ),
  ]);
  const [row] = await listConversations(ctx, { folder: "open", limit: 1 });
  const again = await listConsents(agent, { customerId: row!.customerId });
  expect(again.history.map(({ state, address, evidence: shown }) => [state, address, shown])).toEqual([
    ["withdrawn", null, null],
    ["withdrawn", null, null],
  ]);
});
