import { catalog, type EventData, type EventName } from "../src/domain/events/index.ts";
import type { ClaimedJob } from "../src/domain/jobs/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import type { Database } from "../src/platform/db.ts";
import type { Log } from "../src/platform/log.ts";

/** What running jobs may use besides the context. */
export interface WorkerTools {
  db: Database;
  log: Log;
}

/** What became of one job. Absent from a batch's answer means done. */
export type JobOutcome = { error: unknown } | "done";

export interface Worker {
  queue: string;
  /** Jobs at the same time in one process. */
  concurrency: number;
  /** How long a job may go without a sign of life before another process takes it, in milliseconds. */
  leaseMs: number;
  /** Failures before a job is a dead letter. */
  maxFailures: number;
  /** Events that make jobs here, and the field of their data that keeps jobs in order. */
  routes: { event: EventName; orderingField: string | null; optional?: boolean }[];
  /** Runs jobs claimed together; one at a time unless the worker is set-based. */
  run(tools: WorkerTools, jobs: readonly ClaimedJob[]): Promise<Map<string, JobOutcome>>;
  /** Jobs given to one `run`. */
  batchSize: number;
  /** Tells whoever waits for the work that it will not be done, before the job becomes a dead letter. */
  giveUp?: (ctx: Context, payload: Record<string, unknown>, reason: string) => Promise<unknown>;
}

type Handlers = { [N in EventName]?: (ctx: Context, data: EventData<N>, tools: WorkerTools) => Promise<unknown> };

interface Definition {
  concurrency?: number;
  leaseMs?: number;
  maxFailures?: number;
  /** Events whose jobs share this field's value run one after another. */
  orderingField?: string;
  /** Only workspaces that asked for an event get jobs of it. */
  optional?: boolean;
  /** One verb for each event. */
  on?: Handlers;
  /** One verb for each job enqueued by name; the payload is parsed by the verb's own schema. */
  jobs?: Record<string, (ctx: Context, payload: Record<string, unknown>, tools: WorkerTools) => Promise<unknown>>;
  giveUp?: Worker["giveUp"];
}

/** Declares a queue: which events and jobs it takes, and the one verb each of them runs. */
export function defineWorker(queue: string, definition: Definition): Worker {
  const { on = {}, jobs = {}, orderingField = null, optional = false } = definition;
  // The keys of `on` are event names by its type; Object.keys widens them.
  const events = Object.keys(on) as EventName[];
  return {
    queue,
    concurrency: definition.concurrency ?? 5,
    leaseMs: definition.leaseMs ?? 60_000,
    maxFailures: definition.maxFailures ?? 8,
    batchSize: 1,
    routes: events.map((event) => ({ event, orderingField, optional })),
    ...(definition.giveUp && { giveUp: definition.giveUp }),
    run: (tools, claimed) => each(claimed, (job) => runOne(tools, job, on, jobs)),
  };
}

/** Declares a queue whose jobs, enqueued by name, are worked many at once, by set-based statements. */
export function defineBatchWorker(
  queue: string,
  definition: {
    batchSize: number;
    concurrency: number;
    run(tools: WorkerTools, jobs: readonly ClaimedJob[]): Promise<void>;
  },
): Worker {
  const { batchSize, concurrency } = definition;
  return {
    queue,
    concurrency,
    batchSize,
    leaseMs: 60_000,
    maxFailures: 8,
    routes: [],
    run: (tools, jobs) => wholeOrEach(jobs, (some) => definition.run(tools, some)),
  };
}

/** The context a job runs in: the system acts, and the event that made the job is the cause. */
export function contextOf({ db }: WorkerTools, job: ClaimedJob): Context {
  const { workspaceId, queue, cause, id } = job;
  return { workspaceId, actor: { type: "system", job: queue }, permissions: "all", db, requestId: id, cause };
}

async function runOne(
  tools: WorkerTools,
  job: ClaimedJob,
  on: Handlers,
  jobs: NonNullable<Definition["jobs"]>,
): Promise<void> {
  const ctx = contextOf(tools, job);
  if (job.name in on) {
    // One handler per event, each typed by the event's own schema, which parses the payload here.
    const handle = on[job.name as EventName] as (ctx: Context, data: unknown, tools: WorkerTools) => Promise<unknown>;
    await handle(ctx, catalog[job.name as EventName].parse(job.payload), tools);
    return;
  }
  const handle = jobs[job.name];
  if (!handle) throw new TypeError(`The queue ${job.queue} has no job "${job.name}"`);
  await handle(ctx, job.payload, tools);
}

async function each(
  claimed: readonly ClaimedJob[],
  work: (job: ClaimedJob) => Promise<void>,
): Promise<Map<string, JobOutcome>> {
  const outcomes = claimed.map(async (job): Promise<[string, JobOutcome]> => {
    try {
      await work(job);
      return [job.id, "done"];
    } catch (error) {
      return [job.id, { error }];
    }
  });
  return new Map(await Promise.all(outcomes));
}

/** A batch that fails is worked one by one, so that one poisonous job fails alone. */
async function wholeOrEach(
  jobs: readonly ClaimedJob[],
  work: (jobs: readonly ClaimedJob[]) => Promise<void>,
): Promise<Map<string, JobOutcome>> {
  try {
    await work(jobs);
    return new Map(jobs.map((job) => [job.id, "done"]));
  } catch (error) {
    if (jobs.length === 1) return new Map([[jobs[0]!.id, { error }]]);
    return each(jobs, (job) => work([job]));
  }
}
