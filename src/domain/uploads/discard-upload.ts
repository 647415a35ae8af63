import { and, eq, inArray, lt, ne, notInArray } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isUpload } from "./queries.ts";
import { uploads } from "./tables.ts";

const unusedForMs = 24 * 3_600_000;
const sweptAtOnce = 200;

/**
 * Throws a waiting file away.
 * @throws NotFound also when it is another workspace's, or part of a message already.
 */
export async function discardUpload(ctx: Context, { uploadId }: { uploadId: string }): Promise<void> {
  allow(ctx, "conversations:write");
  const gone = await inTransaction(ctx, async (tx) => {
    const [row] = await tx.q
      .update(uploads)
      .set({ state: "leaving" })
      .where(and(isUpload(tx, uploadId), ne(uploads.state, "reserved")))
      .returning({ id: uploads.id });
    return row;
  });
  if (!gone) throw new NotFound("Upload", uploadId);
  await remove(ctx, [uploadId]);
}

/**
 * Removes files that were brought a day ago and never used. Safe to repeat; what was interrupted is done again.
 * @param keep those that somebody's draft still names.
 */
export async function sweepUploads(ctx: Context, keep: readonly string[] = []): Promise<number> {
  const before = new Date(now().getTime() - unusedForMs);
  const isUnused = keep.length === 0 ? undefined : notInArray(uploads.id, [...keep]);
  const isOld = and(
    eq(uploads.workspaceId, ctx.workspaceId),
    lt(uploads.createdAt, before),
    ne(uploads.state, "reserved"),
    isUnused,
  );
  const old = await inTransaction(ctx, async (tx) => {
    const due = tx.q
      .select({ id: uploads.id })
      .from(uploads)
      .where(isOld)
      .limit(sweptAtOnce)
      .for("update", { skipLocked: true });
    return tx.q
      .update(uploads)
      .set({ state: "leaving" })
      .where(and(isOld, inArray(uploads.id, due)))
      .returning({ id: uploads.id });
  });
  await remove(
    ctx,
    old.map(({ id }) => id),
  );
  return old.length;
}

/** The bytes first: a row without them is found again, bytes without a row never. */
export async function remove(ctx: Context, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await Promise.all(ids.map((fileId) => ctx.db.files.remove({ workspaceId: ctx.workspaceId, fileId })));
  await inTransaction(ctx, (tx) =>
    tx.q.delete(uploads).where(and(eq(uploads.workspaceId, ctx.workspaceId), inArray(uploads.id, [...ids]))),
  );
}
