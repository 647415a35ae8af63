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
  /** @param by in whose name, and because of what; default: the transaction's own. */
  emit(event: DomainEvent, by?: By): void;
  /** Work for later; runs only if the transaction commits. */
  enqueue(job: NewJob, by?: By): void;
}

type By = Pick<Context, "actor" | "cause">;

/** Steps a cascade of events may have; more means two rules feed each other. */
const maxCascadeDepth = 25;

/**
 * Runs `work` in one transaction and writes the events it emits just before commit. Inside another transaction
 * it joins that one. No network and no model call belongs inside.
 */
export async function inTransaction<T>(ctx: Context, work: (tx: TxContext) => Promise<T>): Promise<T> {
  if (isTransaction(ctx)) return work(ctx);
  const emitted: { event: DomainEvent; by: By }[] = [];
  const enqueued: { job: NewJob; by: By }[] = [];
  const result = await inWorkspace(ctx.db.app, sightOf(ctx), async (q) => {
    const done = await work({
      ...ctx,
      q,
      emit: (event, by = ctx) => emitted.push({ event, by }),
      enqueue: (job, by = ctx) => enqueued.push({ job, by }),
    });
    assertDepth(ctx);
    for (const [cause, some] of Map.groupBy(enqueued, ({ by }) => by.cause)) {
      const jobs = some.map(({ job }) => job);
      await insertJobs(q, { ...ctx, cause }, jobs);
    }
    await appendEvents(
      q,
      emitted.map(({ event, by: { actor, cause } }) => ({ ...ctx, actor, cause, id: newId(), event })),
    );
    return done;
  });
  if (emitted.length + enqueued.length > 0) ctx.db.commits.emit("commit", [ctx.workspaceId]);
  return result;
}

/** The same transaction in somebody else's name: what is written, announced and enqueued through it is hers. */
export function inNameOf(tx: TxContext, who: By & Pick<Context, "permissions">): TxContext {
  return { ...tx, ...who, emit: (event) => tx.emit(event, who), enqueue: (job) => tx.enqueue(job, who) };
}

/** Tries something within a transaction: when it throws, what it wrote, announced and enqueued never was. */
export async function attempt<T>(tx: TxContext, work: (tx: TxContext) => Promise<T>): Promise<T> {
  const emitted: DomainEvent[] = [];
  const enqueued: NewJob[] = [];
  const done = await tx.q.transaction((q) =>
    work({ ...tx, q, emit: (event) => emitted.push(event), enqueue: (job) => enqueued.push(job) }),
  );
  for (const event of emitted) tx.emit(event);
  for (const job of enqueued) tx.enqueue(job);
  return done;
}

/** Reads in one read-only transaction that sees this workspace only; joins the caller's transaction. */
export async function read<T>(ctx: Context, work: (q: Query) => Promise<T>): Promise<T> {
  if (isTransaction(ctx)) return work(ctx.q);
  return inWorkspace(ctx.db.app, sightOf(ctx), work, { readOnly: true });
}

/**
 * What many verbs read, in one read-only transaction: what they ask at the same time travels together. The context is
 * good until `work` has ended, and for reading only.
 */
export async function readTogether<T>(ctx: Context, work: (reading: Context) => Promise<T>): Promise<T> {
  if (isTransaction(ctx)) return work(ctx);
  const reading = (q: Query): TxContext => ({ ...ctx, q, emit: refuseWrite, enqueue: refuseWrite });
  return inWorkspace(ctx.db.app, sightOf(ctx), (q) => work(reading(q)), { readOnly: true });
}

function refuseWrite(): never {
  throw new AppError("bug", "Nothing is written where it is only read");
}

function isTransaction(ctx: Context): ctx is TxContext {
  return "q" in ctx;
}

function assertDepth(ctx: Context) {
  if ((ctx.cause?.depth ?? 0) > maxCascadeDepth) {
    throw new AppError("bug", `A cascade of more than ${maxCascadeDepth} events was stopped`);
  }
}
