import { fold } from "../../platform/fold.ts";

export const purposes = ["service", "promotional"] as const;
/** service: answers, and news of what she ordered. promotional: what is to sell something. */
export type Purpose = (typeof purposes)[number];

/** What somebody says of being written to. */
export type Wish =
  | { kind: "stop"; how: "keyword" | "plain_language"; words: string; purposes: readonly Purpose[] }
  | { kind: "start"; how: "keyword"; words: string }
  | { kind: "help"; how: "keyword"; words: string };

/** Folded, single blanks. Source: Twilio's and the carriers' own lists, and 47 CFR 64.1200(a)(10) */
const stopWords = words(
  "stop,stopall,stop all,unsubscribe,end,quit,cancel,revoke,optout,opt out", // English
  "arret,arreter,arretez,desabonner,desinscrire", // French
  "stopp,abmelden,abbestellen", // German, Swedish
  "alto,parar,baja,cancelar,desuscribir", // Spanish
  "sair,pare", // Portuguese
  "annulla,disiscrivi,basta", // Italian
  "afmelden,stoppen", // Dutch
  "afmeld,avmeld,avsluta,avregistrera,lopeta", // Nordic
);
const startWords = words("start,unstop,optin,opt in,resubscribe", "yes");
const helpWords = words("help,info", "aide,hilfe,ayuda,ajuda,aiuto,hjalp,hjaelp,apua");

/**
 * Reads what a text message says of being written to. Keywords count when the message is nothing else, whatever its
 * case, accents and punctuation. Plain language counts when it can mean nothing else: in doubt it is left to a person.
 *
 * @param told what the provider took it for, which is believed.
 */
export function readWish(text: string, told: "stop" | "start" | "help" | null = null): Wish | null {
  const bare = bareOf(text);
  const keyword = told ?? keywordIn(bare);
  if (keyword === "stop") return { kind: "stop", how: "keyword", words: bare.slice(0, 40), purposes };
  if (keyword) return { kind: keyword, how: "keyword", words: bare.slice(0, 40) };
  const said = revocationIn(text);
  if (said === null) return null;
  return {
    kind: "stop",
    how: "plain_language",
    words: said,
    purposes: isOfAdvertising(said) ? ["promotional"] : purposes,
  };
}

/** Whether an answer may mean consent only because consent was withdrawn: "yes" answers many questions. */
export function isAmbiguous({ words }: Wish): boolean {
  return words === "yes";
}

function keywordIn(bare: string): Wish["kind"] | null {
  // "Stop stop stop" says it once.
  const once = new Set(bare.split(" ")).size === 1 ? bare.split(" ")[0]! : bare;
  if (stopWords.has(bare) || stopWords.has(once)) return "stop";
  if (startWords.has(once)) return "start";
  return helpWords.has(once) ? "help" : null;
}

/** Letters and digits alone. */
function bareOf(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function words(...lists: string[]): ReadonlySet<string> {
  return new Set(lists.join(",").split(","));
}

/** What is longer says more than one thing: a person reads it. */
const longestRevocation = 320;

const medium =
  "(?:texts?|texting|messages?|messaging|sms|mms|spam|ads?|adverts?|promos?|promotions?|offers?|marketing|notifications?)";
const writing = "(?:text|messag|contact|spamm|sms)ing";
const listed =
  "(?:your|this|the|any|all|every) (?:[\\w]+ ){0,2}(?:list|lists|database|system|texts|messages|marketing)";
/** "until Monday", "at work": not for good, or not at all what it looks like. */
const notIf =
  "(?! (?:until|till|before|after|unless|while|when|during|yet|so (?:late|early)|too|at (?:work|night|this hour)|about|the|with|on (?:my|this) other|in the (?:morning|evening|night)))";

const revocations = [
  // English
  `(?:stop|quit) (?:\\w+ (?:and|or) )?${writing}(?: (?:me|us|this (?:number|phone)|my (?:phone|number|cell)))?(?= |$)${notIf}`,
  `(?:stop|quit) (?:\\w+ ){0,2}(?:sending|with|sms) (?:me |us )?(?:\\w+ ){0,3}?${medium}`,
  `(?:stop|no more|enough with) (?:these|those|the|your|all|all the)? ?(?:\\w+ ){0,1}?(?:texts|text messages|messages|sms)(?= |$)`,
  `(?:dont|do not|never|please dont) (?:ever )?(?:text|message|sms|contact|write to|write) (?:me|us|this (?:number|phone)|my (?:phone|number))(?: (?:again|anymore|any more|any longer|ever|ever again|please))*(?= |$)${notIf}`,
  `(?:dont|do not|no longer) (?:want|wish|like|need|care) to (?:receive|get|be sent|hear) (?:\\w+ ){0,4}?(?:${medium}|from you)`,
  `(?:dont|do not|no longer) (?:want|need) (?:any |anymore |any more |more |these |those |your |to ){0,2}(?:texts?|messages|sms|text messages)(?= |$)`,
  `(?:take|remove|delete|drop|get) (?:me|us|my (?:phone )?number|my phone|this number) (?:off|from|out of) ${listed}`,
  `(?:remove|delete|lose|forget) (?:my|this) (?:phone )?number`,
  `(?:unsubscribe|opt) (?:me|us)(?: out)?(?= |$)`,
  `(?:want|like|wish|need) to (?:unsubscribe|opt out|be (?:removed|taken off))`,
  `(?:revoke|withdraw|cancel) (?:my )?(?:consent|permission|subscription to (?:these|your) ${medium})`,
  `leave me alone`,
  // French
  `(?:arretez|arrete|cessez) (?:de |d )(?:m |me |nous )?(?:envoyer|ecrire|contacter|harceler)`,
  `ne (?:m |me )(?:envoyez|envoie|ecrivez|ecris|contactez|contacte) plus`,
  `(?:je )?ne (?:veux|souhaite|desire) plus (?:recevoir|de (?:vos )?(?:sms|messages|textos))`,
  `(?:desinscrivez|desabonnez|retirez|supprimez) (?:moi|mon numero)`,
  // German
  `keine (?:\\w+ )?(?:sms|nachrichten|werbung|textnachrichten) mehr`,
  `(?:schreib|schreibt|schreiben sie|kontaktieren sie|sms) (?:mir|mich|uns) (?:bitte )?nicht mehr`,
  `hor(?:en sie|t)? (?:bitte )?auf(?: damit)? ?,? ?(?:mir )?(?:(?:sms|nachrichten) )?(?:zu schreiben|zu schicken|zu senden)`,
  `(?:melden sie|meldet) mich (?:bitte )?ab`,
  // Spanish, Portuguese, Italian
  `no (?:me|nos) (?:envie|envien|envies|escriba|escriban|escribas|mande|manden|mandes|contacten|contacte) mas`,
  `(?:deje|dejen|deja|dejad) de (?:enviarme|escribirme|mandarme|contactarme)`,
  `no quiero (?:recibir )?mas (?:mensajes|sms|textos)`,
  `nao (?:me )?(?:envie|enviem|envia|mande|mandem|manda) mais`,
  `(?:pare|parem) de (?:me )?(?:enviar|mandar)`,
  `non (?:mi )?(?:scrivete|scrivetemi|mandate|mandatemi|inviate|inviatemi|contattate|contattatemi) piu`,
  // Dutch and Nordic
  `geen (?:\\w+ )?(?:sms|smsjes|berichten) meer`,
  `sluta (?:att )?(?:skicka|smsa|messa|kontakta)`,
  `inga fler (?:sms|meddelanden)`,
  `stop med at (?:sende|skrive|kontakte)`,
  `ikke flere (?:sms|beskeder|meldinger)`,
  `slutt (?:a|med a) (?:sende|skrive|kontakte)`,
].map((pattern) => new RegExp(`(?:^| )(${pattern})`));

/** Said of somebody else, asked, or denied. */
const denied =
  /(?:^| )(?:dont|do not|do (?=you|we|they)|never|did|didnt|did not|why did|why|not|if|when|before|until|(?:told|asked|tell|ask|wants?|wanted|said|says) (?:him|her|them|my \w+|it|he|she|they)(?: to)?|he|she|they)(?: ?you| ?we| i| ?they)?(?: ever| just| suddenly| all| say| mean| ask you to| tell you to)?$/;

/** The words that say it; null if none do beyond doubt. */
function revocationIn(text: string): string | null {
  if (text.length > longestRevocation) return null;
  // "don't" is read as "dont", "m'envoyez" as two words.
  const said = fold(withoutQuotes(text))
    .replace(/n['’`´]t(?!\p{L})/gu, "nt")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  if (
    /^(?:(?:please|pls|just|no|not now|not interested|no thanks|no thank you|thanks|hey|ok) )*stop(?: it| this| now| please| pls| already| immediately)*$/.test(
      said,
    )
  )
    return said;
  for (const revocation of revocations) {
    const match = revocation.exec(said);
    if (!match) continue;
    if (!denied.test(said.slice(0, match.index))) return match[1]!;
  }
  return null;
}

/** What stands in quotes or behind ">" somebody else said. */
function withoutQuotes(text: string): string {
  return text.replace(/^>.*$/gm, " ").replace(/"[^"]{0,300}"|“[^”]{0,300}”|«[^»]{0,300}»/g, " ");
}

function isOfAdvertising(said: string): boolean {
  return /(?:^| )(?:ads?|adverts?|promos?|promotions?|promotional|offers?|marketing|werbung)(?= |$)/.test(said);
}
