import type { Database } from "../src/platform/db.ts";
import type { Log } from "../src/platform/log.ts";

export interface Loop {
  /** Something may be there: look now instead of at the next poll. */
  wake(): void;
  /** Stops after the round that is running. */
  stop(): Promise<void>;
}

/**
 * Repeats `round` while it finds work, and else waits for a wake-up or the next poll. A round that throws is logged
 * and tried again: the database may be away for a while.
 *
 * @param round returns true when there may be more to do at once.
 * @param gatherMs how long to wait after a wake-up, so that what comes together is worked together.
 */
export function startLoop(
  name: string,
  { db, log, pollMs, gatherMs = 0 }: { db: Database; log: Log; pollMs: number; gatherMs?: number },
  round: () => Promise<boolean>,
): Loop {
  let stopped = false;
  let woken = false;
  let wakeUp = () => {};
  const wake = () => {
    woken = true;
    wakeUp();
  };
  db.commits.on("commit", wake);
  const running = (async () => {
    while (!stopped) {
      woken = false;
      const more = await round().catch((error: unknown) => {
        log.error({ loop: name, err: error }, "a round failed");
        return false;
      });
      if (!more && !woken && !stopped) await pause(pollMs, (end) => (wakeUp = end));
      if (!more && gatherMs > 0 && !stopped) await pause(gatherMs, () => {});
    }
  })();
  return {
    wake,
    stop: async () => {
      stopped = true;
      db.commits.off("commit", wake);
      wakeUp();
      await running;
    },
  };
}

function pause(ms: number, interruptible: (end: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    interruptible(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
