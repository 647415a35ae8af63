import { AppError } from "../../platform/errors.ts";
import { fold } from "../../platform/fold.ts";
import type { EventName } from "../events/index.ts";
import { conditionsOf, type Filter } from "../filters/index.ts";

/** What a rule can wait for. */
export const triggers = [
  "message_received",
  "conversation_opened",
  "reply_sent",
  "conversation_closed",
  "conversation_reopened",
  "status_changed",
  "orders_changed",
] as const;
export type Trigger = (typeof triggers)[number];

const statusChanges = [
  ...(["conversation.closed", "conversation.reopened", "conversation.snoozed"] as const),
  ...(["conversation.woken", "conversation.status_changed"] as const),
];
const eventsOf: Readonly<Record<Trigger, readonly EventName[]>> = {
  message_received: ["message.received"],
  conversation_opened: ["conversation.opened"],
  reply_sent: ["message.sent"],
  conversation_closed: ["conversation.closed"],
  conversation_reopened: ["conversation.reopened", "conversation.woken"],
  status_changed: statusChanges,
  orders_changed: ["customer.orders_changed"],
};

/** The events to listen to for rules with these triggers. */
export function eventsFor(waited: Iterable<Trigger>): EventName[] {
  return [...new Set([...waited].flatMap((trigger) => eventsOf[trigger]))].sort();
}

/** What an event sets off: closing also is a change of status. */
export function triggersOf(event: EventName): Trigger[] {
  return triggers.filter((trigger) => eventsOf[trigger].includes(event));
}

/** Those with a message whose words can be asked for. */
export function hasMessage(trigger: Trigger): boolean {
  return trigger === "message_received" || trigger === "reply_sent";
}

/** Every event of a conversation is held against all of them. */
export const mostRules = 100;
export const longestName = 100;
export const words = { most: 50, longest: 100 } as const;
/** Conversations a preview looks at. */
export const mostPreviewed = 200;
/** Of a customer whose orders changed: her newest that are not closed. */
export const mostOfCustomer = 20;
/** Rules that may set off each other before it ends. */
const longestCascade = 5;
/** A rule that changes one conversation more often than this in an hour feeds itself by a way outside. */
export const mostInAnHour = 20;
/** To one customer, by all rules; and one an hour in one conversation. */
export const mostRepliesInADay = 5;
/** After so many failures in a row somebody has to look at it. */
export const failuresForAttention = 5;
export const hourMs = 3_600_000;
export const keptForMs = 90 * 24 * hourMs;

/** What a run came to. */
export type Outcome = "applied" | "skipped" | "failed";

/**
 * What came of a step. held: something spoke against it, and the next ones go on; failed: it could not be done, and those
 * behind it are not reached.
 */
export interface StepResult {
  type: string;
  outcome: "done" | "unchanged" | "held" | "failed" | "not_reached";
  reason?: string;
  message?: string;
  /** What was planned in the shop: its own entry says how it ended. */
  actionId?: string;
  messageId?: string;
}

/** The run as a whole. */
export function outcomeOf(results: readonly StepResult[]): { outcome: Outcome; reason: string | null } {
  const failed = results.find(({ outcome }) => outcome === "failed");
  if (failed) return { outcome: "failed", reason: failed.reason ?? "failed" };
  if (results.some(({ outcome }) => outcome === "done")) return { outcome: "applied", reason: null };
  const held = results.find(({ outcome }) => outcome === "held");
  return { outcome: "skipped", reason: held?.reason ?? "already_so" };
}

/** Why a rule that fits does nothing this time; null when nothing speaks against it. */
export function refusalOf(ruleId: string, cascade: readonly string[], changedInLastHour: number): string | null {
  if (cascade.includes(ruleId)) return "own_cascade";
  if (cascade.length >= longestCascade) return "cascade_too_long";
  return changedInLastHour >= mostInAnHour ? "too_often" : null;
}

/** What is hidden from the inbox is left alone, unless the rule's own conditions speak of folders. */
export function actedOn(filter: Filter): Filter {
  if (conditionsOf(filter).some(({ condition }) => condition.field === "folder")) return filter;
  return { and: [{ field: "folder", operator: "none_of", value: ["spam", "trash", "merged"] }, filter] };
}

/**
 * Whether what was written holds one of the phrases, whatever their case and accents. They are looked for from the
 * beginning of a word: "refund" finds "refunded", "art" does not find "party". What is quoted below does not count.
 */
export function holdsAny(phrases: readonly string[], message: { subject: string; text: string }): boolean {
  const written = normal(`${message.subject}\n${withoutQuote(message.text)}`);
  return phrases.some((phrase) => {
    const wanted = normal(phrase);
    for (let at = written.indexOf(wanted); at >= 0; at = written.indexOf(wanted, at + 1)) {
      if (at === 0 || !joins(written[at - 1]!) || !joins(wanted[0]!)) return true;
    }
    return false;
  });
}

function normal(text: string): string {
  return fold(text).replace(/\s+/gu, " ").trim();
}

/** Scripts that put no blanks between words have no beginning of one to look for. */
function joins(letter: string): boolean {
  return /[\p{L}\p{N}]/u.test(letter) && !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(letter);
}

/** Above the first quoted line, and above the line that introduces it. */
function withoutQuote(text: string): string {
  return text.split(/^(?:>|.{3,120}:[ \t]*\r?\n\s*>)/mu)[0]!;
}

/** @throws AppError("invalid_input") with `details.field`. */
export function checkName(given: string): string {
  const name = given.trim();
  if (name !== "" && name.length <= longestName && !/\p{Cc}/u.test(name) && name.isWellFormed()) return name;
  throw refused("name", `A name has 1 to ${longestName} characters on one line`);
}

/** @throws AppError("invalid_input") with `details.field`. */
export function checkWords(given: readonly string[], trigger: Trigger): string[] {
  const asked = [...new Set(given.map((one) => one.replace(/\s+/gu, " ").trim()).filter((one) => one !== ""))];
  if (asked.length > words.most) throw refused("words", `At most ${words.most} words or phrases`);
  if (asked.some((one) => one.length > words.longest || /\p{Cc}/u.test(one) || !one.isWellFormed())) {
    throw refused("words", `A word or phrase has at most ${words.longest} plain characters`);
  }
  if (asked.length > 0 && !hasMessage(trigger)) {
    throw refused("words", "Words are looked for in a message: wait for a message received or a reply sent");
  }
  return asked;
}

export function refused(field: string, message: string, details: Record<string, unknown> = {}): AppError {
  return new AppError("invalid_input", message, { details: { field, ...details } });
}
