import { expect, test } from "@jest/globals";
import { languageOf } from "../../src/ai/words/language.ts";
import { saysUnhelped, signalIn } from "../../src/ai/words/signals.ts";

const always = {
  asked_for_person: [
    "human please",
    "Can I talk to a real person?",
    "I want to speak with your manager, please.",
    "Stop. I need a human!",
    "not another bot...",
    "Agent",
    "Ich möchte bitte mit einem Mitarbeiter sprechen.",
    "Kann ich mit jemandem reden?",
    "Ich will einen echten Menschen",
    "Je voudrais parler à un conseiller",
    "Puis-je parler à une vraie personne ?",
    "Quiero hablar con una persona",
    "¿Puedo hablar con un agente?",
    "Vorrei parlare con un operatore",
    "Posso parlare con una persona vera?",
    "Ik wil graag een medewerker spreken, kan ik met iemand praten?",
    "Kan ik met een medewerker bellen?",
  ],
  anger: [
    "This is ridiculous, the third time now",
    "I am FED UP with you",
    "WHERE IS MY ORDER?? I HAVE BEEN WAITING FOR WEEKS!!!",
    "Das ist eine Unverschämtheit",
    "C'est inadmissible !",
    "Es una vergüenza",
    "Sono stufa di aspettare",
    "Dit is schandalig",
  ],
  legal: [
    "You will hear from my lawyer",
    "I'm going to sue you",
    "I will file a chargeback with my bank",
    "Ich schalte meinen Anwalt ein",
    "Dann gehe ich zur Verbraucherzentrale",
    "Je vais porter plainte",
    "Hablaré con mi abogado, voy a denunciarlos",
    "Mi rivolgerò al mio avvocato",
    "Ik ga juridische stappen nemen",
  ],
  safety: [
    "I want to kill myself",
    "My daughter had an allergic reaction to the cream",
    "The candle exploded in the living room",
    "I burned my hand on the glass",
    "Mein Sohn ist im Krankenhaus",
    "J'ai fait une réaction allergique",
    "Mi hija está en el hospital",
    "Ho avuto una reazione allergica",
    "De lamp heeft vlam gevat",
  ],
} as const;

test.each(Object.entries(always).flatMap(([signal, texts]) => texts.map((text) => [signal, text])))(
  "%s is heard in: %s",
  (signal, text) => {
    expect(signalIn(text)).toBe(signal);
  },
);

test.each([
  "Can you put a personal message on the card?",
  "Is the manager's special still on?",
  "A personalised candle for a person who loves tea",
  "I don't need to talk to a person, just tell me where #1042 is",
  "Which agent do you ship with?",
  "These candles are ridiculously good, to die for!",
  "Do you sell legal size paper?",
  "My name is Sue Miller",
  "Thanks to your colleague Ada for her help",
  "ORDER NRD-1042 SIZE XL",
  "I like the hospitality of your shop",
  "Avez-vous la bougie à l'avocat ?",
  "Persönliche Übergabe möglich?",
  "Hat der Docht genug Feuer?",
  "Una candela personalizada para mi hermana",
  "Ik zoek een persoonlijk cadeau",
  "Was that sent in person or by post?",
  "",
  "👍👍👍",
  "> I want to speak to a human\nThanks, it has arrived!",
])("nothing in it says that people must take over: %s", (text) => {
  expect(signalIn(text)).toBeNull();
});

test("of several the gravest counts, and 100 kB are read at once", () => {
  expect(signalIn("This is ridiculous, my lawyer will call you")).toBe("legal");
  expect(signalIn(`${"lorem ipsum ".repeat(9000)}`)).toBeNull();
  expect(signalIn("a ".repeat(50_000))).toBeNull();
});

test.each(["That didn't help", "It still doesn't work", "Das hilft mir nicht", "Ça ne m'aide pas", "Eso no me ayuda"])(
  "an answer that did not help is heard in: %s",
  (text) => {
    expect(saysUnhelped(text)).toBe(true);
    expect(saysUnhelped("Thanks, that helps a lot")).toBe(false);
  },
);

test.each([
  ["en", "Where is my order? It was not delivered"],
  ["de", "Wo ist meine Bestellung? Ich habe noch nichts"],
  ["fr", "Où est ma commande ?"],
  ["es", "¿Dónde está mi pedido?"],
  ["it", "Dove è il mio ordine?"],
  ["nl", "Waar is mijn bestelling?"],
  ["ja", "注文はどこですか"],
  [null, "#1042 ???"],
  [null, "👍"],
])("%s is told by its small words", (language, text) => {
  expect(languageOf(text)).toBe(language);
});
