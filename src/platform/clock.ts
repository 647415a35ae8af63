/** The current moment. Everything that decides by time asks here, so that a test can move it. */
export let now = (): Date => new Date();

/** Replaces the clock; returns a function that puts the real one back. */
export function useClock(clock: () => Date): () => void {
  const before = now;
  now = clock;
  return () => {
    now = before;
  };
}
