import { failConnection } from "../src/domain/connections/index.ts";
import { buryJob, type ClaimedJob, completeJobs, type JobError, parkJob, retryJob } from "../src/domain/jobs/index.ts";
import { AppError, ConnectionBroken, NotFound } from "../src/platform/errors.ts";
import { contextOf, type JobOutcome, type Worker, type WorkerTools } from "./define-worker.ts";

const firstRetryMs = 1000;
const longestRetryMs = 15 * 60_000;

/** Writes down what became of a batch of claimed jobs. */
export async function settleJobs(
  tools: WorkerTools,
  worker: Worker,
  jobs: readonly ClaimedJob[],
  outcomes: ReadonlyMap<string, JobOutcome>,
): Promise<void> {
  const done = jobs.filter((job) => (outcomes.get(job.id) ?? "done") === "done");
  await completeJobs(tools.db, done);
  for (const job of jobs) {
    const outcome = outcomes.get(job.id) ?? "done";
    if (outcome !== "done") await settleFailure(tools, worker, job, outcome.error);
  }
}

/** The error's class decides: wait as told, try again with backoff, wait for a reconnect, or give up at once. */
async function settleFailure(tools: WorkerTools, worker: Worker, job: ClaimedJob, thrown: unknown): Promise<void> {
  const { db, log } = tools;
  const error = describe(thrown);
  const about = { queue: job.queue, job: job.id, event: job.name, failures: job.failures };
  const connectionId = brokenConnection(job, thrown);
  if (connectionId) {
    log.warn({ ...about, code: error.code }, "job waits for its connection");
    // In this order: whoever repairs the connection in between finds the job and lets it run.
    await parkJob(db, job, connectionId, error);
    return failConnection(contextOf(tools, job), { connectionId, reason: error.message });
  }
  if (thrown instanceof AppError && thrown.retryAfterMs !== undefined) {
    // Not at once, even if the provider says so: this does not count, and could go round for ever.
    return retryJob(db, job, { delayMs: Math.max(firstRetryMs, thrown.retryAfterMs), error, counts: false });
  }
  if (thrown instanceof NotFound && job.cause?.type === "event") {
    // What the event was about was there with it, and was erased since: nothing is left to do.
    log.info(about, "job found nothing left to do");
    return completeJobs(db, [job]);
  }
  const hopeless = !isRetryable(thrown) || job.failures + 1 >= worker.maxFailures;
  if (hopeless) {
    log.error({ ...about, err: thrown }, "job became a dead letter");
    await worker.giveUp?.(contextOf(tools, job), job.payload, error.message);
    return buryJob(db, job, error);
  }
  log.warn({ ...about, code: error.code, err: thrown }, "job failed, will be tried again");
  return retryJob(db, job, { delayMs: backoffMs(job.failures), error, counts: true });
}

/** Full jitter: as long as it may be, and anything down to nothing, so that failures do not return in step. */
function backoffMs(failures: number): number {
  return Math.round(Math.random() * Math.min(longestRetryMs, firstRetryMs * 2 ** failures));
}

function isRetryable(error: unknown): boolean {
  if (!(error instanceof AppError)) return true;
  return error.code === "bug" || error.code === "provider_unavailable" || error.code === "limit_exceeded";
}

function brokenConnection(job: ClaimedJob, error: unknown): string | null {
  if (!(error instanceof ConnectionBroken)) return null;
  const connectionId = error.details?.connectionId ?? job.payload.connectionId;
  return typeof connectionId === "string" ? connectionId : null;
}

function describe(error: unknown): JobError {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  return { code: "bug", message: "An unexpected error; the log has the details" };
}
