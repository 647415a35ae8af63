import { now } from "../../src/platform/clock.ts";

/**
 * Twilio's own time, and all that is going to happen in it: carriers, timeouts, ringing, speech. It runs like the clock
 * on the wall; `hold` stops it, and `wind` makes time pass at once, one thing after the other, each with the answers of
 * the webhooks it asks for.
 */
export interface Schedule {
  now(): Date;
  /** Does something after so many milliseconds; what is returned takes it back. */
  later(ms: number, act: () => unknown): () => void;
  /** Makes `wind` wait for work that is under way, such as a webhook that is not yet answered. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way; what waits for its time does not count. */
  settled(): Promise<void>;
  hold(held: boolean): void;
  wind(ms: number): Promise<void>;
  /** Back to the time on the wall; whatever waits waits as long as it would have. */
  reset(): void;
  /** How much waits for its time. */
  waiting(): number;
  stop(): void;
}

interface Planned {
  dueMs: number;
  act: () => unknown;
}
const longestTimerMs = 60_000;

export function createSchedule(onFailure: (error: unknown) => void): Schedule {
  const planned: Planned[] = [];
  const running = new Set<Promise<unknown>>();
  let [aheadMs, heldAtMs, stopped] = [0, null as number | null, false];
  let timer: NodeJS.Timeout | undefined;
  const nowMs = () => (heldAtMs ?? now().getTime()) + aheadMs;

  function track<T>(work: Promise<T>): Promise<T> {
    const known: Promise<unknown> = work.catch(onFailure).finally(() => running.delete(known));
    running.add(known);
    return work;
  }

  function later(ms: number, act: () => unknown): () => void {
    const plan = { dueMs: nowMs() + (Number.isNaN(ms) ? 0 : Math.max(ms, 0)), act };
    const behind = planned.findIndex(({ dueMs }) => dueMs > plan.dueMs);
    planned.splice(behind === -1 ? planned.length : behind, 0, plan);
    arm();
    return () => {
      const at = planned.indexOf(plan);
      if (at !== -1) planned.splice(at, 1);
    };
  }

  /** Plans that fall due at the same moment happen in the order they were made. */
  function runNext(): void {
    const plan = planned.shift();
    if (plan) void track((async () => plan.act())()).catch(() => {});
  }

  function arm(): void {
    clearTimeout(timer);
    const [first] = planned;
    if (!first || heldAtMs !== null || stopped) return;
    timer = setTimeout(runDue, Math.min(Math.max(first.dueMs - nowMs(), 0), longestTimerMs)).unref();
  }

  function runDue(): void {
    while (planned[0] && planned[0].dueMs <= nowMs()) runNext();
    arm();
  }

  async function settled(): Promise<void> {
    do {
      await Promise.all([...running]);
      // What goes on because of it begins to, before it is looked whether anything is left.
      await new Promise(setImmediate);
    } while (running.size > 0);
  }

  async function wind(ms: number): Promise<void> {
    const untilMs = nowMs() + ms;
    await settled();
    while (planned[0] && planned[0].dueMs <= untilMs) {
      aheadMs += Math.max(planned[0].dueMs - nowMs(), 0);
      runNext();
      await settled();
    }
    aheadMs += Math.max(untilMs - nowMs(), 0);
    arm();
  }

  return {
    now: () => new Date(nowMs()),
    ...{ later, track, settled, wind, waiting: () => planned.length },
    hold(held) {
      if (held === (heldAtMs !== null)) return;
      if (heldAtMs !== null) aheadMs -= now().getTime() - heldAtMs;
      heldAtMs = held ? now().getTime() : null;
      arm();
    },
    reset() {
      const ahead = nowMs() - now().getTime();
      for (const plan of planned) plan.dueMs -= ahead;
      aheadMs = 0;
      if (heldAtMs !== null) heldAtMs = now().getTime();
      arm();
    },
    stop() {
      stopped = true;
      planned.length = 0;
      clearTimeout(timer);
    },
  };
}
