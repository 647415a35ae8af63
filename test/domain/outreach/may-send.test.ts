import { expect, test } from "@jest/globals";
import { problemsUnasked } from "../../../src/ai/unasked.ts";
import { doesHarm, type Facts, maySend, type Way } from "../../../src/domain/outreach/rules.ts";

const at = new Date("2026-11-26T15:00:00Z");
const hours = (n: number) => new Date(at.getTime() + n * 3_600_000);
const text: Way = { conversationId: "c1", channel: "sms", refusal: null, opensAt: null };
const mail: Way = { conversationId: "c2", channel: "email", refusal: null, opensAt: null };

const clean: Facts = {
  ...{ at, ended: null, unwanted: null, latestAt: hours(20), hasAddress: true, ways: [text, mail], hasSaidStop: false },
  ...{ trouble: null, hasWritten: false, hasAnother: false, writtenAt: [], unansweredAt: [], isHeldOut: false },
  isAdvertising: true,
};
const asked = (facts: Partial<Facts>) => maySend({ ...clean, ...facts });

test("somebody with a reason, an address, consent and nothing open is written to in the thread she knows best", () => {
  expect(asked({})).toEqual({ is: "allowed", way: text });
  expect(asked({ ways: [{ ...text, refusal: "no_consent" }, mail] })).toEqual({ is: "allowed", way: mail });
});

test("reasons are looked at in one order, and what is drawn by lot comes last", () => {
  const refused: Partial<Facts> = { ways: [{ ...text, refusal: "no_consent" }] };
  const against: [Partial<Facts>, string][] = [
    [{ ended: "cart_completed" }, "cart_completed"],
    [{ unwanted: "switched_off" }, "switched_off"],
    [{ hasAddress: false, ways: [] }, "no_address"],
    [refused, "no_consent"],
    [{ hasSaidStop: true }, "asked_to_stop"],
    [{ trouble: "waiting_for_shop" }, "waiting_for_shop"],
    [{ hasWritten: true }, "she_wrote"],
    [{ hasAnother: true }, "another_active"],
    [{ unansweredAt: [hours(-24 * 40), hours(-24 * 89)] }, "never_answered"],
    [{ writtenAt: [hours(-23)] }, "capped"],
    [{ latestAt: hours(-1) }, "too_late"],
  ];
  for (const [n, [, reason]] of against.entries()) {
    // With everything that comes later against it as well.
    const facts = Object.assign(
      {},
      ...against
        .slice(n)
        .map(([one]) => one)
        .toReversed(),
      { isHeldOut: true },
    );
    expect(asked(facts)).toEqual({ is: "denied", reason });
  }
  expect(asked({ isHeldOut: true })).toEqual({ is: "held_out", way: text });
  expect(asked({ ways: [] })).toEqual({ is: "denied", reason: "no_conversation" });
  expect(asked({ ways: [{ ...text, refusal: "consent_withdrawn" }] })).toMatchObject({ reason: "consent_withdrawn" });
});

test("at night it waits for the first hour at which she may be reached, unless that is too late", () => {
  const night = { ...text, opensAt: hours(11) };
  expect(asked({ ways: [night] })).toEqual({ is: "deferred", until: hours(11) });
  expect(asked({ ways: [night], isHeldOut: true })).toEqual({ is: "deferred", until: hours(11) });
  expect(asked({ ways: [night], latestAt: hours(10) })).toEqual({ is: "denied", reason: "too_late" });
  expect(asked({ ways: [night], latestAt: null })).toEqual({ is: "deferred", until: hours(11) });
  expect(asked({ ways: [night, mail] })).toEqual({ is: "allowed", way: mail });
});

test("one a day, two a week, four in thirty days", () => {
  const days = (...ago: number[]) => ({ writtenAt: ago.map((n) => hours(-24 * n)) });
  expect(asked(days(1))).toMatchObject({ is: "allowed" });
  expect(asked(days(2, 6))).toEqual({ is: "denied", reason: "capped" });
  expect(asked(days(2, 8, 15))).toMatchObject({ is: "allowed" });
  expect(asked(days(2, 8, 15, 29))).toEqual({ is: "denied", reason: "capped" });
});

test("who was silent twice is left alone for ninety days, but is told what she asked for", () => {
  const days = (...ago: number[]) => ({ unansweredAt: ago.map((n) => hours(-24 * n)) });
  expect(asked(days(10))).toMatchObject({ is: "allowed" });
  expect(asked(days(10, 200))).toEqual({ is: "denied", reason: "never_answered" });
  expect(asked(days(90, 200))).toMatchObject({ is: "allowed" });
  expect(asked(days(89.9, 180, 270))).toEqual({ is: "denied", reason: "never_answered" });
  expect(asked({ ...days(10, 20), isAdvertising: false })).toMatchObject({ is: "allowed" });
});

test("what the shop writes first is short, asks one thing, and neither lures nor presses", () => {
  const good = "Hi Mia, you left Fjord (Large) in your cart. Anything I can help with? https://shop.example/cart/1?k=2";
  const bySms = { channel: "sms", added: null } as const;
  expect(problemsUnasked(good, bySms)).toEqual([]);
  expect(problemsUnasked("a".repeat(320), bySms)).toEqual([]);
  // What is added when it is sent by itself counts with the empty line before it.
  expect(problemsUnasked("a".repeat(238), { channel: "sms", added: "b".repeat(80) })).toEqual([]);
  expect(problemsUnasked("a".repeat(239), { channel: "sms", added: "b".repeat(80) })[0]).toContain("238 characters");
  expect(problemsUnasked("word ".repeat(90), { channel: "email", added: null })).toEqual([]);
  for (const bad of [
    "a".repeat(321),
    "Still thinking? Shall I help? Or not?",
    "I can give you 10% off.",
    "Mit Rabatt für dich!",
    "Use code FJORD10.",
    "Only 2 left, hurry!",
    "Solange der Vorrat reicht.",
  ]) {
    expect(problemsUnasked(bad, bySms)).not.toEqual([]);
  }
  expect(problemsUnasked("word ".repeat(91), { channel: "email", added: null })).not.toEqual([]);
});

test("nobody else is written to where over two in a hundred of at least two hundred opted out", () => {
  const harms = (sent: number, optedOut: number) => doesHarm({ sent, optedOut });
  expect([harms(0, 0), harms(199, 199), harms(200, 4), harms(200, 5), harms(10_000, 200)]).toEqual([
    ...[false, false, false, true, false],
  ]);
});
