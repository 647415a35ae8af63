import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { concludeCall, giveUpTranscript, noteTranscript } from "../../../src/domain/calls/index.ts";
import { isOpen } from "../../../src/domain/calls/rules.ts";
import { recordConsent } from "../../../src/domain/consent/index.ts";
import { useClock as setClock } from "../../../src/platform/clock.ts";
import { aPhoneShop, mia, type PhoneShop } from "./phone-shop.ts";

let shop: PhoneShop;
let putClockBack = () => {};
beforeAll(async () => {
  shop = await aPhoneShop();
}, 60_000);
beforeEach(async () => {
  putClockBack();
  putClockBack = () => {};
  await shop.quiet();
});
const later = (ms: number) => {
  const at = Date.now() + ms;
  putClockBack();
  putClockBack = setClock(() => new Date(at));
};

describe("who cannot be answered at once", () => {
  const shop1 = { to: "menu", menu: "main" } as const;
  const main = {
    say: "For orders press 1, to leave a message press 2.",
    options: [
      { digits: "1", words: ["order"], target: { to: "team", teamId: null } },
      { digits: "2", words: ["message"], target: { to: "voicemail" } },
    ],
    tries: 2,
    fallback: { to: "hang_up", say: "Goodbye." },
  };

  test("a menu takes keys and words, asks again, and then goes on by itself", async () => {
    await shop.arrange({ greeting: "Welcome.", first: shop1, menus: { main } });
    await shop.agent("Ada");
    const pressed = await shop.call();
    await shop.wind(1_000);
    expect(await shop.heard(pressed)).toEqual(["Welcome.", main.say]);
    await shop.act(pressed, { digits: "1" });
    expect(await shop.newest()).toMatchObject({ state: "waiting" });
    const spoke = await shop.call();
    await shop.wind(1_000);
    await shop.act(spoke, { speech: "I would like to leave a message, please" });
    expect(await shop.newest()).toMatchObject({ state: "voicemail" });
    const silent = await shop.call();
    await shop.wind(1_000);
    await shop.act(silent, { digits: "9" });
    await shop.wind(60_000);
    expect((await shop.heard(silent)).slice(2)).toEqual(["Sorry, I did not understand that.", main.say, "Goodbye."]);
    expect(await shop.newest()).toMatchObject({ state: "ended", outcome: "missed", reason: "hung_up_in_menu" });
  });

  test("nobody is there: she leaves a message, it is kept with what she said, and waits for an answer", async () => {
    const sid = await shop.call();
    expect(await shop.newest()).toMatchObject({ state: "voicemail" });
    await shop.wind(5_000);
    await shop.act(sid, { speech: "Please call me about order 1042" });
    await shop.wind(5_000);
    await shop.act(sid, { hangUp: true });
    await shop.wind(20_000);
    const call = await shop.newest();
    expect(call).toMatchObject({ state: "ended", outcome: "voicemail", reason: "nobody_came" });
    expect(call.recordings).toMatchObject([{ kind: "voicemail", transcript: "Please call me about order 1042" }]);
    const told = await shop.messages(call.conversationId);
    expect(told.find(({ id }) => id === call.messageId)?.text).toBe("Missed call: a message was left");
    const entry = told.at(-1)!;
    expect(entry.text).toMatch(/^Voicemail, \d+ seconds$/);
    expect(entry.attachments).toMatchObject([{ id: call.recordings[0]!.attachmentId, name: "voicemail.mp3" }]);
    expect((await shop.inbox()).find(({ id }) => id === call.conversationId)?.waitingSince).not.toBeNull();
  });

  test("a message in which nothing is said ends as not written down, and words that come late are taken", async () => {
    await shop.call();
    await shop.wind(5_000);
    await shop.wind(30_000);
    const before = await shop.newest();
    expect(before.recordings).toMatchObject([{ kind: "voicemail", transcript: null, isTranscribed: false }]);
    const [job] = await shop.db.system.sql`
      select payload, run_at > now() + interval '9 minutes' as "isLater" from jobs
      where name = 'untranscribed' and payload ->> 'callId' = ${before.id}`;
    expect(job).toMatchObject({ isLater: true });
    const { recordingExternalId } = job!.payload;
    await giveUpTranscript(shop.ctx, job!.payload);
    expect((await shop.newest()).recordings).toMatchObject([{ transcript: null, isTranscribed: true }]);
    const late = { connectionId: shop.connectionId, callId: before.id, recordingExternalId };
    for (const text of [" It rustles. ", null, ""]) await noteTranscript(shop.ctx, { ...late, text });
    expect((await shop.newest()).recordings).toMatchObject([{ transcript: "It rustles.", isTranscribed: true }]);
  });

  test("who waits hears her place, may be called back, keeps her place, and is dialled when somebody is free", async () => {
    await shop.arrange({ queue: { offerCallbackAfterSeconds: 0 } });
    const ada = await shop.agent("Ada");
    const first = await shop.call("+14155550173");
    await shop.act(shop.legOf(ada.id), { answer: true });
    const sid = await shop.call();
    expect((await shop.heard(sid))[0]).toMatch(/^You are number 1 in the queue\. .* press 1\.$/);
    await shop.act(sid, { digits: "1" });
    await shop.wind(20_000);
    const called = await shop.newest();
    expect(called).toMatchObject({ state: "callback", endedAt: null, position: 1 });
    await shop.control("PUT", `twilio/phones/${encodeURIComponent(mia)}`, {
      manner: { does: "answers", afterMs: 1000 },
    });
    await shop.act(first, { hangUp: true });
    await shop.act(shop.legOf(ada.id), { answer: true });
    await shop.wind(10_000);
    const call = await shop.get(called.id);
    expect(call).toMatchObject({ state: "connected", memberId: ada.id });
    await shop.act(shop.legOf(ada.id), { speech: "Hello Mia" });
    const [, back] = call.legs.filter(({ role }) => role === "customer");
    expect(await shop.heard(back!.externalId!, "voice")).toEqual(["Hello Mia"]);
    await shop.act(shop.legOf(ada.id), { hangUp: true });
    await shop.wind(5_000);
    expect(await shop.get(called.id)).toMatchObject({ state: "ended", outcome: "answered" });
  });

  test("while closed it is said so, by the shop's own clock and holidays", async () => {
    const days = { mon: [{ from: "09:00", to: "17:00" }] };
    const berlin = { timeZone: "Europe/Berlin", days, closedDates: ["2026-11-30"] };
    const open = ["2026-11-23T08:00:00Z", "2026-11-23T15:59:59Z", "2026-07-06T07:00:00Z"];
    const closed = ["2026-11-23T07:59:59Z", "2026-11-23T16:00:00Z", "2026-11-24T10:00:00Z", "2026-11-30T10:00:00Z"];
    expect(open.map((at) => isOpen(berlin, new Date(at)))).toEqual([true, true, true]);
    expect(closed.map((at) => isOpen(berlin, new Date(at)))).toEqual([false, false, false, false]);
    await shop.agent("Ada");
    const never = { ...berlin, days: {} };
    await shop.arrange({ hours: never, closedSay: "We are closed.", closed: { to: "hang_up", say: "Goodbye." } });
    const sid = await shop.call();
    await shop.wind(5_000);
    expect(await shop.heard(sid)).toEqual(["We are closed.", "Goodbye."]);
    expect(await shop.newest()).toMatchObject({ state: "ended", outcome: "missed", reason: "closed" });
    const backwards = { mon: [{ from: "22:00", to: "02:00" }] };
    const settings = { first: { to: "menu", menu: "none" }, hours: { timeZone: "Mars/Crater", days: backwards } };
    const line = { connectionId: shop.connectionId, number: "+12025550199", settings };
    const { body } = await shop.owner.post("/v1/phone-lines", line).expect(422);
    const paths = body.errors.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(expect.arrayContaining(["settings.hours.timeZone", "settings.hours.days.mon.0.to"]));
  });

  test("too long a wait goes where the line says, hung up while waiting is missed and says so", async () => {
    await shop.arrange({ queue: { overflowSeconds: 30, overflow: { to: "voicemail" } } });
    await shop.agent("Ada", { does: "ignores" });
    const sid = await shop.call();
    later(31_000);
    await shop.overflow((await shop.newest()).id);
    await shop.wind(1_000);
    expect(await shop.newest()).toMatchObject({ state: "voicemail" });
    expect((await shop.heard(sid)).at(-1)).toBe("Please leave a message after the tone.");
    await shop.act(sid, { hangUp: true });
    putClockBack();
    const other = await shop.call("+14155550173");
    await shop.act(other, { hangUp: true });
    const call = await shop.newest();
    expect(call).toMatchObject({ outcome: "missed", reason: "hung_up_waiting" });
    const told = await shop.messages(call.conversationId);
    expect(told.at(-1)!.text).toMatch(/^Missed call: hung up while waiting/);
    expect(told.find(({ id }) => id === call.messageId)?.text).toBe(told.at(-1)!.text);
  });

  test("who was missed is texted back from the number she called, once, and not if she wants no texts", async () => {
    await shop.arrange({
      missedCallText: "Sorry we missed you. Text us here.",
      queue: { overflow: { to: "hang_up" } },
    });
    await shop.textsToo();
    await shop.call("+12125550174");
    await shop.wind(5_000);
    const call = await shop.newest();
    expect(call).toMatchObject({ state: "ended", outcome: "missed" });
    await concludeCall(shop.ctx, { callId: call.id });
    const sms = (await shop.inbox()).find(({ channel }) => channel === "sms")!;
    expect(sms.customerId).toBe(call.customerId);
    const texts = (await shop.messages(sms.id)).map(({ kind, text, to, from, state }) => ({
      kind,
      text,
      to,
      from,
      state,
    }));
    expect(texts).toMatchObject([
      { kind: "customer", text: "Missed call" },
      { kind: "reply", text: "Sorry we missed you. Text us here.", to: [{ address: "+12125550174" }], state: "queued" },
    ]);
    expect(texts[1]!.from!.address).toBe(call.lineNumber);
    const said = { channel: "sms", purpose: "service", state: "withdrawn", how: "agent", evidence: {} } as const;
    await recordConsent(shop.ctx, { ...said, customerId: call.customerId });
    await shop.call("+12125550174");
    await shop.wind(5_000);
    expect((await shop.messages(sms.id)).filter(({ kind }) => kind === "reply")).toHaveLength(1);
    expect(shop.failed).toEqual([]);
  });

  test("a caller without a number gets a conversation of her own, and is made known by nothing", async () => {
    await shop.agent("Ada");
    await shop.call("anonymous");
    const one = await shop.newest();
    await shop.call("anonymous");
    const two = await shop.newest();
    expect([one.otherNumber, two.otherNumber]).toEqual([null, null]);
    expect(one.conversationId).not.toBe(two.conversationId);
    expect(one.customerId).not.toBe(two.customerId);
    const { body } = await shop.owner.get(`/v1/customers/${one.customerId}`).expect(200);
    expect(body).toMatchObject({ name: "Withheld number", identities: [] });
  });
});
