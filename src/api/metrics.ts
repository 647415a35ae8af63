import type { RequestHandler } from "express";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { measureRelayLag } from "../domain/events/index.ts";
import { measureJobs } from "../domain/jobs/index.ts";
import type { Database } from "../platform/db.ts";

export interface Metrics {
  registry: Registry;
  /** Times every request under the label of its route. */
  observe: RequestHandler;
}

/**
 * What monitoring reads. Labels are routes and queues, never workspaces or ids. What stands in the tables is measured
 * when it is asked for, over all processes.
 */
export function createMetrics(db: Database, countSockets: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "HTTP requests by route",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  gaugeSockets(registry, countSockets);
  gaugeQueues(registry, db);
  gaugeRelay(registry, db);
  return {
    registry,
    observe(req, res, next) {
      const end = durations.startTimer();
      res.once("close", () => {
        const route = typeof res.locals.route === "string" ? res.locals.route : "other";
        end({ method: req.method, route, status: String(res.statusCode) });
      });
      next();
    },
  };
}

function gaugeSockets(registry: Registry, countSockets: () => number): void {
  new Gauge({
    name: "parley_sockets",
    help: "Live connections to this process",
    registers: [registry],
    collect() {
      this.set(countSockets());
    },
  });
}

function gaugeQueues(registry: Registry, db: Database): void {
  const perQueue = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ["queue"], registers: [registry] });
  const unfinished = perQueue("parley_jobs_unfinished", "Jobs that are due or running");
  const parked = perQueue("parley_jobs_parked", "Jobs that wait for a connection to be repaired");
  const dead = perQueue("parley_jobs_dead", "Jobs that failed for good");
  new Gauge({
    name: "parley_jobs_oldest_seconds",
    help: "Age of the oldest job that is due and not done",
    labelNames: ["queue"],
    registers: [registry],
    async collect() {
      const queues = await measureJobs(db);
      for (const gauge of [this, unfinished, parked, dead]) gauge.reset();
      for (const { queue, ...depth } of queues) {
        this.set({ queue }, depth.oldestSeconds);
        unfinished.set({ queue }, depth.unfinished);
        parked.set({ queue }, depth.parked);
        dead.set({ queue }, depth.dead);
      }
    },
  });
}

function gaugeRelay(registry: Registry, db: Database): void {
  new Gauge({
    name: "parley_relay_lag_seconds",
    help: "Age of the oldest event that has not become jobs yet",
    registers: [registry],
    async collect() {
      this.set(await measureRelayLag(db));
    },
  });
}
