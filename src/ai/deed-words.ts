/** What may have been done in a shop, and the beginnings of the words for it, in the languages of term-words.ts. */
export const deeds = {
  cancel: "cancel storn annul geannul annuler abgebroch avbok avbest",
  refund:
    "refund reimburs erstatt zurückerstatt zurückgezahl rembours reembols reintegr devuel rimbors terugbetaal terugbetal teruggestort terugbetaald återbetal",
  change:
    "chang updat correct modif geänder änder angepass aktualisier korrigier mis modifié modific cambiad cambiar cambié actualiz corregi aggiorn cambiat corrett gewijzig wijzig aangepas bijgewerkt ändrat uppdaterat",
  exchange:
    "exchang replac umgetausch umtausch ersetz échang remplac sustitu reemplaz sostitu scambi omgeruild vervang bytt ersatt",
  credit: "credit gutgeschrieb gutschreib crédit abon accredit gecrediteer bijgeschrev krediter",
  send: "issu forward escalat arrang reserv veranlass weitergeleit reservier transmis réserv reenvi reserv inoltr prenot doorgestuurd gereserveer vidarebefordr",
  pay: "pay paid send sent transfer wire überweis überwiesen zahl auszahl verse vers envoy vire enviar enviad pagar pagad transfer inviar inviat pagat betaal betalen overmak overgemaak stort gestort skicka betala",
} as const;
export type Deed = keyof typeof deeds;

export interface Way {
  who: RegExp;
  within: number;
  /** What the word looks like, where who says it would fit another language too. */
  word?: RegExp;
}

/**
 * How somebody says that she did or will do it: who and the auxiliary, and the most characters before the word itself.
 * English keeps them together, German and Dutch end their sentence with the word.
 */
export const claimants: Way[] = [
  {
    who: /\b(?:I|we)(?:['’]ve|['’]ll| have| will|['’]m| am| are)(?: (?:just|already|now|also|gladly|going to|gone ahead and|went ahead and|happily|immediately|been|being|to))* |\bI (?:just |already |now )?(?=(?:cancel|refund|chang|updat|correct|replac|exchang|credit)\w*ed\b)/giu,
    within: 0,
  },
  {
    who: /(?<!\p{L})(?:ich (?:habe|werde)|wir (?:haben|werden)|(?:habe|werde) ich|(?:haben|werden) wir) /giu,
    within: 120,
  },
  {
    who: /(?<!\p{L})(?:j['’]ai|nous avons|on a|je vais|nous allons|je viens d['’e]|nous venons d['’e]) ?/giu,
    within: 30,
  },
  { who: /(?<!\p{L})(?:he|hemos|voy a|vamos a|acabo de|acabamos de) /giu, within: 20 },
  { who: /(?<!\p{L})(?:ho|abbiamo|sto per|stiamo per) /giu, within: 20 },
  {
    who: /(?<!\p{L})(?:(?:ik|we|wij) (?:heb|hebben|zal|zullen|ga|gaan)|(?:heb|zal|ga) ik|(?:hebben|zullen|gaan) (?:we|wij)) /giu,
    within: 120,
  },
  { who: /(?<!\p{L})(?:(?:jag|vi) (?:har|ska|kommer att)|(?:har|ska) (?:jag|vi)) /giu, within: 60 },
];

/** How somebody says that it happened: the auxiliary of the passive. */
export const happenings: Way[] = [
  { who: /\b(?:has|have|was|were)(?: (?:already|now|just|been|being|successfully))* /giu, within: 0 },
  { who: /(?<!\p{L})(?:wurden?|ist|sind) /giu, within: 80 },
  { who: /(?<!\p{L})(?:a|ont) (?:bien |déjà )*été (?:bien |déjà )*/giu, within: 0 },
  { who: /(?<!\p{L})(?:ya )?(?:ha sido|han sido|fue|fueron) (?:ya )?/giu, within: 0 },
  { who: /(?<!\p{L})(?:è stat[oa]|sono stat[ie]) (?:già )?/giu, within: 0 },
  {
    who: /(?<!\p{L})(?:is|zijn|werd|werden) /giu,
    within: 60,
    word: /^(?:ge|terugb|terugg|bijg|aang|omg|doorg|over(?:ge)?m)/i,
  },
];

/** Who says that nothing was done claims nothing. */
export const denial =
  /(?<!\p{L})(?:not|cannot|can['’]t|won['’]t|don['’]t|no|never|nothing|nicht|nichts|keine?[nmrs]?|nie|pas|rien|jamais|nunca|nada|non|nulla|niente|niet|niets|geen|inte|inget)(?!\p{L})/iu;
