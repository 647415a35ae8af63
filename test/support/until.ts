export interface UntilOptions {
  /** Default 20,000. */
  timeoutMs?: number;
  /** Shortest pause between two looks; after one that takes long it is longer. Default 25. */
  everyMs?: number;
  /** What is awaited, for the message when it does not come. */
  what?: string;
}

const longestPauseMs = 250;

/**
 * Looks again and again until `condition` gives something truthy, and returns that.
 * An error thrown by `condition` counts as "not yet"; the last one is the cause when time runs out.
 *
 * @throws Error that names what was awaited, for how long, and what was seen last.
 */
export async function until<T>(condition: () => T | Promise<T>, options: UntilOptions = {}): Promise<NonNullable<T>> {
  const { timeoutMs = 20_000, everyMs = 25, what = condition.toString() } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const lookedAt = Date.now();
    let seen: unknown;
    try {
      const value = await condition();
      if (value) return value;
      seen = value;
    } catch (error) {
      seen = error;
    }
    if (Date.now() >= deadline) {
      throw new Error(`Waited ${timeoutMs} ms for: ${what}. Last seen: ${String(seen)}`, { cause: seen });
    }
    // What is awaited has to get on beside the looking.
    const pauseMs = Math.max(everyMs, Math.min(longestPauseMs, 3 * (Date.now() - lookedAt)));
    await new Promise((done) => setTimeout(done, pauseMs));
  }
}
