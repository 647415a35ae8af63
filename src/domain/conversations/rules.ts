import { fold } from "../../platform/fold.ts";
import type { Conversation } from "./tables.ts";

const previewLength = 140;

/** The first words of a message, on one line. */
export function previewOf(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= previewLength ? line : `${line.slice(0, previewLength - 1)}…`;
}

/** What a line of a mail may hold. Source: RFC 5322, 2.1.1 */
const maxSubjectChars = 998;

/** "Re: " once, whatever the language's reply prefix was, on one line that a mail can carry. */
export function replySubject(subject: string): string {
  // White space is made single first: with bounded blanks the prefixes are found in one pass, however long it is.
  const line = subject.replace(/\s+/g, " ").trim();
  const bare = line.replace(/^(?:(?:re|aw|sv|vs|antw|ref|odp|r) ?(?:\[\d{1,9}\] ?)?: ?)+/i, "");
  return cut(`Re: ${bare || "your message"}`, maxSubjectChars);
}

/** Never in the middle of a character. */
function cut(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : text.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, "");
}

/**
 * Delivery states only move forward: a late or repeated report changes nothing. `failed` may become `sent` when
 * reconciliation finds that the provider had accepted the message after all.
 */
const rank = { received: 9, queued: 1, sending: 2, failed: 3, sent: 4 } as const;
export function mayBecome(from: keyof typeof rank, to: keyof typeof rank): boolean {
  return rank[to] > rank[from];
}

/** What carriers say comes in any order, and repeated: only what is further counts. What arrived or failed is the end of it. */
const deliveryRanks = { accepted: 0, queued: 1, sending: 2, sent: 3, delivered: 4, undelivered: 4, failed: 4, read: 5 };
export type DeliveryState = keyof typeof deliveryRanks;
export function isFurther(from: DeliveryState | null, to: DeliveryState): boolean {
  if (to === "read" && (from === "undelivered" || from === "failed")) return false;
  return from === null || deliveryRanks[to] > deliveryRanks[from];
}

const thanking = new Set(
  "thank thanks thx ty cheers danke dank merci gracias gratias grazie tak takk tack bedankt obrigado obrigada kiitos".split(
    " ",
  ),
);
const besideThanks = new Set(
  (
    "you so much very a lot many again all for the your quick help reply answer ok okay great perfect super " +
    "vielen schon sehr lieben ihnen dir fur die hilfe beaucoup bien vous a tous muchas mil mange tusen mycket sa " +
    "hartelijk je u wel mille molte muito paljon"
  ).split(" "),
);
const longestThanks = 80;

/**
 * Whether nothing but thanks was written: every word is one of thanking, or of the writer's own name below it. What is
 * quoted or stands below a signature mark does not count. In doubt no.
 */
export function isThanks(text: string, name: string): boolean {
  const written = text.split(/^(?:>|--\s*$|.{3,120}:\s*\n+>)/m)[0]!.trim();
  if (written.length > longestThanks) return false;
  const wordsOf = (line: string) => fold(line).match(/\p{L}+|\p{N}+|\?/gu) ?? [];
  const own = new Set(wordsOf(name));
  const words = wordsOf(written);
  const isKnown = (word: string) => thanking.has(word) || besideThanks.has(word) || own.has(word);
  return words.some((word) => thanking.has(word)) && words.every(isKnown);
}

/** By what something written goes out: nothing can be written in a call, so that it goes where its address is. */
export function mediumOf(channel: Conversation["channel"], addresses: readonly string[]): Conversation["channel"] {
  if (channel !== "voice") return channel;
  return addresses.some((address) => address.includes("@")) ? "email" : "sms";
}
