import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { recordConsent } from "../../../src/domain/consent/index.ts";
import { closeConversation } from "../../../src/domain/conversations/index.ts";
import { now, useClock as setClock } from "../../../src/platform/clock.ts";
import { aTextingShop, credentials, mia, shopNumber, type TextingShop } from "./texting-shop.ts";

let shop: TextingShop;
let putClockBack = () => {};
beforeAll(async () => {
  shop = await aTextingShop();
}, 60_000);
beforeEach(async () => {
  putClockBack();
  // Each test has its conversation for itself.
  for (const { id } of await shop.inbox()) await closeConversation(shop.agent, { conversationId: id });
});
const later = (ms: number) => {
  const at = now().getTime() + ms;
  putClockBack();
  putClockBack = setClock(() => new Date(at));
};

const newest = async () => {
  const [row] = await shop.inbox();
  return { row: row!, last: (await shop.messages(row!.id)).at(-1)! };
};

describe("what comes in", () => {
  test("one conversation per customer and number, text as it was written, reopened when she writes again", async () => {
    await shop.text("Où est ma commande? 👍 & = % +  ");
    await shop.text("مرحبا \u202eabc\u202c 🕯️");
    const { row, last } = await newest();
    expect(row).toMatchObject({ channel: "sms", subject: "", messageCount: 2 });
    expect((await shop.messages(row.id)).map(({ text }) => text)).toEqual([
      "Où est ma commande? 👍 & = % +  ",
      "مرحبا \u202eabc\u202c 🕯️",
    ]);
    expect(last).toMatchObject({ from: { address: mia }, to: [{ address: shopNumber }], via: "twilio-sms" });
    await closeConversation(shop.agent, { conversationId: row.id });
    await shop.text("Still there?");
    expect((await newest()).row.id).toBe(row.id);
  });

  test("Twilio hears an empty answer at once; the same text told again is one message", async () => {
    await shop.callback("message", { duplicate: 2 });
    await shop.text("Once");
    const { row } = await newest();
    expect((await shop.messages(row.id)).filter(({ text }) => text === "Once")).toHaveLength(1);
  });

  test("pictures are fetched with credentials that go nowhere else, kept, and what never comes is told", async () => {
    const png = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPhfDwAChAGA8Ph0OwAAAABJRU5ErkJggg==",
      "base64",
    );
    const picture = { contentType: "image/png", base64: png.toString("base64") };
    await shop.text("Look", { media: [picture, picture, { contentType: "image/png", base64: "" }] });
    const { last } = await newest();
    expect(last.attachments.map(({ name, storedType }) => [name, storedType]).sort()).toEqual([
      ["picture-1.png", null],
      ["picture-2.png", null],
      ["picture-3.png", null],
    ]);
    await shop.fails("/Media/", { status: 404 });
    await expect(shop.fetchFiles(last.externalId!)).rejects.toMatchObject({ code: "provider_unavailable" });
    await shop.fetchFiles(last.externalId!);
    const { last: after } = await newest();
    expect(
      after.attachments.map(({ name, sizeBytes, storedType }) => [name, sizeBytes, storedType !== null]).sort(),
    ).toEqual([
      ["picture-1.png", png.length, true],
      ["picture-2.png", png.length, true],
      ["picture-3.png", 0, true],
    ]);
    expect(after.notice).toBeNull();
  });

  test("a picture that is gone for good leaves the text and says so", async () => {
    await shop.text("Gone", { media: [{ contentType: "image/jpeg", base64: "/9j/" }] });
    const { last } = await newest();
    await shop.fails("/Media/", { status: 404 });
    await shop.fetchFiles(last.externalId!, true);
    expect((await newest()).last).toMatchObject({ text: "Gone", notice: expect.stringContaining("did not come") });
  });

  test("a group is a conversation of its own, and its answer goes to one number, as the writer is told", async () => {
    await shop.text("Both of us", { others: ["+13035550172"] });
    const { row, last } = await newest();
    expect(last.cc).toEqual([{ address: "+13035550172", name: "" }]);
    const { body } = await shop.owner.get(`/v1/conversations/${row.id}/recipients`).expect(200);
    expect(body).toMatchObject({ to: [{ address: mia }], cc: [], warnings: [{ code: "cc_left_out" }] });
  });

  test.each<[string, { signature?: string; sid?: string }]>([
    ["no signature", { signature: "" }],
    ["a wrong signature", { signature: "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" }],
    ["another account's SID", { sid: "AC99999999999999999999999999999999" }],
    ["no account at all", { sid: "" }],
  ])("%s is refused, and nothing is kept", async (_, { signature = "x", sid = credentials.accountSid }) => {
    const fields = { MessageSid: `SM${"a".repeat(32)}`, AccountSid: sid, From: mia, To: shopNumber, Body: "forged" };
    const answer = await fetch(`${shop.api.url}/webhooks/twilio-sms`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature },
      body: new URLSearchParams(fields).toString(),
    });
    expect(answer.status).toBe(403);
    await shop.ingest();
    expect((await shop.inbox()).length).toBe(0);
  });
});

describe("what goes out", () => {
  beforeEach(() => shop.text("Where is my order?"));

  test("through the service from the number she texted, and the carrier's word in whatever order it comes", async () => {
    const queued = await shop.answer("It’s on its way – today!");
    await shop.send(queued);
    expect(await shop.message(queued.id)).toMatchObject({ state: "sent", subject: "", from: { address: shopNumber } });
    await shop.callback("/message-status .* sent/", { reorder: true });
    await shop.callback("/message-status .* delivered/", { duplicate: 2 });
    await shop.wind(10_000);
    expect(await shop.message(queued.id)).toMatchObject({ state: "sent", delivery: "delivered" });
    expect(shop.received().at(-1)).toMatchObject({ from: shopNumber, body: "It's on its way - today!" });
  });

  test.each([
    ["30003", "switched off"],
    ["30005", "does not exist"],
    ["30007", "spam"],
    ["30034", "not registered"],
  ])("given back by the carrier with %s it failed, in words, and whoever waited waits again", async (code, words) => {
    await shop.control("PUT", `twilio/phones/${encodeURIComponent(mia)}`, {
      carrier: { outcome: "undelivered", errorCode: Number(code) },
    });
    const queued = await shop.answer(`Try ${code}`);
    await shop.send(queued);
    await shop.wind(10_000);
    expect(await shop.message(queued.id)).toMatchObject({
      ...{ state: "failed", delivery: "undelivered" },
      failure: { code: `carrier_${code}`, message: expect.stringContaining(words) },
    });
    expect((await shop.inbox())[0]!.waitingSince).not.toBeNull();
    await shop.control("PUT", `twilio/phones/${encodeURIComponent(mia)}`, { carrier: { outcome: "delivered" } });
    await shop.owner.post(`/v1/messages/${queued.id}/resend`, { lastSeenMessageId: queued.id });
  });

  test("cut off after it was taken, it is found by whom, what and when, and not sent twice", async () => {
    const before = shop.received().length;
    const [first, second] = [await shop.answer("Twice the same"), await shop.answer("Twice the same")];
    await shop.send(first);
    await shop.fails("/Messages.json", { method: "POST", cut: "after" });
    await expect(shop.send(second)).rejects.toMatchObject({ outcomeUnknown: true });
    await shop.send(second);
    expect(shop.received().length).toBe(before + 2);
    expect((await shop.message(first.id)).externalId).not.toBe((await shop.message(second.id)).externalId);
    expect(await shop.message(second.id)).toMatchObject({ state: "sent" });
  });

  test("cut off before, it goes out once, after it stayed missing for a minute", async () => {
    const before = shop.received().length;
    const queued = await shop.answer("Only once");
    await shop.fails("/Messages.json", { method: "POST", cut: "before" });
    await expect(shop.send(queued)).rejects.toMatchObject({ outcomeUnknown: true });
    await expect(shop.send(queued)).rejects.toMatchObject({ retryAfterMs: 60_000 });
    later(60_000);
    await shop.send(queued);
    expect(shop.received().length).toBe(before + 1);
  });

  test("the carrier's word may come before Twilio's answer to us", async () => {
    const queued = await shop.answer("Early");
    await shop.fails("/Messages.json", { method: "POST", cut: "after" });
    await expect(shop.send(queued)).rejects.toBeDefined();
    await shop.wind(10_000);
    expect(await shop.message(queued.id)).toMatchObject({ state: "sent", delivery: "delivered" });
    const before = shop.received().length;
    await shop.send(queued);
    expect(shop.received().length).toBe(before);
  });

  test("1,601 characters, copies and files are refused before anything is queued", async () => {
    const { row, last } = await newest();
    const post = (more: object) =>
      shop.owner.post(`/v1/conversations/${row.id}/replies`, { body: "x", lastSeenMessageId: last.id, ...more });
    const { body } = await post({ body: "x".repeat(1601) }).expect(422);
    expect(body).toMatchObject({ details: { reason: "text_too_long", characters: 1601, most: 1600 } });
    await post({ to: [{ address: "a@b.example" }] }).expect(422);
    await post({ body: "x".repeat(1600) }).expect(201);
    const counted = await shop.owner.post("/v1/sms/segments", { body: `${"x".repeat(160)}😀` }).expect(200);
    expect(counted.body).toMatchObject({ encoding: "UCS-2", segments: 3, characters: 161, outsideGsm: ["😀"] });
  });
});

describe("STOP", () => {
  test("ends it for everybody, START brings answers back, and neither waits for an answer", async () => {
    await shop.text("Hello");
    const { row } = await newest();
    const queued = await shop.answer("Too late");
    await shop.text("STOP");
    await shop.send(queued);
    expect(await shop.message(queued.id)).toMatchObject({ state: "failed", failure: { code: "consent_withdrawn" } });
    await expect(shop.answer("More")).rejects.toMatchObject({ details: { reason: "consent_withdrawn" } });
    expect((await shop.messages(row.id)).at(-1)).toMatchObject({ text: "STOP", automatic: "keyword" });
    const { body } = await shop.owner.get(`/v1/conversations/${row.id}/recipients`).expect(200);
    expect(body.refusal).toMatchObject({ reason: "consent_withdrawn", consent: { evidence: { words: "stop" } } });
    await shop.text("START");
    expect(await shop.standing(row.customerId)).toMatchObject([{ state: "given" }, { state: "withdrawn" }]);
    await shop.send(await shop.answer("Welcome back"));
  });

  test("that only Twilio knows of is learned from its refusal, and is not tried again", async () => {
    await shop.text("Hi again");
    const { row } = await newest();
    await shop.text("STOP");
    const evidence = { note: "She said yes on the phone" };
    const said = { customerId: row.customerId, channel: "sms", purpose: "service", how: "agent", evidence } as const;
    await recordConsent(shop.agent, { ...said, state: "given" });
    const queued = await shop.answer("Are you sure?");
    await shop.send(queued);
    expect(await shop.message(queued.id)).toMatchObject({
      ...{ state: "failed", failure: { message: expect.stringContaining("START") } },
    });
    const [standing] = await shop.standing(row.customerId);
    expect(standing).toMatchObject({
      state: "withdrawn",
      consent: { how: "provider", evidence: { providerCode: "21610" } },
    });
    await shop.text("START");
  });
});

test("credentials that are refused are told before anything is kept, and a token that changed is learned", async () => {
  const wrong = { integrationId: "twilio-sms", credentials: { ...credentials, authToken: "wrong" } };
  const { body } = await shop.owner.post("/v1/connections", wrong).expect(422);
  expect(body.detail).toContain("refuses");
  const { authToken: _, ...less } = credentials;
  await shop.owner.post("/v1/connections", { integrationId: "twilio-sms", credentials: less }).expect(422);
});
