import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
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
    const entry = (await shop.messages(call.conversationId)).at(-1)!;
    expect(entry.text).toMatch(/^Voicemail, \d+ seconds$/);
    expect(entry.attachments).toMatchObject([{ id: call.recordings[0]!.attachmentId, name: "voicemail.mp3" }]);
    expect((await shop.inbox()).find(({ id }) => id === call.conversationId)?.waitingSince).not.toBeNull();
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
    expect((await shop.messages(call.conversationId)).at(-1)!.text).toMatch(/^Missed call: hung up while waiting/);
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
