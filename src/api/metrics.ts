import type { RequestHandler } from "express";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { measureConnections } from "../domain/connections/index.ts";
import { measureRelayLag } from "../domain/events/index.ts";
import { measureJobs } from "../domain/jobs/index.ts";
import { measureSearchLag } from "../domain/search/index.ts";
import type { Database } from "../platform/db.ts";

export interface Metrics {
  /** Times every request under the label of its route. */
  observe: RequestHandler;
  /** Everything in Prometheus's text format. */
  render(): Promise<string>;
  voice: VoiceMeter;
}

/** How well the assistant talks on the phone. */
export interface VoiceMeter {
  /** From the end of a caller's words to the first of its own. */
  firstWords(seconds: number): void;
  ended(outcome: string): void;
}

/** How long what was measured in the tables is given out again. */
const measuredForMs = 5000;
/** The same for what changes seldom and is read in all workspaces. */
const rarelyMs = 60_000;

/** The type of `render`'s text. */
export const metricsType = Registry.PROMETHEUS_CONTENT_TYPE;

/**
 * What monitoring reads. Labels are routes and queues, never workspaces or ids. What stands in the tables is measured
 * when it is asked for, over all processes; it is missing while the database cannot be reached.
 */
export function createMetrics(db: Database, countSockets: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const observe = timeRequests(registry);
  const fill = [
    gaugeSockets(registry, countSockets),
    gaugeQueues(registry, db),
    gaugeRelay(registry, db),
    gaugeSearch(registry, db),
    gaugeConnections(registry, db),
  ];
  const measure = atMostEvery(measuredForMs, async () => {
    await Promise.allSettled(fill.map((one) => one()));
  });
  return {
    observe,
    voice: meterVoice(registry),
    async render() {
      await measure();
      return registry.metrics();
    },
  };
}

/** Whoever asks more often gets the same answer: measuring reads the whole queue. */
function atMostEvery(ms: number, work: () => Promise<void>): () => Promise<void> {
  let last: { at: number; done: Promise<void> } | null = null;
  return () => {
    if (!last || Date.now() - last.at >= ms) last = { at: Date.now(), done: work() };
    return last.done;
  };
}

function timeRequests(registry: Registry): RequestHandler {
  const durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "HTTP requests by route",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  // What labels stand for is worked out once: there are few, and requests are many.
  const known = new Map<string, { observe(seconds: number): void }>();
  return (req, res, next) => {
    const startedAt = performance.now();
    res.once("close", () => {
      const route = typeof res.locals.route === "string" ? res.locals.route : "other";
      const labels = { method: req.method, route, status: String(res.statusCode) };
      const key = Object.values(labels).join(" ");
      const durationsOf = known.get(key) ?? durations.labels(labels);
      known.set(key, durationsOf);
      durationsOf.observe((performance.now() - startedAt) / 1000);
    });
    next();
  };
}

function meterVoice(registry: Registry): VoiceMeter {
  const first = new Histogram({
    name: "parley_voice_first_words_seconds",
    help: "From the end of a caller's words to the first of the assistant's",
    buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10],
    registers: [registry],
  });
  const ended = new Counter({
    name: "parley_voice_talks_total",
    help: "Calls the assistant talked in, by how that ended",
    labelNames: ["outcome"],
    registers: [registry],
  });
  return { firstWords: (seconds) => first.observe(seconds), ended: (outcome) => ended.inc({ outcome }) };
}

function gaugeSockets(registry: Registry, countSockets: () => number): () => void {
  const gauge = new Gauge({ name: "parley_sockets", help: "Live connections to this process", registers: [registry] });
  return () => gauge.set(countSockets());
}

function gaugeQueues(registry: Registry, db: Database): () => Promise<void> {
  const perQueue = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ["queue"], registers: [registry] });
  const oldest = perQueue("parley_jobs_oldest_seconds", "Age of the oldest job that is due and not done");
  const unfinished = perQueue("parley_jobs_unfinished", "Jobs that are due or running");
  const parked = perQueue("parley_jobs_parked", "Jobs that wait for a connection to be repaired");
  const dead = perQueue("parley_jobs_dead", "Jobs that failed for good");
  return async () => {
    for (const gauge of [oldest, unfinished, parked, dead]) gauge.reset();
    for (const { queue, ...depth } of await measureJobs(db)) {
      oldest.set({ queue }, depth.oldestSeconds);
      unfinished.set({ queue }, depth.unfinished);
      parked.set({ queue }, depth.parked);
      dead.set({ queue }, depth.dead);
    }
  };
}

function gaugeRelay(registry: Registry, db: Database): () => Promise<void> {
  const help = "Age of the oldest event that has not become jobs yet";
  const gauge = new Gauge({ name: "parley_relay_lag_seconds", help, registers: [registry] });
  return async () => {
    gauge.remove();
    gauge.set(await measureRelayLag(db));
  };
}

function gaugeConnections(registry: Registry, db: Database): () => Promise<void> {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ["integration", "state"], registers: [registry] });
  const all = gauge("parley_connections", "Mailboxes and shops by how they are doing");
  const noticed = gauge(
    "parley_interface_notices",
    "Those whose provider changed its interface, or will: update Parley",
  );
  return atMostEvery(rarelyMs, async () => {
    const tallies = await measureConnections(db);
    for (const one of [all, noticed]) one.reset();
    for (const { integrationId: integration, state, ...tally } of tallies) {
      all.set({ integration, state }, tally.connections);
      noticed.set({ integration, state }, tally.noticed);
    }
  });
}

function gaugeSearch(registry: Registry, db: Database): () => Promise<void> {
  const help = "Age of the oldest event that the search index has not followed yet";
  const gauge = new Gauge({ name: "parley_search_lag_seconds", help, registers: [registry] });
  return async () => {
    gauge.remove();
    gauge.set(await measureSearchLag(db));
  };
}
