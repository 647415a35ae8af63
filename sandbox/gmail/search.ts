import { now } from "../../src/platform/clock.ts";
import { addressesIn, decodeWords, headerOf } from "./headers.ts";
import { mimeTree, readableText } from "./mime-tree.ts";
import type { Mail } from "./state.ts";

/**
 * Gmail's search as far as it is spoken here; an unknown operator finds nothing.
 * Source: https://support.google.com/mail/answer/7190
 */
export function search(mails: Mail[], query: string): Mail[] {
  const terms = [...query.matchAll(/(-?)(?:(\w+):)?(?:"([^"]*)"|(\S+))/g)].map(
    ([, minus, operator, quotedText, word]) => ({
      negated: minus === "-",
      operator: operator?.toLowerCase() ?? null,
      value: (quotedText ?? word ?? "").replace(/^\((.*)\)$/, "$1"),
    }),
  );
  return mails.filter((mail) =>
    terms.every(({ operator, value, negated }) => meets(mail, operator, value) !== negated),
  );
}

/** Whether the query itself asks for a place that lists leave out. */
export function asksForHidden(query: string): boolean {
  return /(?:^|\s)in:(?:anywhere|spam|trash)/i.test(query);
}

function meets(mail: Mail, operator: string | null, value: string): boolean {
  const wanted = value.toLowerCase();
  const named = (...names: string[]) =>
    names.map((name) => decodeWords(headerOf(mail.headers, name) ?? "").toLowerCase());
  if (operator === null) return fullText(mail).includes(wanted);
  if (operator === "in" || operator === "label" || operator === "is") return isIn(mail, wanted);
  if (operator === "from" || operator === "subject") return named(operator).some((text) => text.includes(wanted));
  if (operator === "to") return named("To", "Cc", "Bcc", "Delivered-To").some((text) => text.includes(wanted));
  if (operator === "rfc822msgid")
    return (headerOf(mail.headers, "Message-ID") ?? "") === `<${value.replace(/^<|>$/g, "")}>`;
  if (operator === "has")
    return wanted === "attachment" && /multipart\/mixed/i.test(headerOf(mail.headers, "Content-Type") ?? "");
  return isWithin(mail, operator, wanted);
}

function isIn({ labelIds }: Mail, place: string): boolean {
  if (place === "anywhere") return true;
  if (place === "chats") return labelIds.has("CHAT");
  if (place === "read") return !labelIds.has("UNREAD");
  return [...labelIds].some((label) => label.toLowerCase() === place);
}

/** newer_than:2d, older_than:1m, after:2026/11/21 or after:1763683200. */
function isWithin({ internalDateMs }: Mail, operator: string, value: string): boolean {
  const [, count = "", unit = "d"] = /^(\d+)([dmy])$/.exec(value) ?? [];
  const agoMs = Number(count) * { d: 1, m: 30, y: 365 }[unit === "m" || unit === "y" ? unit : "d"] * 86_400_000;
  if (operator === "newer_than") return count !== "" && internalDateMs >= now().getTime() - agoMs;
  if (operator === "older_than") return count !== "" && internalDateMs < now().getTime() - agoMs;
  const momentMs = /^\d{9,}$/.test(value) ? Number(value) * 1000 : Date.parse(value.replaceAll("/", "-"));
  if (operator === "after" || operator === "newer") return internalDateMs >= momentMs;
  if (operator === "before" || operator === "older") return internalDateMs < momentMs;
  return false;
}

function fullText(mail: Mail): string {
  const subject = decodeWords(headerOf(mail.headers, "Subject") ?? "");
  const from = addressesIn(headerOf(mail.headers, "From")).join(" ");
  return `${subject} ${from} ${readableText(mimeTree(mail.raw))}`.toLowerCase();
}
