import { now } from "../../platform/clock.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { applyAction, type SliceOutcome } from "./apply-action.ts";
import { findSlice, isBulkAction, isSlice, lockBulkAction } from "./queries.ts";
import { countOf, noteProblem, progressEveryMs } from "./rules.ts";
import { stillFitting } from "./select-conversations.ts";
import { type BulkAction, type BulkSlice, bulkActions, bulkSlices } from "./tables.ts";
import { takeBack } from "./take-back.ts";

/**
 * Works the next slice, in one transaction with what it counts and announces: it is done wholly and once, however often
 * it is tried and by however many workers. After the last one the bulk action is done.
 *
 * @param ctx of whoever started it, with the bulk action as the cause.
 */
export async function workSlice(ctx: Context, seen: BulkAction): Promise<void> {
  const slice = await findSlice(ctx, seen);
  const fitting = slice && (await stillFitting(ctx, seen, slice.conversationIds));
  await inTransaction(ctx, async (tx) => {
    const bulkAction = await lockBulkAction(tx, seen.id);
    // Cancelled, or worked by somebody else.
    if (bulkAction.state !== "running" || bulkAction.nextSlice !== seen.nextSlice) return;
    if (!slice || !fitting) return finish(tx, bulkAction);
    await keepOutcome(tx, bulkAction, slice, await outcomeFor(tx, bulkAction, slice, fitting));
  });
}

async function outcomeFor(
  tx: TxContext,
  { undoOf, ...bulkAction }: BulkAction,
  { conversationIds }: BulkSlice,
  fitting: readonly string[],
): Promise<SliceOutcome> {
  const outcome =
    undoOf === null
      ? await applyAction(tx, bulkAction, fitting)
      : await takeBack(tx, { ...bulkAction, undoOf }, fitting);
  if (fitting.length < conversationIds.length) {
    const still = new Set(fitting);
    const others = conversationIds.filter((id) => !still.has(id));
    noteProblem(outcome.problems, "no_longer_fits", others);
  }
  return outcome;
}

async function keepOutcome(
  tx: TxContext,
  bulkAction: BulkAction,
  { n }: BulkSlice,
  { changedIds, putBacks, problems }: SliceOutcome,
): Promise<void> {
  const { id } = bulkAction;
  await tx.q
    .update(bulkSlices)
    .set({ changedIds, putBacks, problems: problems.length > 0 ? problems : null })
    .where(isSlice(tx, id, n));
  const counts = {
    done: bulkAction.done + changedIds.length,
    skipped: bulkAction.skipped + countOf(problems, "skipped"),
    failed: bulkAction.failed + countOf(problems, "failed"),
  };
  const at = now();
  const { progressedAt, total } = bulkAction;
  const isTold = progressedAt === null || at.getTime() - progressedAt.getTime() >= progressEveryMs;
  await tx.q
    .update(bulkActions)
    .set({ ...counts, nextSlice: n + 1, ...(isTold && { progressedAt: at }) })
    .where(isBulkAction(tx, id));
  if (isTold) tx.emit({ name: "bulk_action.progressed", data: { bulkActionId: id, total, ...counts } });
}

async function finish(tx: TxContext, { id, total, done, skipped, failed }: BulkAction): Promise<void> {
  await tx.q.update(bulkActions).set({ state: "done", endedAt: now() }).where(isBulkAction(tx, id));
  tx.emit({ name: "bulk_action.finished", data: { bulkActionId: id, total, done, skipped, failed } });
}
