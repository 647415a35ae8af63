import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { notToBeTold } from "../../src/ai/contradicted.ts";
import { noEvidence } from "../../src/ai/evidence.ts";
import { reasonFrom } from "../../src/ai/final.ts";
import { maskCards } from "../../src/ai/mask-cards.ts";
import { problemsOf, tidy } from "../../src/ai/policy.ts";
import { money } from "../../src/ai/tools/describe-order.ts";
import { problemsUnasked } from "../../src/ai/unasked.ts";
import { contradictionsAmong } from "../../src/domain/knowledge/index.ts";

const order = {
  name: "#NRD-1042",
  total: "1234.50 EUR",
  financialStatus: "paid",
  cancelledAt: null,
  trackingNumber: "00373400123456789012",
  offers: [{ left: 4, url: null }],
  code: "FJORD-10",
  trackingUrl: "https://track.example/0037?x=1",
  note: "Ask\ncare@shop.example or see\nhttps://help.example",
};
const rules = "Rules: never tell anybody what the other team is doing there, and be kind.";
const seen = {
  ...noEvidence(),
  facts: [JSON.stringify(order)],
  shopWords: [
    "Returns: https://shop.example/returns or returns@shop.example, within 14 days. More at Nordlys.no.",
    "We will refund you, less 10%, on the 23rd of November at the latest.",
  ],
  customerWords: [
    "Do you have a discount of 30 %? You charged me 99,90 € for #2000, see https://evil.example/a, eve@evil.example and mia@mail.example",
  ],
  customerAddresses: new Set(["mia@mail.example"]),
};
const problems = (reply: string, evidence = seen) =>
  problemsOf(reply, evidence, { boundary: "conversation-1234", rules });

test.each([
  "Order #NRD-1042 is on its way.",
  "You paid 1234.50 EUR, that is €1,234.50 or 1.234,50 € or EUR 1234.5.",
  "Track it: https://track.example/0037?x=1.",
  "The number is 0037 3400 1234 5678 9012.",
  "Send it back with https://shop.example/returns or write to returns@shop.example!",
  "We cannot find #2000, and 99.90 € does not fit your order.",
  "It arrives on 2026-11-23 (am 23. November, on Nov 23rd, le 23 novembre, am 23.11.), between 9 and 12.",
  "If you like, a colleague can cancel the order for you. You get a 2 for 1 offer.",
  "You have two weeks, that is 14 days or zwei Wochen, and 10 % off: 10 Prozent.",
  "We will refund you when the parcel is back. Wir haben nichts storniert. I have not cancelled it.",
  "Is it your order #2000 that you would like to cancel? We will send you a confirmation by mail.",
  "Do you mean that #2000 is late?",
  "Thanks for the kind words about nordlys.no and its wool.v2 yarn, e.g. the blue.",
  "We have written to mia@mail.example. On 23/11/2026 10:30 it was 1234.50 EUR.",
  "For 2000 00373400123456789012 is the number.",
  "Your order #2000 is not among those I can see. I can tell you of #2000 as soon as I know that it is you.",
  "So large a discount as 30 % I cannot give. No 30 % today.",
  "There are only 4 left. Use the code FJORD-10, or answer with the code we sent you.",
  "Vi har modtaget din besked. 😀",
  "Ask care@shop.example, or see https://help.example.",
])("%s", (reply) => {
  expect(problems(reply)).toEqual([]);
});

test.each([
  ["", "empty"],
  ["Order #1043 is on its way.", "Orders not seen: 1043"],
  ["Your order 1043 is on its way.", "Orders not seen: 1043"],
  ["Your order #104 is on its way.", "Orders not seen: 104"],
  ["Your order #042 is on its way.", "Orders not seen: 042"],
  ["Your order #2000 is on its way.", "Orders nobody looked up not seen: 2000"],
  ["Deine Bestellung #2000 wurde verschickt.", "Orders nobody looked up not seen: 2000"],
  ["You get €50 back.", "Amounts not seen: 50.00"],
  ["You get 50 kr back.", "Amounts not seen: 50.00"],
  ["You get USD 1,234.51 back.", "Amounts not seen: 1234.51"],
  ["The number is 99999999999999.", "Numbers not seen"],
  ["Call +4712345678901.", "Numbers not seen"],
  ["See https://track.example/0038.", "Links not seen"],
  ["See https://evil.example/a", "Links not seen"],
  // Part of a known address is another's.
  ["See https://shop.ex", "Links not seen"],
  ["See https://shop.example/ret", "Links not seen"],
  ["See https://shop.example@evil.example/returns", "Links not seen"],
  ["See dlys.no", "Links not seen: dlys.no"],
  ["See önordlys.no", "Links not seen: önordlys.no"],
  ["See n\u043erdlys.no", "Links not seen: n\u043erdlys.no"],
  ["See _evil.com_", "Links not seen: evil.com"],
  ["Look there...evil.com", "Links not seen: evil.com"],
  ["Pay at evil.com...then wait", "Links not seen: evil.com"],
  ["Ask @evil.com", "Links not seen: evil.com"],
  ["See evil.help", "Links not seen: evil.help"],
  ["See evil.рф or evil.xn--p1ai", "Links not seen: evil.рф, evil.xn--p1ai"],
  ["See ｅｖｉｌ．ｃｏｍ", "Links not seen: evil.com"],
  ["Get ftp://evil.example", "Links not seen"],
  ["Write to s@shop.example", "Email addresses not seen"],
  ["Write to returns@shop.exam", "Email addresses not seen"],
  ["Use the code FJORD-1.", "Codes not seen: FJORD-1"],
  ["See www.evil.example", "Links not seen"],
  ["See evil.example/pay", "Links not seen"],
  ["Call 0190 123456.", "Numbers not seen"],
  ["Call (0190) 12/34 56.", "Numbers not seen"],
  ["Write to boss@evil.example.", "Email addresses not seen"],
  ["Write to eve@evil.example.", "Email addresses not seen"],
  ["My instructions stand between conversation-1234.", "repeats its instructions"],
  ["Go to evil.com now", "Links not seen: evil.com"],
  ["You will have it in 3 to 5 working days.", "Periods not seen: 3 day, 5 day"],
  ["Sie haben dreißig Tage.", "Periods not seen: 30 day"],
  ["Vous avez trois semaines.", "Periods not seen: 21 day"],
  ["You get 20 % off.", "Percentages not seen: 20"],
  ["Of course: 30 % off.", "Percentages not seen: 30"],
  ["Hurry, only 2 left!", "So few left not seen: 2"],
  ["Es sind nur noch 3 verfügbar.", "So few left not seen: 3"],
  ["Use the code PINE20.", "Codes not seen: PINE20"],
  ["It arrives on 24 November.", "Dates not seen: 11-24"],
  ["Es kommt am 24.11.2026.", "Dates not seen: 11-24"],
  ["Your key is sk-abcdefghijklmnop1234.", "key or a password"],
  ["My rules: never tell anybody what the other team is doing there.", "what you were told"],
  ["I've cancelled your order.", "no tool did it"],
  ["I cancelled your order.", "no tool did it"],
  ["I have already refunded you.", "no tool did it"],
  ["I’ve gone ahead and updated your address.", "no tool did it"],
  ["I will refund you tomorrow.", "no tool did it"],
  ["Ich habe Ihre Bestellung #NRD-1042 gerne für Sie storniert.", "no tool did it"],
  ["Gern haben wir den Betrag erstattet.", "no tool did it"],
  ["J’ai bien annulé votre commande.", "no tool did it"],
  ["Hemos reembolsado el importe.", "no tool did it"],
  ["Ho annullato il tuo ordine.", "no tool did it"],
  ["Ik heb je bestelling geannuleerd.", "no tool did it"],
  ["Jag har avbokat din order.", "no tool did it"],
  ["Sure, we will send 99.90 EUR to your PayPal today.", "no tool did it"],
  ["Ich werde Ihnen 99,90 € überweisen.", "no tool did it"],
  ["Je bestelling is geannuleerd.", "do not show"],
  ["Ihre Bestellung wurde soeben storniert.", "do not show"],
  ["Votre commande a été annulée.", "do not show"],
  ["Your address has been updated.", "do not show"],
  ["Your order has been cancelled.", "do not show"],
  ["Your payment was already refunded.", "do not show"],
])("%s (refused)", (reply, problem) => {
  expect(problems(reply).join(" ")).toContain(problem);
});

test("what the shop's data says was done may be said", () => {
  const facts = [JSON.stringify({ ...order, financialStatus: "refunded", cancelledAt: "2026-11-20T10:00:00Z" })];
  expect(problems("Your order was cancelled and has been refunded.", { ...seen, facts })).toEqual([]);
});

test("what an action did may be said, in any language, and nothing else with it", () => {
  const done = new Set(["cancel"] as const);
  const said = "I've cancelled your order. Ihre Bestellung wurde storniert. J'ai annulé la commande.";
  expect(problems(said, { ...seen, done })).toEqual([]);
  expect(problems("I have refunded you.", { ...seen, done }).join()).toContain("no tool did it");
});

test("a discount may be told that a tool proposed, and no other", () => {
  const facts = [JSON.stringify({ what: "discount_code.create", percent: 15 })];
  expect(problems("I can give you 15 % off. Shall I?", { ...seen, facts })).toEqual([]);
  expect(problems("I can give you 20 % off. Shall I?", { ...seen, facts })).toEqual(["Percentages not seen: 20."]);
  expect(problems("Would you like 30 % off?", { ...seen, facts })).toEqual(["Percentages not seen: 30."]);
});

test("words from outside ground a number, never a link", () => {
  const outsideWords = ["Out for delivery on 2026-12-01, fee 7.50 EUR, see https://carrier.example/9"];
  expect(problems("It comes on 1 December; the fee is 7.50 EUR.", { ...seen, outsideWords })).toEqual([]);
  expect(problems("See https://carrier.example/9", { ...seen, outsideWords }).join()).toContain("Links not seen");
});

test("no text makes the checks fail or take long", () => {
  const pieces = fc.constantFrom("1", "a", "#", " ", ".", ",", "€", "EUR ", "-", "order ", "https://", "@", "A1");
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(pieces, { maxLength: 4000 }).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, (reply) => {
      const began = process.cpuUsage();
      problems(tidy(reply));
      maskCards(reply);
      expect(process.cpuUsage(began).user).toBeLessThan(500_000);
    }),
    { numRuns: 200 },
  );
});

test("what nobody sees is taken out of a reply, and what joins signs stays", () => {
  expect(tidy("See nor\u00addlys\u200b.no \u202emoc.live\u2069\u{e0041}, 👩\u200d🔧")).toBe(
    "See nordlys.no moc.live, 👩\u200d🔧",
  );
});

test.each([
  ["email", "Is it the size? Or the colour?", ["It asks more than one question."]],
  ["email", "Your cart is still here. Can I help?", []],
  ["sms", "a".repeat(321), ["It is too long: at most 320 characters."]],
  ["email", "Only today 10 % off", ["It speaks of a discount or a code: the first message offers none."]],
  ["email", "Hurry!", ["It presses her: no urgency, nothing of few left."]],
] as const)("unasked, by %s: %s", (channel, reply, problems) => {
  expect(problemsUnasked(reply, { channel, added: null })).toEqual(problems);
});

test.each([
  ["forbidden_topic", "forbidden_topic"],
  ["topic: press", "topic"],
  ["She asked for a person", "asked_for_person"],
  ["I have no idea", "low_confidence"],
])("a model that hands over because of %s: %s", (words, reason) => {
  expect(reasonFrom(words)).toBe(reason);
});

test("what no database can keep is taken out of a reply, line ends stay", () => {
  expect(tidy(" Dear\u0000 Mia,\r\n\thello\u001b[31m\ud800 ")).toBe("Dear Mia,\n\thello[31m\ufffd");
});

test.each([
  ["4111 1111 1111 1111", "[card number removed]"],
  ["5555-5555-5555-4444, thanks", "[card number removed], thanks"],
  ["amex378282246310005", "amex[card number removed]"],
  ["4111 1111 1111 1112", "4111 1111 1111 1112"],
  ["order #4111111111111111", "order #4111111111111111"],
  ["parcel 00373400123456789012", "parcel 00373400123456789012"],
  ["parcel 9400111899223194", "parcel 9400111899223194"],
])("a card number in %s is masked as %s", (text, masked) => {
  expect(maskCards(text)).toBe(masked);
});

test.each([
  [6980, "EUR", "69.80 EUR"],
  [5, "EUR", "0.05 EUR"],
  [-1250, "USD", "-12.50 USD"],
  [300, "JPY", "300 JPY"],
  [1234, "KWD", "1.234 KWD"],
  [100, "???", "1.00 ???"],
])("%d %s reads %s", (minor, currency, text) => {
  expect(money(minor, currency)).toBe(text);
});

const thirty = "Anything unused can come back within 30 days of its arrival.";
test.each([
  [thirty, "You can send unused goods back within 14 days.", true],
  [thirty, "You can send unused goods back within one week, we are quick.", true],
  ["Late fees are 10 % of the order.", "Late fees come to 15 percent of an order.", true],
  ["Der Versand dauert 3 bis 5 Werktage.", "Der Versand dauert in der Regel 7 Werktage.", true],
  // The same, something else, another kind of it, no figure or another unit.
  [thirty, "You can send unused goods back within thirty days.", false],
  [thirty, "A refund is on your account within 5 days.", false],
  ["Standard shipping takes 5 days.", "Express shipping takes 2 days.", false],
  ["Parcels take 3 days to reach Norway.", "Parcels take 9 days to reach Iceland.", false],
  [thirty, "Unused goods can come back within a while of their arrival.", false],
  ["Unused goods can come back within 1 month.", thirty, false],
  [
    "The money is back on the card within five working days after the parcel has reached us.",
    "Parcels leave within two working days.",
    false,
  ],
])("%s / %s: contradict each other: %s", (one, other, are) => {
  const passages = [one, other].map((text, n) => {
    return { articleId: `a${n}`, title: "Help", heading: "", text, language: text.startsWith("Der") ? "de" : "en" };
  });
  expect(contradictionsAmong(passages).length > 0).toBe(are);
  const inOne = passages.map((passage) => ({ ...passage, articleId: "a" }));
  expect(contradictionsAmong(inOne)).toEqual([]);
});

test.each([
  ["Unused goods can be sent back within 30 days.", ["14 day"]],
  ["Parcels to Norway take 14 days.", ["30 day", "14 day"]],
  ["", ["30 day", "14 day"]],
])("where guidance says “%s”, of two articles %j are not told", (guidance, figures) => {
  const texts = [thirty, "You can send unused goods back within 14 days."];
  const [found] = contradictionsAmong(
    texts.map((text, n) => ({ articleId: `a${n}`, title: "Help", heading: "", text, language: "en" })),
  );
  expect(notToBeTold(found!, { guidance: [guidance] })).toEqual(figures);
});

test.each([
  "It is sold out. We will let you know as soon as it is back in stock.",
  "Don't worry: we'll write to you when it is back.",
  "You'll get an email once the large one is available again.",
  "Sobald die Kerze wieder da ist, melden wir uns.",
  "Wir sagen Ihnen Bescheid, wenn sie wieder verfügbar ist.",
  "Nous vous écrirons dès qu'elle sera de nouveau disponible.",
  "Le avisaremos cuando esté de nuevo disponible.",
])("news of goods that are back is promised only where somebody has kept it: %s", (reply) => {
  expect(problems(reply)).toHaveLength(1);
  const fact = JSON.stringify({ goods: "Fjord", promise: "We write to you here once when it is back." });
  expect(problems(reply, { ...seen, facts: [...seen.facts, fact] })).toEqual([]);
  expect(problems(reply, { ...seen, shopWords: [...seen.shopWords, reply] })).toEqual([]);
});

test.each([
  "If you like, we write to you here when it is back in stock.",
  "Shall we let you know when it is back in stock?",
  "We will write to you as soon as your parcel is back with us.",
  "Wenn Sie möchten, sagen wir Ihnen Bescheid, sobald sie wieder da ist.",
  "It is back in stock. We look forward to hearing from you.",
])("what is offered, and other news, may be said: %s", (reply) => {
  expect(problems(reply)).toEqual([]);
});
