import type { Log } from "../platform/log.ts";

export interface Rounds {
  /** A round now, or right after the one under way. */
  wake(): void;
  stop(): Promise<void>;
}

/** A round that hangs on a dead connection is given up after this long. */
const patienceMs = 10_000;

/**
 * Runs one round after the other: when woken, every `everyMs` at least, and again at once when a round says that there
 * is more. A failed one is followed by the next at its time; the log hears of the first failure and of the recovery.
 */
export function startRounds(round: () => Promise<boolean>, { log, everyMs }: { log: Log; everyMs: number }): Rounds {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let isFailing = false;

  const wake = () => {
    again = true;
    if (!running && !stopped) running = run().finally(() => (running = null));
  };
  async function run() {
    while (again && !stopped) {
      again = false;
      try {
        if (await inTime(round())) again = true;
        if (isFailing) log.info("the log is followed again");
        isFailing = false;
      } catch (error) {
        if (!isFailing) log.warn({ err: error }, "the log could not be followed; trying again");
        isFailing = true;
        again = false;
      }
    }
  }
  const timer = setInterval(wake, everyMs);
  return {
    wake,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error(`No answer within ${patienceMs} ms`)), patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
