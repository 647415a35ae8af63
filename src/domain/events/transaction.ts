import { inWorkspace, type Query } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { insertJobs, type NewJob } from "../jobs/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import type { DomainEvent } from "./catalog.ts";
import { appendEvents } from "./queries.ts";

/** A context inside a transaction: what it writes, emits and enqueues lands together or not at all. */
export interface TxContext extends Context {
  /** The caller's transaction, which sees this workspace only. */
  q: Query;
  emit(event: DomainEvent): void;
  /** Work for later; runs only if the transaction commits. */
  enqueue(job: NewJob): void;
}

/** Steps a cascade of events may have; more means two rules feed each other. */
const maxCascadeDepth = 25;

/**
 * Runs `work` in one transaction and writes the events it emits just before commit. Inside another transaction
 * it joins that one. No network and no model call belongs inside.
 */
export async function inTransaction<T>(ctx: Context, work: (tx: TxContext) => Promise<T>): Promise<T> {
  if (isTransaction(ctx)) return work(ctx);
  const emitted: DomainEvent[] = [];
  const enqueued: NewJob[] = [];
  const result = await inWorkspace(ctx.db.app, sightOf(ctx), async (q) => {
    const done = await work({ ...ctx, q, emit: (event) => emitted.push(event), enqueue: (job) => enqueued.push(job) });
    assertDepth(ctx);
    await insertJobs(q, ctx, enqueued);
    await appendEvents(
      q,
      emitted.map((event) => ({ ...ctx, id: newId(), event })),
    );
    return done;
  });
  if (emitted.length + enqueued.length > 0) ctx.db.commits.emit("commit", [ctx.workspaceId]);
  return result;
}

/** Reads in one read-only transaction that sees this workspace only; joins the caller's transaction. */
export async function read<T>(ctx: Context, work: (q: Query) => Promise<T>): Promise<T> {
  if (isTransaction(ctx)) return work(ctx.q);
  return inWorkspace(ctx.db.app, sightOf(ctx), work, { readOnly: true });
}

function isTransaction(ctx: Context): ctx is TxContext {
  return "q" in ctx;
}

function assertDepth(ctx: Context) {
  if ((ctx.cause?.depth ?? 0) > maxCascadeDepth) {
    throw new AppError("bug", `A cascade of more than ${maxCascadeDepth} events was stopped`);
  }
}
