import { amountsIn, compact, emailAddressesIn, linksIn, longNumbersIn, numbersIn, orderNamesIn } from "./claims.ts";
import type { Evidence } from "./evidence.ts";

const longestReply = 4000;

/**
 * What keeps a reply from becoming a draft; empty when nothing does. Amounts, order names and long numbers must have
 * been seen in this turn; links must come from the shop, because a link out of a customer's mail may be a trap.
 */
export function problemsOf(reply: string, evidence: Evidence, { boundary }: { boundary: string }): string[] {
  if (reply.length === 0) return ["The reply is empty."];
  const problems: string[] = [];
  if (reply.length > longestReply) problems.push(`The reply is longer than ${longestReply} characters.`);
  if (reply.includes(boundary)) problems.push("The reply repeats its instructions.");
  return [...problems, ...unseen(reply, evidence), ...promisesOf(reply, evidence)];
}

/** Takes out what no customer should get and no database can keep. */
export function tidy(reply: string): string {
  return reply
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n]/gu, "")
    .trim();
}

function unseen(reply: string, { facts, shopWords, customerWords }: Evidence): string[] {
  const shop = [...facts, ...shopWords].join("\n");
  const all = [shop, ...customerWords].join("\n").toLowerCase();
  const numbers = numbersIn(all);
  const dense = compact(all);
  const names = (list: string[], what: string) => (list.length > 0 ? [`${what} not seen: ${list.join(", ")}.`] : []);
  return [
    ...names(
      amountsIn(reply).filter((amount) => !numbers.has(amount)),
      "Amounts",
    ),
    ...names(
      orderNamesIn(reply).filter((name) => !holds(all, name)),
      "Orders",
    ),
    ...names(
      longNumbersIn(reply).filter((long) => !dense.includes(long.toLowerCase())),
      "Numbers",
    ),
    ...names(
      linksIn(reply).filter((link) => !shop.includes(link)),
      "Links",
    ),
    ...names(
      emailAddressesIn(reply).filter((address) => !all.includes(address)),
      "Email addresses",
    ),
  ];
}

function holds(text: string, name: string): boolean {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\d])${literal}(?![\\p{L}\\d])`, "u").test(text);
}

const doing =
  "refund|cancel|chang|updat|correct|replac|exchang|credit|reimburs|process|issu|arrang|escalat|forward|reserv";
const done = new RegExp(
  String.raw`\b(?:I|we)(?:['’]ve|['’]ll| have| will|['’]m| am| are)?(?: (?:just|already|now|also|gladly|going to|gone ahead and|went ahead and))*(?: been)? (?:${doing})\w*\b`,
  "i",
);
const happened = /\b(?:has|have|was|were) (?:already |now |just |been )*(refunded|cancell?ed|reimbursed|credited)\b/gi;

/** A draft changes nothing, so it must not say that something was or will be done unless the shop's data does. */
function promisesOf(reply: string, { facts }: Evidence): string[] {
  const claim = done.exec(reply)?.[0];
  const problems = claim ? [`The reply says that something is done ("${claim}"), but you can do nothing.`] : [];
  const shown = facts.join("\n").toLowerCase();
  const untrue = [...reply.matchAll(happened)].filter(([, what]) => !shown.includes(stemOf(what!)));
  return untrue.length > 0 ? [...problems, `The tools do not show that it "${untrue[0]![0]}".`] : problems;
}

/** An order that is not cancelled has the word "cancelledAt" all the same: only a date behind it counts. */
function stemOf(what: string): string {
  return /^cancel/i.test(what) ? '"cancelledat":"2' : "refund";
}
