/** What a `text` column can hold of words a model wrote: it refuses NUL. */
export function printable(text: string, maxLength = 500): string {
  return text.replaceAll("\u0000", "").slice(0, maxLength);
}

/** A customer who keeps writing puts her answer off, but not for ever: this many pauses at most. */
const longestWaitInPauses = 10;

/** When a run starts: a pause after the newest message, counted so that a burst gets one answer. */
export function startOf({ firstAskedAt, at, delayMs }: { firstAskedAt: Date; at: Date; delayMs: number }): Date {
  const latest = firstAskedAt.getTime() + longestWaitInPauses * delayMs;
  return new Date(Math.max(at.getTime(), Math.min(at.getTime() + delayMs, latest)));
}
