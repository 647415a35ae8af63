import { beforePeriods, monthNames, numberWords, timeUnits } from "./term-words.ts";

/** Terms a shop is held to: periods, percentages and dates, found in a text of any of the languages of term-words.ts. */

const dash = String.raw`\s?(?:-|–|—|bis|to|or|oder|und|and|à|a|o|ou|y|e|of|tot|till|til)\s?`;
const adjectives = "(?:(?:business|working|full|calendar|more|volle|weitere|werk|jours|giorni|días)[ -])?";
const written = alternatives(Object.keys(numberWords));
const period = new RegExp(
  String.raw`(?<![\p{L}\d.,])(?:(\d{1,3}|${written})${dash})?(\d{1,3}|${written})[ \u00a0-]?${adjectives}(${alternatives(Object.keys(timeUnits))})(?!\p{L})`,
  "giu",
);
const percentage =
  /(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)[ \u00a0]?(?:%|percent\b|prozent\b|pour ?cent\b|por ciento\b|per ?cento\b|procent\b)/giu;

/** "3–5 working days", "zwei Wochen" → "3 day", "5 day", "14 day": whole hours, days and months. */
export function periodsIn(text: string): string[] {
  const found = [...text.matchAll(period)].flatMap(([, from, to, unit]) =>
    [from, to].filter((one) => one !== undefined).map((one) => inUnits(numberOf(one), timeUnits[unit!.toLowerCase()]!)),
  );
  return [...new Set(found)];
}

/** What is said besides periods and percentages, and what leads to them. */
export function besideTerms(text: string): string {
  const without = text.replace(period, " ").replace(percentage, " ");
  return without.replace(/\p{L}+/gu, (word) => (beforePeriods.has(word.toLowerCase()) ? " " : word));
}

/** As tools tell it: `"percent":10`. */
const told = /"percent":(\d{1,3}(?:\.\d{1,2})?)(?!\d)/g;

/** "12,5 %" → "12.5". */
export function percentagesIn(text: string): string[] {
  const found = [...text.matchAll(percentage), ...text.matchAll(told)];
  return [...new Set(found.map(([, number]) => String(Number(number!.replace(",", ".")))))];
}

const scarce =
  /(?:only|just|nur(?: noch)?|plus que|seulement|s[oó]lo(?: quedan)?|quedan|slechts|nog maar|bara|rimangono|restano)\s+(\d{1,4})\s+(?:left|in stock|pieces|available|auf lager|stück|verfügbar|en stock|disponibles?|rimast[ie]|pezzi|stuks|kvar|i lager)/giu;

/** "only 2 left" → "2": how few there are. */
export function scarcityIn(text: string): string[] {
  return [...new Set([...text.matchAll(scarce)].map(([, count]) => count!))];
}

const codeWord =
  /(?<!\p{L})(?:code|gutscheincode|rabattcode|código|codice|kod|kortingscode)[ :]+["'“„«]?([A-Z][A-Z\d-]{3,29})(?![\p{Ll}])/gu;

/** Codes for a checkout that a text names: "PINE20". */
export function checkoutCodesIn(text: string): string[] {
  return [...new Set([...text.matchAll(codeWord)].map(([, code]) => code!))];
}

const month = alternatives(Object.keys(monthNames));
const isoDate = /(?<!\d)\d{4}-(\d{2})-(\d{2})(?!\d)/g;
const dayFirst = new RegExp(
  String.raw`(?<![\d.,])(\d{1,2})(?:st|nd|rd|th|\.|er|º|°)?[ \u00a0](?:of |de |di )?(${month})(?!\p{L})`,
  "giu",
);
const monthFirst = new RegExp(String.raw`(?<!\p{L})(${month})\.?[ \u00a0](\d{1,2})(?:st|nd|rd|th)?(?![\d:])`, "giu");
/** Without a year only behind a German preposition: "10.10." may be an amount at the end of a sentence. */
const dotted =
  /(?<![\d.])(?:(?<=\b(?:am|bis|vom|zum|den|der|ab) )(\d{1,2})\.(\d{1,2})\.|(\d{1,2})\.(\d{1,2})\.(?:\d{4}|\d{2})(?!\d))/gi;

/** Days of a year, "11-23", whatever they are written like. What may be read two ways ("3/4") is not taken for one. */
export function datesIn(text: string): string[] {
  const found = [
    ...[...text.matchAll(isoDate)].map(([, m, d]) => [Number(m), Number(d)]),
    ...[...text.matchAll(dayFirst)].map(([, d, m]) => [monthNames[m!.toLowerCase()]!, Number(d)]),
    ...[...text.matchAll(monthFirst)].map(([, m, d]) => [monthNames[m!.toLowerCase()]!, Number(d)]),
    ...[...text.matchAll(dotted)].map(([, d, m, day, month]) => [Number(m ?? month), Number(d ?? day)]),
  ] as [number, number][];
  const days = found.filter(([m, d]) => m >= 1 && m <= 12 && d >= 1 && d <= 31);
  return [...new Set(days.map(([m, d]) => `${two(m)}-${two(d)}`))];
}

/** A moment in UTC may be the day before or after where the customer lives. */
export function datesNear(text: string): Set<string> {
  const exact = datesIn(text);
  const moments = [...text.matchAll(/\d{4}-\d{2}-\d{2}(?=T\d{2}:)/g)].map(([day]) => Date.parse(day));
  const near = moments.filter(Number.isFinite).flatMap((at) => [at - 86_400_000, at + 86_400_000]);
  return new Set([...exact, ...near.map((at) => new Date(at).toISOString().slice(5, 10))]);
}

function inUnits(count: number, unit: string): string {
  if (unit === "week") return `${count * 7} day`;
  if (unit === "year") return `${count * 12} month`;
  if (unit === "hour" && count >= 24 && count % 24 === 0) return `${count / 24} day`;
  return `${count} ${unit}`;
}

function numberOf(word: string): number {
  return numberWords[word.toLowerCase()] ?? Number(word);
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}

/** The longest first: "mars" before "mar". */
function alternatives(words: string[]): string {
  return words.toSorted((a, b) => b.length - a.length).join("|");
}
