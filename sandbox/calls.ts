/** What was asked of each stand-in, and what was sent by it: lets a test say "sent once". */
export interface Calls {
  count(target: string, key: string): void;
  /** Target → "METHOD /path" (or what happened to a push or webhook) → how often. */
  all(): Record<string, Record<string, number>>;
  clear(): void;
}

export function createCalls(): Calls {
  const counts = new Map<string, Map<string, number>>();
  return {
    count(target, key) {
      const ofTarget = counts.get(target) ?? new Map<string, number>();
      ofTarget.set(key, (ofTarget.get(key) ?? 0) + 1);
      counts.set(target, ofTarget);
    },
    all: () => Object.fromEntries([...counts].map(([target, keys]) => [target, Object.fromEntries(keys)])),
    clear: () => counts.clear(),
  };
}
