import type { RunCause } from "./tables.ts";

/** What a `text` column can hold of words a model wrote: it refuses NUL. */
export function printable(text: string, maxLength = 500): string {
  return text.replaceAll("\u0000", "").slice(0, maxLength);
}

/** Whether a turn is for nothing she asked or waits for now: whatever is said meanwhile ends it. */
export function isUnasked(because: RunCause | null | undefined): boolean {
  return because != null && because.kind !== "action";
}

/** Whether the shop writes first in it, for an occasion: in the thread she knows, closed or not. */
export function isOutreach(because: RunCause | null | undefined): because is RunCause & { kind: Occasion } {
  return because?.kind === "cart" || because?.kind === "back_in_stock";
}
type Occasion = Exclude<RunCause["kind"], "action" | "silence">;

/** A customer who keeps writing puts her answer off, but not for ever: this many pauses at most. */
const longestWaitInPauses = 10;

/** When a run starts: a pause after the newest message, counted so that a burst gets one answer. */
export function startOf({ firstAskedAt, at, delayMs }: { firstAskedAt: Date; at: Date; delayMs: number }): Date {
  const latest = firstAskedAt.getTime() + longestWaitInPauses * delayMs;
  return new Date(Math.max(at.getTime(), Math.min(at.getTime() + delayMs, latest)));
}

/** A word; of a script without spaces, a sign. */
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu;
/** The share of a draft's words that somebody who goes by it keeps. */
const leastKept = 1 / 3;

/** Whether an answer still says what the draft said, rather than something else in its place. */
export function keepsTo(draft: string, answer: string): boolean {
  const left = Map.groupBy(wordsOf(answer), (one) => one);
  const words = wordsOf(draft);
  const kept = words.filter((one) => left.get(one)?.pop() !== undefined);
  return kept.length >= words.length * leastKept;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(word) ?? [];
}
