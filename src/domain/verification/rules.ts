import { createHmac, randomInt, timingSafeEqual } from "node:crypto";
import type { Conversation, Message } from "../conversations/index.ts";
import { type Assurance, isAtLeast } from "../tool-switches/index.ts";
import { hiddenCode, isQuoteOfOurs } from "./words.ts";

export const codeHoldsMs = 30 * 60_000;
/** What a right code is good for. */
export const verifiedForMs = 60 * 60_000;
export const mostGuesses = 3;
export const perMs = 3_600_000;
/** Codes sent in `perMs`. */
export const mostCodes = { conversation: 3, customer: 5, workspace: 300 };

type Written = Pick<Message, "author" | "from" | "senderVerified" | "createdAt">;

/** Until when the customer counts as verified by a code; null: she does not. */
export type VerifiedUntil = Date | null;

/** How sure we are that the customer of the conversation wrote this message herself. */
export function assuranceOfMessage(
  { author, from, senderVerified, createdAt }: Written,
  { channel, customerId }: Pick<Conversation, "channel" | "customerId">,
  addresses: ReadonlySet<string>,
  verifiedUntil: VerifiedUntil,
): Assurance {
  if (author.type !== "customer" || author.id !== customerId || !from) return "anonymous";
  if (!addresses.has(from.address.trim().toLowerCase())) return "anonymous";
  // A session of a chat says nothing of who sits before it, unless the shop vouches for her.
  if (channel === "chat") return senderVerified === true ? "verified" : "anonymous";
  if (verifiedUntil !== null && senderVerified !== false && createdAt <= verifiedUntil) return "verified";
  // The signature of its domain is aligned with the sender. Numbers of texts and calls can be forged.
  return channel === "email" && senderVerified === true ? "verified" : "claimed";
}

export function leastOf(levels: readonly Assurance[]): Assurance {
  if (levels.length === 0) return "anonymous";
  return levels.reduce((least, one) => (isAtLeast(one, least) ? least : one));
}

/** Six digits that nobody can foresee. */
export function newCode(): string {
  return String(randomInt(0, 1_000_000)).padStart(6, "0");
}

/** A code is good in one conversation, from one address; `key` is never kept in the clear. */
export function hashOfCode(
  key: string,
  about: { workspaceId: string; conversationId: string; address: string; code: string },
): string {
  const { workspaceId, conversationId, address, code } = about;
  const said = JSON.stringify([workspaceId, conversationId, address.trim().toLowerCase(), code]);
  return createHmac("sha256", Buffer.from(key, "base64")).update(said).digest("hex");
}

/** Who may give a code that is said: whoever is in this call. No letter comes from there. */
export function sayerOf(callId: string): string {
  return `call ${callId}`;
}

export function isSameHash(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one, "hex"), Buffer.from(other, "hex"));
}

/** Six digits that stand alone: no order's number, amount or date, nor a part of a longer number. */
const codeLike =
  /(?<![\p{L}\p{N}#+€$£]|\p{N}[.,:/-]|\+\p{N}{1,3} )\p{Nd}{3}[ \u00a0-]?\p{Nd}{3}(?![\p{L}\p{N}]|[.,:/-]\p{N})/gu;

/** The codes that somebody may mean, in the order they stand; what she quotes of our own message is none of them. */
export function codesIn(text: string): string[] {
  const own = withoutQuotes(text);
  const found = [...own.matchAll(codeLike)].filter(
    ({ index }) => !isQuoteOfOurs(own.slice(Math.max(index - 200, 0), index)),
  );
  return [...new Set(found.map(([written]) => inAsciiDigits(written)))];
}

/** The same text without anything that could be a code. */
export function withoutCodes(text: string): string {
  return text.replace(codeLike, hiddenCode);
}

/** The same text without a code that stands where we wrote one: who quotes us gives none, and it may still be good. */
export function withoutQuotedCodes(text: string): string {
  return text.replace(codeLike, (written, at: number) =>
    isQuoteOfOurs(text.slice(Math.max(at - 200, 0), at)) ? hiddenCode : written,
  );
}

/** Up to where a mail begins to quote: by marks, by a client's "… wrote:", by a header block. */
const quoteBegins =
  /^[ \t]*(?:>|-{3,}|_{5,}|(?:from|von|de|da|van|från|fra|od):[ \t]|(?:on|am|le|el|il|op|den|em|w dniu)\b.{5,200}(?:wrote|schrieb|écrit|escribió|escreveu|scritto|schreef|skrev|napisał)\S*[ \t]*:?)/im;

function withoutQuotes(text: string): string {
  const { index = text.length } = quoteBegins.exec(text) ?? {};
  return text.slice(0, index);
}

/** Zeros of the scripts in which phones write digits. */
const zeros = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];

export function inAsciiDigits(written: string): string {
  return [...written]
    .map((sign) => {
      const at = sign.codePointAt(0)!;
      const zero = zeros.find((one) => at >= one && at < one + 10);
      return zero === undefined ? "" : String(at - zero);
    })
    .join("");
}

/** "m…@mail.example", "…42": enough for her to know where to look. */
export function maskedAddress(address: string): string {
  const [name = "", domain] = address.split("@");
  return domain === undefined ? `…${address.slice(-2)}` : `${name.slice(0, 1)}…@${domain}`;
}
