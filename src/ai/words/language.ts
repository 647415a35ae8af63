/** The commonest small words of each language: enough to tell them apart, nothing to learn from. */
const smallWords: Readonly<Record<string, string>> = {
  en: "the and is my i you to of it for not have was this that please where what order with can hello hi thanks",
  de: "der die das und ist ich nicht ein eine mein meine sie wo wann mit für auf bitte habe wurde bestellung hallo noch zu",
  fr: "le la les et est je pas une un mon ma vous où avec pour sur merci bonjour ma commande ai été dans que quand c'est",
  es: "el la los y es no un una mi mis dónde cuándo con para por gracias hola pedido he está qué que ha sido quiero",
  it: "il lo gli e è non un una mio mia dove quando con per grazie ciao ordine ho stato che sono vorrei buongiorno",
  nl: "de het een en is ik niet mijn waar wanneer met voor op bedankt hallo bestelling heb werd dat wat graag nog je",
  pt: "o os e é não um uma meu minha onde quando com para por obrigado obrigada olá pedido foi que está quero eu",
  da: "og er ikke jeg det en et min mit hvor hvornår med til tak hej ordre har blev som kan af",
  sv: "och är inte jag det en ett min mitt var när med till tack hej beställning har blev som kan av",
  nb: "og er ikke jeg det en et min mitt hvor når med til takk hei bestilling har ble som kan av",
  pl: "i jest nie się moje mój gdzie kiedy z na do dziękuję dzień dobry zamówienie czy mam to jak proszę",
  fi: "ja on ei minä se minun missä milloin kanssa kiitos hei tilaus olen oli että voi mutta tilaukseni",
};

/** A script that says which language it most likely is. */
const scripts: readonly [RegExp, string][] = [
  [/\p{Script=Hiragana}|\p{Script=Katakana}/u, "ja"],
  [/\p{Script=Hangul}/u, "ko"],
  [/\p{Script=Han}/u, "zh"],
  [/\p{Script=Cyrillic}/u, "ru"],
  [/\p{Script=Greek}/u, "el"],
  [/\p{Script=Arabic}/u, "ar"],
  [/\p{Script=Hebrew}/u, "he"],
  [/\p{Script=Thai}/u, "th"],
  [/\p{Script=Devanagari}/u, "hi"],
];

const known = Object.entries(smallWords).map(([language, words]) => [language, new Set(words.split(" "))] as const);

/** What a text is written in, as far as its small words say; null in doubt. */
export function languageOf(text: string): string | null {
  const start = text.slice(0, 2000);
  const script = scripts.find(([pattern]) => pattern.test(start));
  if (script) return script[1];
  const words =
    start
      .normalize("NFC")
      .toLowerCase()
      .replaceAll("’", "'")
      .match(/[\p{L}']+/gu) ?? [];
  const scores = known.map(([language, small]) => ({ language, n: words.filter((word) => small.has(word)).length }));
  const [best, next] = scores.toSorted((a, b) => b.n - a.n);
  return best && best.n > 0 && best.n > (next?.n ?? 0) ? best.language : null;
}
