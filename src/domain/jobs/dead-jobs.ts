import { and, asc, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Job, jobs } from "./tables.ts";

const isDead = (ctx: Context) => [eq(jobs.workspaceId, ctx.workspaceId), eq(jobs.state, "dead")];

/** Work that failed for good, oldest first. `after` is the position of the last row of the page before. */
export async function listDeadJobs(ctx: Context, page: { after?: number; limit: number }): Promise<Job[]> {
  allow(ctx, "jobs:manage");
  return read(ctx, (q) =>
    q
      .select()
      .from(jobs)
      .where(and(...isDead(ctx), page.after === undefined ? undefined : gt(jobs.position, page.after)))
      .orderBy(asc(jobs.position))
      .limit(page.limit),
  );
}

/**
 * Makes dead jobs run again, as new ones. What they would do is safe to repeat, as all work is.
 *
 * @param dryRun only says which jobs would run.
 * @returns the jobs meant, at most 1,000 a call.
 */
export async function replayDeadJobs(
  ctx: Context,
  { ids, queue, dryRun }: { ids?: string[]; queue?: string; dryRun: boolean },
): Promise<Job[]> {
  allow(ctx, "jobs:manage");
  if (!ids && !queue) throw new AppError("invalid_input", "Name the jobs to replay: give `ids` or `queue`");
  const meant: (SQL | undefined)[] = [
    ...isDead(ctx),
    ids && inArray(jobs.id, ids),
    queue ? eq(jobs.queue, queue) : undefined,
  ];
  return inTransaction(ctx, async (tx) => {
    const found = await tx.q
      .select()
      .from(jobs)
      .where(and(...meant))
      .orderBy(asc(jobs.position))
      .limit(1000)
      .for("update");
    if (dryRun || found.length === 0) return found;
    const chosen = and(
      ...isDead(tx),
      inArray(
        jobs.id,
        found.map((job) => job.id),
      ),
    );
    await tx.q.update(jobs).set({ state: "ready", failures: 0, attempts: 0, runAt: sql`now()` }).where(chosen);
    return found;
  });
}

/** @throws NotFound when there is no such dead job in this workspace. */
export async function discardDeadJob(ctx: Context, { jobId }: { jobId: string }): Promise<void> {
  allow(ctx, "jobs:manage");
  const gone = await inTransaction(ctx, (tx) =>
    tx.q
      .delete(jobs)
      .where(and(...isDead(tx), eq(jobs.id, jobId)))
      .returning({ id: jobs.id }),
  );
  if (gone.length === 0) throw new NotFound("Dead job", jobId);
}

/** Lets the work that waited for this connection run: called in the transaction that repaired it. */
export async function unparkJobs(ctx: Context, connectionId: string): Promise<void> {
  await inTransaction(ctx, (tx) =>
    tx.q
      .update(jobs)
      .set({ state: "ready", parkedOn: null, runAt: sql`now()` })
      .where(and(eq(jobs.workspaceId, tx.workspaceId), eq(jobs.state, "parked"), eq(jobs.parkedOn, connectionId))),
  );
}
