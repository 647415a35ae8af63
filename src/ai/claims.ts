/** Things a reply states that are right or wrong to the letter, found in its text. */

const number = String.raw`\d(?:[\d.,'’\u00a0\u202f]*\d)?`;
const sign = "[€$£¥₹₩₺₽₴₫]";
const amountBefore = new RegExp(String.raw`(?:${sign}|\b(?:kr\.?|[A-Z]{3}))[ \u00a0]?(${number})`, "g");
const amountAfter = new RegExp(
  String.raw`(${number})[ \u00a0]?(?:${sign}|(?:kr|[A-Z]{3}|euros?|dollars?|pounds?|kronor|kroner)\b)`,
  "gi",
);
const currencies = new Set(Intl.supportedValuesOf("currency"));

/** Sums of money, as plain decimals: "€1.234,50" → "1234.50". */
export function amountsIn(text: string): string[] {
  const found = [...text.matchAll(amountBefore), ...text.matchAll(amountAfter)];
  return unique(found.filter(([whole]) => isMoney(whole)).map(([, written]) => decimal(written!)));
}

/** Every number in a text, as plain decimals: what an amount may be taken from. */
export function numbersIn(text: string): Set<string> {
  return new Set([...text.matchAll(new RegExp(number, "g"))].map(([written]) => decimal(written)));
}

/** "#1042", "order NRD-1042": the name without the sign, in lower case. */
export function orderNamesIn(text: string): string[] {
  const signed = [...text.matchAll(/#([\p{L}\d][\p{L}\d-]*)/gu)].map(([, name]) => name!);
  const spoken = [...text.matchAll(/\border(?: (?:number|no\.?|nr\.?))? ([A-Z]*-?\d{3,})\b/gi)].map(
    ([, name]) => name!,
  );
  return unique([...signed, ...spoken].filter((name) => /\d/.test(name)).map((name) => name.toLowerCase()));
}

const statedOrder =
  /(?:#|\border (?:(?:number|no\.?|nr\.?) )?)([\p{L}\d-]*\d[\p{L}\d-]*) (?:is|are|was|has|have|will|ist|war|wurde|wird|kommt|geht|est|était|sera|a|está|fue|ha|será|è|sarà|wordt|werd|komt|är|blev|kommer)(?!\p{L})/giu;

/** Orders that a text says something of: "#1042 is on its way". */
export function statedOrdersIn(text: string): string[] {
  return unique([...text.matchAll(statedOrder)].map(([, name]) => name!.toLowerCase()));
}

/** Tracking, phone and other long numbers, as they are written. Days are long too, and are looked at as days. */
export function longNumbersIn(text: string): string[] {
  const withoutLinks = linksIn(text).reduce((rest, link) => rest.replaceAll(link, " "), text);
  const solid = (withoutLinks.match(/\b[A-Z\d]{9,34}\b/g) ?? []).filter((written) => digitsOf(written) >= 6);
  const grouped = (withoutLinks.match(/\d[\d ()/-]{6,}\d/g) ?? []).filter(
    (written) => digitsOf(written) >= 9 && !writtenDay.test(written),
  );
  return unique([...solid, ...grouped]);
}

const writtenDay = /\d{4}-\d{1,2}-\d{1,2}|\b\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\b/;

function digitsOf(written: string): number {
  return written.match(/\d/g)?.length ?? 0;
}

/** Endings that mail programs make a link of without being asked. */
const endings =
  "com|net|org|info|biz|io|co|shop|store|app|dev|me|xyz|site|online|top|link|click|help|support|live|life|world|website|space|tech|cloud|page|pay|finance|sale|deals|vip|win|icu|buzz|club|pro|work|fun|zip|mov|today|asia|tk|ml|ga|cf|gq|cc|tv|gg|ly|gl|to|id|ai|ru|cn|de|at|ch|fr|es|it|nl|be|se|no|dk|fi|uk|ie|us|ca|au|nz|eu|pl|pt|br|mx|jp|kr|tr|ua|cz|sk|hu|ro|gr|lt|lv|ee|hk|tw|sg|vn|рф|укр|中国|xn--[a-z\\d-]+";
const letter = String.raw`\p{L}\p{M}\p{N}`;
const rest = String.raw`[^\s<>"'()[\]]`;
/** Letters of all scripts: a domain may be written in any, and a foreign letter before a known one makes another of it. */
const link = new RegExp(
  String.raw`(?:[a-z][a-z\d+.-]{1,20}:\/\/|www\.)${rest}+|(?<![${letter}-]|[${letter}-]\.|[${letter}._%+-]@)(?:[${letter}-]+\.)+(?:\p{L}{2,}\/${rest}*|(?:${endings})(?!-*[${letter}]|\.[${letter}]))`,
  "giu",
);

/** Web addresses, with or without "https://", and bare domains. */
export function linksIn(text: string): string[] {
  const found = text.matchAll(link);
  return unique([...found].map(([link]) => link.replace(/^-+|[.,;:!?]+$/g, "")));
}

/**
 * Whether an address, of a page or of mail, stands in a text as a whole: what another one begins or ends with leads to
 * somebody else. Of a bare domain, pages and addresses may stand there.
 */
export function namesAddress(text: string, address: string): boolean {
  const literal = address.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  const before = address.includes("@") ? `[${letter}._%+-]` : `[${letter}_-]`;
  // Within JSON a new line ends in a letter.
  const begins = String.raw`(?:(?<!${before})|(?<=\\[nrt]))`;
  return new RegExp(`${begins}${literal}(?![${letter}_~%@-]|[.:][${letter}])`, "u").test(text);
}

export function emailAddressesIn(text: string): string[] {
  const found = text.matchAll(/[\p{L}\d._%+-]+@(?:[\p{L}\d-]+\.)+\p{L}{2,}/gu);
  return unique([...found].map(([address]) => address.toLowerCase()));
}

/** Whether words stand in a text, whatever their case and blanks, and not as a part of longer ones. */
export function holdsWords(text: string, words: string): boolean {
  const literal = words
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\s+/g, "\\s+");
  return new RegExp(`(?<![\\p{L}\\d])${literal}(?![\\p{L}\\d])`, "iu").test(text);
}

/** "0037 (3400)-12" → "0037340012". */
export function compact(text: string): string {
  return text.replace(/[\s()/-]/g, "");
}

/** Three capitals are a currency only if they are one: "2 FOR", "100 CET" are not. */
function isMoney(written: string): boolean {
  const letters = /[A-Za-z]+/.exec(written)?.[0] ?? "";
  return letters.length !== 3 || currencies.has(letters);
}

/** The last separator with one or two digits behind it is the decimal one; all others group. */
function decimal(written: string): string {
  const [, whole = written, fraction = ""] = /^(.*)[.,](\d{1,2})$/.exec(written) ?? [];
  return Number(`${whole.replace(/\D/g, "")}.${fraction || "0"}`).toFixed(2);
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
