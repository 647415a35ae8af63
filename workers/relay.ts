import { type Route, relayEvents } from "../src/domain/events/index.ts";
import type { Worker, WorkerTools } from "./define-worker.ts";
import { type Loop, startLoop } from "./loop.ts";

/** Events of one workspace, and workspaces, per statement. */
const batch = 500;

/** Turns committed events into jobs of all workers that name them. Any number may run side by side. */
export function startRelay(
  { db, log }: WorkerTools,
  workers: readonly Worker[],
  { pollMs, onRelayed }: { pollMs: number; onRelayed: () => void },
): Loop {
  const routes: Route[] = workers.flatMap(({ queue, routes: named }) => named.map((route) => ({ ...route, queue })));
  return startLoop("relay", { db, log, pollMs, gatherMs: 10 }, async () => {
    const relayed = await relayEvents(db, routes, batch);
    if (relayed > 0) onRelayed();
    return relayed >= batch;
  });
}
