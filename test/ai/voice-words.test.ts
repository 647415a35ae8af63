import { expect, test } from "@jest/globals";
import { usualTimes } from "../../src/ai/voice/config.ts";
import { collectKeys } from "../../src/ai/voice/keys.ts";
import { heardOf, openMouth } from "../../src/ai/voice/mouth.ts";
import { openProof } from "../../src/ai/voice/proof.ts";
import { cutSentences } from "../../src/ai/voice/sentences.ts";
import { openSession } from "../../src/ai/voice/session.ts";
import { speakable } from "../../src/ai/voice/speakable.ts";
import { summaryOf } from "../../src/ai/voice/summary.ts";
import { wishIn } from "../../src/ai/voice/wishes.ts";
import { spokenCodesIn, withoutSpokenCodes } from "../../src/domain/verification/index.ts";
import { relay } from "../../src/integrations/twilio-voice/relay.ts";
import { openLog } from "../../src/platform/log.ts";
import { until } from "../support/until.ts";

test("what is read aloud has no links, marks or lists, and its numbers can be followed", () => {
  const said = (text: string, language = "en-US") => speakable(text, language).trim();
  expect(said("Your order **#1042** is [on its way](https://t.example/1).")).toBe("Your order 1 0 4 2 is on its way.");
  expect(said("Track it: https://tracking.postnord.example/0037 (or write to help@shop.example).")).toBe(
    "Track it: (or write to).",
  );
  expect(said("- One\n- Two\n\n# Three")).toBe("One Two Three");
  expect(said("It cost 69.80 EUR on 2026-11-23.")).toBe("It cost €69.80 on November 23.");
  expect(said("Das kostet 69.80 EUR, am 2026-11-23.", "de-DE")).toBe("Das kostet 69,80 €, am 23. November.");
  expect(said("The number is 00373400123456789012.")).toBe("The number is 0 0 3 7 3 4 0 0 1 2 3 4 5 6 7 8 9 0 1 2.");
  expect(said("Order #NRD-1042 costs 12 FOR two", "no-language")).toBe("Order NRD-1 0 4 2 costs 12 FOR two");
});

test("a stream is cut into sentences, and words without an end are not held back for ever", () => {
  const cut = cutSentences("en-US");
  expect(cut.add("Your order costs 69.")).toEqual([]);
  expect(cut.add("80 EUR. It is")).toEqual(["Your order costs 69.80 EUR. "]);
  expect(cut.add(" on its way! ")).toEqual(["It is on its way! "]);
  expect(cut.add("and so on ".repeat(30)).join("")).toContain("and so on");
  expect(cut.rest().length).toBeLessThan(240);
  expect(cut.rest()).toBe("");
});

test.each([
  ["I want to talk to a human", "asked"],
  ["Representative!", "asked"],
  ["could you put me through to somebody please", "asked"],
  ["Ich möchte mit einem Mitarbeiter sprechen", "asked"],
  ["Quiero hablar con una persona", "asked"],
  ["Je veux parler à un conseiller", "asked"],
  ["This is ridiculous, I will call my lawyer", "upset"],
  ["Das ist eine Frechheit", "upset"],
  ["Where is my order 1042?", null],
  ["I do not need to speak to a person, just tell me the status", null],
  ["The person at the door did not ring", null],
])("%s → %s", (words, wish) => {
  expect(wishIn(words)).toBe(wish);
});

test("only what the caller heard counts as said when she speaks into it", () => {
  const said = "Your order has been shipped. It comes on Monday, November 23.";
  expect(heardOf(said, "Your order has been")).toBe("Your order has been");
  expect(heardOf(said, "It comes on Mon")).toBe("Your order has been shipped. It comes on Monday,");
  expect(heardOf(said, "")).toBe("");
  expect(heardOf(said, "words nobody said")).toBe("Your order has");
  expect(heardOf("", "anything")).toBe("");
});

test("a sentence that fails the checks is not said, nor is anything after it, until it is forgiven", () => {
  const sent: string[] = [];
  const mouth = openMouth({
    language: () => "en-US",
    send: (text, isLast) => void sent.push(isLast ? `${text}|` : text),
    check: (sentence) => (sentence.includes("1043") ? ["Orders not seen: 1043."] : []),
    onFirst: () => void sent.push("(first)"),
  });
  mouth.add("One moment. Your order 1043 is lost. It is ");
  mouth.add("gone.");
  mouth.end();
  expect(sent).toEqual(["(first)", "One moment. "]);
  expect(mouth.problems()).toEqual(["Orders not seen: 1043."]);
  mouth.forgive();
  mouth.add("A colleague will help.");
  mouth.end();
  mouth.close();
  mouth.add("Too late. ");
  mouth.say("Too late.");
  expect(sent).toEqual(["(first)", "One moment. ", "A colleague will help.", "|"]);
  expect(mouth.said()).toBe("One moment. A colleague will help.");
});

test("keys are one number until a pause or #, * takes them back, and a card number does not fit in", async () => {
  const taken: string[] = [];
  const keys = collectKeys(20, (digits) => void taken.push(digits));
  const press = (all: string) => {
    for (const key of all) keys.press(key);
  };
  press("1042#");
  press("99*");
  press("4111111111111111#");
  press("0");
  await until(() => taken.length === 3);
  expect(taken).toEqual(["1042", "411111111111", "0"]);
});

test.each<[string, string, string[], string]>([
  ["My code is 123456.", "en-US", ["123456"], "My code is ••••••."],
  ["One two three, uh, four five six", "en-US", ["123456"], "••••••"],
  ["It's oh one double three forty-two", "en-US", ["013342"], "It's ••••••"],
  ["twelve thirty four fifty six", "en-US", ["123456"], "••••••"],
  ["123 456. No, 1 2 3 4 5 7", "en-US", ["123456", "123457"], "••••••. No, ••••••"],
  ["Null eins zwo drei, äh, vier fünf", "de-DE", ["012345"], "••••••"],
  ["zéro un deux trois quatre cinq", "fr-FR", ["012345"], "••••••"],
  ["My number is 202 555 0142", "en-US", [], "My number is 202 555 0142"],
  ["Order #104211, or EU-104211, for 12 euros", "en-US", [], "Order #104211, or EU-104211, for 12 euros"],
])("a code that is said is heard and hidden, whatever way: %s", (said, language, codes, shown) => {
  expect([spokenCodesIn(said, language), withoutSpokenCodes(said, language)]).toEqual([codes, shown]);
});

test("where no code can reach her none is offered, and without one digits are digits", async () => {
  const never = () => Promise.reject(new Error("No code is sent"));
  const codes = { canSend: async () => false, send: never, give: never, isLost: never };
  const proofs = [openProof("claimed", codes), openProof("claimed", null), openProof("anonymous", codes)];
  for (const proof of proofs) {
    expect([await proof.tools(), proof.assurance() === "verified"]).toEqual([[], false]);
    expect(proof.hear("My number is 481516", "en-US")).toEqual({
      ...{ shown: "My number is 481516", part: "none", check: null },
    });
  }
  const unasked = openProof("anonymous", { ...codes, canSend: async () => true });
  expect(await unasked.tools()).toEqual([]);
});

test("the summary says why, what was wanted and what was found, and names nobody", () => {
  const summary = summaryOf({
    ...{ reason: "budget", detail: "40 answers", words: "", ordersSeen: ["#1042"], isVerified: false },
    callerSaid: ["Where is my order?", `<@0190a0a0-0000-7000-8000-000000000000> ${"please ".repeat(60)}`],
  });
  expect(summary).toContain("used up what the assistant may spend on one call (40 answers).");
  expect(summary).toContain("First said: “Where is my order?”");
  expect(summary).toContain("Orders looked up: #1042");
  expect(summary).toContain("has not been verified");
  expect(summary).not.toContain("<@");
  expect(summary.length).toBeLessThan(700);
});

test("what nobody foresaw in a frame ends that session and nothing else", async () => {
  const written: string[] = [];
  const closed: number[] = [];
  const session = openSession({
    wire: { send: (frame) => void written.push(frame), close: (code) => void closed.push(code) },
    relay: {
      ...relay,
      read: () => {
        throw new TypeError("a fault of ours");
      },
    },
    ...{
      account: "ac1",
      limits: { ...usualTimes, budget: { minutes: 1, turns: 1, tokens: 1, costMicros: 1 } },
      log: openLog("silent"),
    },
    open: async () => {
      throw new Error("is not asked");
    },
  });
  session.message(Buffer.from("{}"), false);
  await until(() => closed.length > 0);
  expect(closed).toEqual([1011]);
  expect(written.join()).toContain("fault");
});
