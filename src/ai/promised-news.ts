import type { Evidence } from "./evidence.ts";

/** Who says that she will be told, and when, in both orders, in the languages the product speaks. */
const tellers = [
  String.raw`\b(?:we|I)(?:['’]ll| will| are going to| am going to|['’]re going to)? (?:\w+ )?(?:let you know|notify you|tell you|write (?:to )?you|e-?mail you|text you|inform you|message you|get in touch|be in touch)`,
  String.raw`\byou(?:['’]ll| will) (?:hear from us|be (?:told|notified|informed)|(?:get|receive) an? (?:e-?mail|text|message|note))`,
  "(?:sage[n]? (?:Ihnen|dir)|melde[n]? (?:wir )?(?:mich|uns)|benachrichtige[n]? (?:wir )?(?:Sie|dich)|informiere[n]? (?:wir )?(?:Sie|dich)|schreibe[n]? (?:wir )?(?:Ihnen|dir)|(?:Ihnen|dir) Bescheid)",
  "(?:(?:vous|te) (?:préviendrons|écrirons|informerons|avertirons|préviendrai|tiendrons))",
  "(?:(?:le|te) (?:avisaremos|escribiremos|informaremos|avisaré|avisamos|escribimos))",
  "(?:(?:ti|la|le) (?:avviseremo|scriveremo|informeremo|avviserò))",
  "(?:laten (?:we|wij) (?:je|u) (?:het )?weten|(?:we|wij) laten (?:je|u) (?:het )?weten|(?:we|wij) (?:mailen|schrijven|berichten) (?:je|u))",
].join("|");
const returns = [
  String.raw`back in stock|in stock again|available again|restocked|\bback again\b|(?:is|are|['’]s|comes) back(?=[\s"”)]*(?:[.!,;\n]|$))`,
  "wieder (?:da|verfügbar|lieferbar|erhältlich|auf Lager|vorrätig|im Sortiment)|(?:de retour|à nouveau|de nouveau) (?:en stock|disponible)|de nouveau là",
  String.raw`(?:de nuevo|otra vez) (?:en stock|disponible)|vuelva a (?:estar|haber)|di nuovo disponibil\w+|tornerà disponibile|weer (?:op voorraad|leverbaar|verkrijgbaar|binnen)`,
].join("|");
const promise = new RegExp(`(?:${tellers})[^.!?\\n]*(?:${returns})|(?:${returns})[^.!?\\n]*(?:${tellers})`, "iu");
/** What is offered is not promised. */
const offer =
  /\bif you(?:['’]d)? (?:like|wish|want|prefer|would)|\bwould you|\bshall\b|\b(?:can|could|may)\b|wenn (?:Sie|du) (?:möchte|will|wünsch|wollen)|falls (?:Sie|du)|\bsollen\b|si vous (?:le )?(?:souhaitez|voulez)|si tu veux|si (?:quieres?|lo deseas?)|se (?:vuole|vuoi|desidera)|als (?:u|je) (?:wilt|wil)|\?/iu;

/**
 * A reply that promises news of goods that are back, where nobody has kept that she is to be told: nothing would come of
 * it. What the shop has said itself may be said again.
 */
export function emptyPromises(reply: string, { facts, shopWords, guidance }: Evidence): string[] {
  if (facts.some((fact) => fact.includes(keptWish))) return [];
  if ([...shopWords, ...guidance].some((words) => promise.test(words))) return [];
  const sentences = reply.match(/[^.!?\n]+[.!?]?/g) ?? [];
  const empty = sentences.find((sentence) => promise.test(sentence) && !offer.test(sentence));
  return empty
    ? [`The reply promises that she will be told ("${empty.trim().slice(0, 120)}"), but no tool has kept that.`]
    : [];
}

/** As `tell_when_back` says it. */
export const whenBack = "We write to you here once when it is back.";
const keptWish = JSON.stringify(whenBack).slice(1, -1);
