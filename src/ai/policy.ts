import {
  checkoutCodesIn,
  datesIn,
  datesNear,
  percentagesIn,
  periodsIn,
  scarcityIn,
  termsIn,
} from "../domain/knowledge/index.ts";
import {
  amountsIn,
  compact,
  emailAddressesIn,
  holdsWords,
  linksIn,
  longNumbersIn,
  namesAddress,
  numbersIn,
  orderNamesIn,
  statedOrdersIn,
} from "./claims.ts";
import { notToBeTold } from "./contradicted.ts";
import { denial } from "./deed-words.ts";
import type { Evidence } from "./evidence.ts";
import { emptyPromises } from "./promised-news.ts";
import { untrueClaims } from "./promises.ts";

const longestReply = 4000;
/** So many words in a row are no chance. */
const repeatedWords = 9;
const secret =
  /\b(?:sk|rk|pk|shp(?:at|ca|ss|pa)|whsec|gh[pousr]|xox[abp]|AIza|AKIA)[-_]?[A-Za-z\d_-]{16,}|-----BEGIN [A-Z ]*PRIVATE KEY/;

/** What a reply must not repeat. */
export interface Hidden {
  boundary: string;
  /** What the model was told by us; the shop's own guidance may be quoted. */
  rules?: string;
}

/**
 * What keeps a reply from becoming a draft; empty when nothing does. Amounts, terms, order names and long numbers must
 * have been seen in this turn; links and addresses must come from the shop, because those out of a customer's mail may be a
 * trap; what is said to be done must have been done.
 */
export function problemsOf(reply: string, evidence: Evidence, { boundary, rules = "" }: Hidden): string[] {
  if (reply.length === 0) return ["The reply is empty."];
  const problems: string[] = [];
  if (reply.length > longestReply) problems.push(`The reply is longer than ${longestReply} characters.`);
  if (reply.includes(boundary)) problems.push("The reply repeats its instructions.");
  if (repeats(reply, rules)) problems.push("The reply repeats what you were told.");
  if (secret.test(reply)) problems.push("The reply holds what looks like a key or a password.");
  return [
    ...[...problems, ...unseen(reply, evidence), ...contradicted(reply, evidence)],
    ...[...untrueClaims(reply, evidence), ...emptyPromises(reply, evidence)],
  ];
}

/** What nobody sees, and what turns around how the rest is read; joiners within words and signs are none of it. */
const invisible = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e0fff}]/gu;

/** A text as people see it. */
export function asSeen(text: string): string {
  return text.replace(invisible, "");
}

/** Takes out what no customer should get and no database can keep. */
export function tidy(reply: string): string {
  return asSeen(reply.toWellFormed().replace(/[^\P{Cc}\t\n]/gu, "")).trim();
}

function repeats(reply: string, rules: string): boolean {
  const told = ` ${wordsOf(rules).join(" ")} `;
  const said = wordsOf(reply);
  return said.some((_, n) => {
    const run = said.slice(n, n + repeatedWords);
    return run.length === repeatedWords && told.includes(` ${run.join(" ")} `);
  });
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
}

/** What articles contradict each other about is not told, unless guidance says which is right. */
function contradicted(reply: string, evidence: Evidence): string[] {
  const wrong = new Set(evidence.contradictions.flatMap((one) => notToBeTold(one, evidence)));
  const said = termsIn(reply).filter((term) => wrong.has(term));
  return said.length > 0 ? [`The shop's articles contradict each other about this: ${said.join(", ")}.`] : [];
}

function unseen(whole: string, evidence: Evidence): string[] {
  const { pages, facts, shopWords, customerWords, customerAddresses, outsideWords, guidance } = evidence;
  // Digits in a page's address are none of a price or an order.
  const reply = pages.reduce((rest, page) => rest.replaceAll(page, " "), whole);
  const shop = [...facts, ...shopWords, ...guidance].join("\n");
  const shopLower = shop.toLowerCase();
  const all = [shop, ...customerWords, ...outsideWords].join("\n").toLowerCase();
  const [numbers, dense] = [numbersIn(all), compact(all)];
  const [periods, percentages, dates] = [periodsIn(all), percentagesIn(shop), datesNear(all.toUpperCase())];
  const offered = percentagesIn(withoutDenials(reply, { andQuestions: false }));
  // Who asks after an order may not even be told that there is one.
  const stated = statedOrdersIn(withoutDenials(reply)).filter((name) => holdsWords(all, name));
  const isLongSeen = (long: string) => dense.includes(compact(long).toLowerCase()) || isOfSeen(long, all);
  const isAddressSeen = (address: string) => namesAddress(shopLower, address) || customerAddresses.has(address);
  // As a browser reads it: "ｅｖｉｌ．ｃｏｍ" leads to evil.com.
  const spelled = whole.normalize("NFKC");
  const checked: [what: string, said: string[], isSeen: (one: string) => boolean][] = [
    ["Amounts", amountsIn(reply), (amount) => numbers.has(amount)],
    ["Periods", periodsIn(reply), (period) => periods.includes(period)],
    ["Percentages", offered, (percent) => percentages.includes(percent)],
    ["So few left", scarcityIn(reply), (left) => facts.some((fact) => fact.includes(`"left":${left},`))],
    ["Codes", checkoutCodesIn(reply), (code) => holdsWords(shop, code)],
    ["Dates", datesIn(reply), (day) => dates.has(day)],
    ["Orders", orderNamesIn(reply), (name) => holdsWords(all, name)],
    ["Orders nobody looked up", stated, (name) => holdsWords(shopLower, name)],
    ["Numbers", longNumbersIn(reply), isLongSeen],
    ["Links", linksIn(spelled), (link) => pages.includes(link) || isOfShop(link, shop)],
    ["Email addresses", emailAddressesIn(spelled), isAddressSeen],
  ];
  return checked.flatMap(([what, said, isSeen]) => {
    const found = said.filter((one) => !isSeen(one));
    return found.length > 0 ? [`${what} not seen: ${found.join(", ")}.`] : [];
  });
}

/**
 * What a customer wishes for may be named only to say that she does not get it. To ask after an order says nothing of it;
 * to ask whether she wants a discount offers it.
 */
function withoutDenials(reply: string, { andQuestions = true } = {}): string {
  const sentences = reply.match(/[^.!?\n]*(?:\.(?=\d)[^.!?\n]*)*[.!?\n]?/g) ?? [];
  return sentences.filter((one) => !denial.test(one) && !(andQuestions && one.endsWith("?"))).join("");
}

/** Two numbers that stand side by side, each of them seen. */
function isOfSeen(long: string, all: string): boolean {
  const parts = long.match(/\d+/g) ?? [];
  return parts.length > 1 && parts.every((part) => holdsWords(all, part));
}

/** To the letter, but for a bare domain: of that the shop's own pages may be in other words. */
function isOfShop(link: string, shop: string): boolean {
  const isBare = /^[^/:]+$/.test(link);
  return namesAddress(shop, link) || (isBare && namesAddress(shop.toLowerCase(), link.toLowerCase()));
}
