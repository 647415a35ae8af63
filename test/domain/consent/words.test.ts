import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { promotionalTime, readWish } from "../../../src/domain/consent/index.ts";

describe("what a text says of being written to", () => {
  test.each(
    "STOP|stop.| Stop! |STOPALL|Stop all|unsubscribe|END|Quit|CANCEL|revoke|ARRÊT|Opt-Out|opt out|stop stop STOP|baja|Stopp".split(
      "|",
    ),
  )("%s is a keyword", (text) => {
    expect(readWish(text)).toMatchObject({ kind: "stop", how: "keyword", purposes: ["service", "promotional"] });
  });

  test.each(
    (
      "please stop texting me|not now, stop|No thanks, stop please|Stop texting me|I asked you to stop texting me|please stop|don't text me anymore|" +
      "Don’t message me again!|take me off your list|Remove me from your mailing list please|quit texting me|" +
      "I don't want to receive these texts anymore|no more texts please|would you stop contacting me|Lose my number|" +
      "Can you please stop sending me text messages?|stop calling and texting me|Unsubscribe me|I want to opt out|" +
      "leave me alone!|I revoke my consent|Arrêtez de m'envoyer des SMS|ne m’écrivez plus|Bitte keine SMS mehr|" +
      "No me envíen más mensajes|Sluta skicka sms|Schreiben Sie mir bitte nicht mehr"
    ).split("|"),
  )("%s is plain language for it", (text) => {
    expect(readWish(text)).toMatchObject({ kind: "stop", how: "plain_language", purposes: ["service", "promotional"] });
  });

  test.each(
    (
      "Stop by the shop tomorrow?|Don't stop texting me lol|Why did you stop texting me?|Please stop the order|" +
      "Can you stop my shipment|I told him to stop texting me|end of the week is fine|cancel my order please|" +
      "Don't text me until Monday|don't text me at work, use email|can you stop sending me the red ones|" +
      'I want to stop my subscription box|they said "stop texting me"|unsubscribe link is broken?|yes please|' +
      "If you stop texting me I will be sad|Do you stop sending messages at night?|do not remove my number|" +
      "I didn't say stop texting me|no more candles|Where is my order?||🙂"
    ).split("|"),
  )("%s is left to a person", (text) => {
    expect(readWish(text)).toBeNull();
  });

  test("only what is to sell something can be refused by itself, and the provider's own word is believed", () => {
    expect(readWish("stop sending me offers")).toMatchObject({ purposes: ["promotional"] });
    expect(readWish("Genug jetzt", "stop")).toMatchObject({ kind: "stop", how: "keyword" });
    expect([readWish("Start"), readWish("unstop"), readWish("YES"), readWish("help!")]).toMatchObject([
      { kind: "start" },
      { kind: "start" },
      { kind: "start" },
      { kind: "help" },
    ]);
  });

  test("any text is read in one pass", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 1600 }), (text) => void readWish(text)),
      { numRuns: 50 },
    );
    const long = `please ${"stop and ".repeat(40)} texting`.slice(0, 320);
    const begun = process.cpuUsage();
    readWish(long);
    expect(process.cpuUsage(begun).user).toBeLessThan(200_000);
  });
});

describe("when advertising may reach somebody", () => {
  const number = (digits: string) => ({ number: digits, place: null });
  const living = (province: string) => ({ number: "+12125550100", place: { countryCode: "US", province } });
  /** A Saturday. */
  const at = (time: string) => new Date(`2026-11-21T${time}:00Z`);

  test.each([
    ["a New York number at 8 in the morning there", number("+12125550100"), "13:00", null],
    ["the same a minute before", number("+12125550100"), "12:59", "2026-11-21T13:00:00.000Z"],
    ["the same at 9 in the evening", number("+12125550100"), "02:00", "2026-11-21T13:00:00.000Z"],
    ["who moved to California with it", living("California"), "13:00", "2026-11-21T16:00:00.000Z"],
    ["the state by its code", living("CA"), "16:00", null],
    ["Florida, which ends at 8 in the evening", number("+13055550100"), "01:00", "2026-11-21T13:00:00.000Z"],
    ["Connecticut, which begins at 9", number("+12035550100"), "13:30", "2026-11-21T14:00:00.000Z"],
    ["Arizona, which has no summer time", number("+16025550100"), "15:00", null],
    ["an area code over two zones counts in both", number("+12195550100"), "13:30", "2026-11-21T14:00:00.000Z"],
    ["Toronto on a Saturday", number("+14165550100"), "14:30", "2026-11-21T15:00:00.000Z"],
    ["London", number("+447700900123"), "09:00", null],
    ["nobody knows where: everywhere at once", { number: null, place: null }, "14:00", "2026-11-21T20:00:00.000Z"],
    ["no number of ours to read", number("MYSHOP"), "14:00", "2026-11-21T20:00:00.000Z"],
  ])("%s", (_, recipient, time, opens) => {
    const { isOpen, opensAt } = promotionalTime(recipient, at(time));
    expect([isOpen, opensAt.toISOString()]).toEqual([opens === null, opens ?? at(time).toISOString()]);
  });

  test("on Sunday nobody in Alabama, and not before noon in Texas", () => {
    const sunday = new Date("2026-11-22T16:00:00Z");
    expect(promotionalTime(number("+12055550100"), sunday).opensAt.toISOString()).toBe("2026-11-23T14:00:00.000Z");
    expect(promotionalTime(number("+12145550100"), sunday).opensAt.toISOString()).toBe("2026-11-22T18:00:00.000Z");
  });

  test("whatever the number and the moment, it opens within eight days, and is open then", () => {
    const numbers = fc.oneof(
      fc.integer({ min: 200, max: 999 }).map((code) => `+1${code}5550100`),
      fc.integer({ min: 20, max: 998 }).map((code) => `+${code}5550100`),
    );
    const moments = fc.date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(numbers, moments, (digits, moment) => {
        const { opensAt } = promotionalTime(number(digits), moment);
        const wait = opensAt.getTime() - moment.getTime();
        return wait >= 0 && wait <= 8 * 86_400_000 && (wait === 0 || promotionalTime(number(digits), opensAt).isOpen);
      }),
      { numRuns: 40 },
    );
  });
});
