/**
 * What a caller must not have to say twice, recognised without a model: a person is wanted, or somebody is upset. In the
 * languages calls come in most; a model that understands more hands over by itself.
 */
export function wishIn(words: string): "asked" | "upset" | null {
  const text = words.normalize("NFC").toLowerCase();
  if (person.test(text) && !denied.test(text)) return "asked";
  return anger.test(text) ? "upset" : null;
}

const person = new RegExp(
  [
    String.raw`\b(?:speak|talk|connect|transfer|put|get|give|want|need|reach|like)\b[^.?!]{0,40}\b(?:human|person|people|agent|representative|operator|somebody|someone|colleague|manager|supervisor|advisor|staff|real (?:person|human))\b`,
    String.raw`^\W*(?:a |an |the |real |live |human |customer |service )*(?:human|person|agent|representative|operator|customer service|manager)(?: please)?\W*$`,
    String.raw`\b(?:mit|zu)\b[^.?!]{0,30}\b(?:menschen?|mitarbeiter(?:in)?|kolleg(?:e|en|in)|berater(?:in)?|jemandem)\b`,
    String.raw`\b(?:hablar|pasar|comunicar|ponga)\w*\b[^.?!]{0,30}\b(?:persona|humano|agente|alguien|operador\w*)\b`,
    String.raw`\b(?:parler|passer)\b[^.?!]{0,30}\b(?:humain|personne|agent|conseill\w+|quelqu['’]un)\b`,
  ].join("|"),
  "u",
);
const denied =
  /\b(?:don['’]?t|do not|no need to|without) (?:want|need|have|speaking|talking)[^.?!]{0,20}\b(?:human|person|agent|someone|somebody)\b/u;

const anger = new RegExp(
  [
    String.raw`\b(?:lawyers?|attorney|sue you|legal action|small claims|chargeback|trading standards|report you)\b`,
    String.raw`\b(?:ridiculous|unacceptable|outrageous|furious|disgusting|scam|scammers?|fraud|rip[- ]?off|fed up|sick of (?:this|you))\b`,
    String.raw`\b(?:fuck\w*|shit\w*|bullshit|idiots?|useless)\b`,
    String.raw`\b(?:anwalt|unversch[äa]mt\w*|frechheit|betrug|betr[üu]ger|scheiße|verbraucherzentrale)\b`,
    String.raw`\b(?:abogad[oa]|estafa|inaceptable|verg[üu]enza|mierda)\b`,
    String.raw`\b(?:avocat|arnaque|inadmissible|inacceptable|merde)\b`,
  ].join("|"),
  "u",
);
