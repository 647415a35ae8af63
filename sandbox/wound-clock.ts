import { now } from "../src/platform/clock.ts";

/** The sandbox's own time: runs like the clock on the wall and can be wound forward, so that hours pass at once. */
export interface WoundClock {
  now(): Date;
  /** Resolves after so many milliseconds of this clock, or when `signal` says that nobody waits any longer. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  wind(ms: number): void;
  /** Back to the time on the wall. */
  reset(): void;
}

const longestTimerMs = 60_000;

export function createClock(): WoundClock {
  let aheadMs = 0;
  const waiting = new Set<() => void>();
  const nowMs = () => now().getTime() + aheadMs;

  function wait(ms: number, signal?: AbortSignal): Promise<void> {
    const dueMs = nowMs() + ms;
    return new Promise((done) => {
      let timer: NodeJS.Timeout | undefined;
      const look = () => {
        clearTimeout(timer);
        const leftMs = dueMs - nowMs();
        if (leftMs > 0 && !signal?.aborted) {
          timer = setTimeout(look, Math.min(leftMs, longestTimerMs)).unref();
          return;
        }
        waiting.delete(look);
        signal?.removeEventListener("abort", look);
        done();
      };
      waiting.add(look);
      signal?.addEventListener("abort", look, { once: true });
      look();
    });
  }

  return {
    now: () => new Date(nowMs()),
    wait,
    wind(ms) {
      aheadMs += ms;
      for (const look of [...waiting]) look();
    },
    reset() {
      aheadMs = 0;
    },
  };
}
