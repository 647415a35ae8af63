import { followLog } from "../src/domain/search/index.ts";
import { keepCounts } from "../src/domain/views/index.ts";
import type { WorkerTools } from "./define-worker.ts";
import { workers } from "./index.ts";
import { type Loop, startLoop } from "./loop.ts";
import { startRelay } from "./relay.ts";
import { schedule } from "./schedule.ts";
import { startBullmq } from "./transports/bullmq.ts";
import { startInProcess } from "./transports/in-process.ts";

export interface RunningWorkers {
  /** Claims nothing more, lets running jobs end, gives the others back. */
  stop(deadlineMs?: number): Promise<void>;
}

/**
 * Starts relay, view counts, clock and all queues in this process: over Redis when there is one, else from the table alone.
 * @param pollMs how often to look when nothing announces work.
 */
export function startWorkers({
  redisUrl,
  pollMs = 250,
  ...tools
}: WorkerTools & { redisUrl?: string | undefined; pollMs?: number }): RunningWorkers {
  const options = { tools, workers, pollMs };
  const transport = redisUrl ? startBullmq({ ...options, redisUrl }) : startInProcess(options);
  const relay = startRelay(tools, workers, { pollMs, onRelayed: () => transport.wake() });
  // What changes within this time is counted and announced together.
  const counts = startLoop("view counts", { ...tools, pollMs: 1000, gatherMs: 250 }, () => keepCounts(tools.db));
  const search = startSearchIndex(tools);
  const clock: Loop[] = schedule.map(({ name, everyMs, run }) => startTimer(tools, name, everyMs, run));
  return {
    stop: async (deadlineMs = 25_000) => {
      await Promise.all([relay.stop(), counts.stop(), search.stop(), ...clock.map((loop) => loop.stop())]);
      await transport.stop(deadlineMs);
    },
  };
}

/** Takes a fifth of the time at most: in a rush what can be found comes later, and the mail itself does not. */
function startSearchIndex({ db, log }: WorkerTools): Loop {
  let restUntil = 0;
  return startLoop("search index", { db, log, pollMs: 500, gatherMs: 500 }, async () => {
    if (performance.now() < restUntil) return false;
    const startedAt = performance.now();
    await followLog(db);
    restUntil = performance.now() + 4 * (performance.now() - startedAt);
    return false;
  });
}

function startTimer(
  tools: WorkerTools,
  name: string,
  everyMs: number,
  run: (tools: WorkerTools) => Promise<unknown>,
): Loop {
  let lastRun = 0;
  return startLoop(name, { ...tools, pollMs: everyMs }, async () => {
    if (Date.now() - lastRun < everyMs) return false;
    lastRun = Date.now();
    await run(tools);
    return false;
  });
}
