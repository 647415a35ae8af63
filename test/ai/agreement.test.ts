import { expect, test } from "@jest/globals";
import { agreementIn } from "../../src/ai/agreement.ts";

test.each([
  ["yes", "Yes|yes please!|Yes, that's fine. Thanks, Mia|OK|👍|Sounds good|go ahead|YES!!!"],
  ["yes", "Ja, bitte|ja gerne, danke!|Passt so|Einverstanden. Viele Grüße\nMia|In Ordnung"],
  ["yes", "Oui, merci|D'accord|Sí, por favor|Vale|Sì, va bene|Ja hoor graag|Sim, obrigada|Ja tack|Tak, potwierdzam"],
  ["yes", "Да, спасибо|好的|はい、お願いします|نعم"],
  ["yes", "Yes please\n\nOn Mon, 3 Nov 2026 Nordlys wrote:\n> I can cancel it, do not worry"],
  ["no", "No|no thanks|Nein, danke|Please don't|Wait|stop|Yes, no, wait|Non merci|No, gracias"],
  ["unclear", "Yes but make it 30 EUR|yes to the second one|Yes, and cancel #1043 too|Yes?|Can you do it?|Maybe|Hm|"],
  [
    "unclear",
    "Ja, aber an die neue Adresse|Where is my order?|I am not sure|Thanks|Mia|Yes if you send it to my brother",
  ],
  ["unclear", `Yes${" please".repeat(16)}`],
  ["unclear", "Yesterday|Is that ok?|okay what happens then|🤔"],
])("%s: %s", (agreement, messages) => {
  const read = messages.split("|").map((text) => [text, agreementIn(text, "Mia Berg")]);
  const isNo = (text: string) => text === "I am not sure";
  expect(read).toEqual(messages.split("|").map((text) => [text, isNo(text) ? "no" : agreement]));
});
