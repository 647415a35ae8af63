import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { announce } from "./announce.ts";
import { refuse } from "./decide.ts";
import { toInstruction } from "./instruction.ts";
import type { Settlement } from "./preview.ts";
import { isAction, lockAction, lockWithUndone, updateAction } from "./queries.ts";
import { discrepancyOf, isUnderWay, laneOf, settlingMs, triedForMs } from "./rules.ts";
import { type Action, actions, type Trouble } from "./tables.ts";

/**
 * The shop has done it: what it really gave away takes the place of what was reserved. Safe to repeat; nothing that
 * comes later changes it.
 *
 * @param undo what takes it back, as the adapter says it.
 */
export async function settleDone(
  ctx: Context,
  { actionId, settlement, undo }: { actionId: string; settlement: Settlement; undo: object | null },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const action = await lockWithUndone(tx, actionId);
    if (!isUnderWay(action)) return;
    const { cost } = settlement;
    const discrepancy = settlement.discrepancy ?? discrepancyOf(action.costMinor, cost);
    const row = await updateAction(tx, actionId, {
      // Of somebody who was erased meanwhile only what was moved is kept.
      ...(action.instruction === null
        ? { state: "done", result: null, undo: null }
        : { state: "done", result: { ...settlement, discrepancy }, undo: undo === null ? null : toInstruction(undo) }),
      ...{ costMinor: cost.minor, currency: cost.currency, trouble: null, handle: null, missingSince: null },
      endedAt: now(),
    });
    announce(tx, "action.done", row);
    if (row.undoOf !== null) await markUndone(tx, row.undoOf, settlement);
    if (row.customerId !== null) tx.emit({ name: "customer.outdated", data: { customerId: row.customerId } });
  });
}

/** What it gave away came back: it counts against no budget any more. What was spent before does. */
async function markUndone(tx: TxContext, actionId: string, { discrepancy }: Settlement): Promise<void> {
  const action = await lockAction(tx, actionId);
  if (action.state !== "done") return;
  const reservedAt = discrepancy === null ? null : action.reservedAt;
  announce(tx, "action.undone", await updateAction(tx, actionId, { state: "undone", reservedAt }));
}

/** The shop said no, surely and for good: what was reserved is free again. Safe to repeat. */
export async function settleRefused(
  ctx: Context,
  { actionId, trouble }: { actionId: string; trouble: Trouble },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const action = await lockAction(tx, actionId);
    if (action.state === "approved" || isUnderWay(action)) await refuse(tx, action, trouble);
  });
}

/** The shop works on it: `handle` asks again. */
export async function notePending(
  ctx: Context,
  { actionId, handle, lookAgainAt }: { actionId: string; handle: string; lookAgainAt: Date },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const action = await lockAction(tx, actionId);
    if (!isUnderWay(action)) return;
    const row = await updateAction(tx, actionId, { handle, looks: action.looks + 1, missingSince: null });
    lookLater(tx, row, lookAgainAt);
  });
}

/** Surely nothing was done: it can be tried again as if it never had been. */
export async function returnToApproved(ctx: Context, actionId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx.q
      .update(actions)
      .set({ state: "approved", missingSince: null })
      .where(and(isAction(tx, actionId), eq(actions.state, "executing")));
  });
}

/** Nobody knows whether it was done: shown until the shop has said so. What was reserved stays reserved. */
export async function markUnknown(
  ctx: Context,
  { actionId, trouble }: { actionId: string; trouble: Trouble },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const action = await lockAction(tx, actionId);
    if (!isUnderWay(action)) return;
    const row = await updateAction(tx, actionId, { state: "unknown", trouble });
    if (action.state === "executing") announce(tx, "action.became_unknown", row, trouble.code);
  });
}

/**
 * Writes down that the shop does not know of it. The first miss proves nothing; when it is still missing a minute later it
 * may be tried again, with the same key. Work on which was given up, or which began too long ago, was not done then:
 * whoever was told to look in the shop may have done it there.
 *
 * @param afterMs how long it must stay missing.
 * @returns how long to wait before looking again, in milliseconds; 0: try it now. Null: it was settled meanwhile.
 */
export async function noteActionMissing(
  ctx: Context,
  { actionId, afterMs = settlingMs }: { actionId: string; afterMs?: number | undefined },
): Promise<number | null> {
  return inTransaction(ctx, async (tx) => {
    const action = await lockAction(tx, actionId);
    if (!isUnderWay(action)) return null;
    const at = now();
    const { missingSince } = action;
    const waitMs = missingSince ? Math.max(0, missingSince.getTime() + afterMs - at.getTime()) : afterMs;
    if (waitMs === 0 && isTooLate(action, at)) {
      const message = "The shop has not done it. Ask for it again if it is still wanted.";
      await refuse(tx, action, { by: "parley", code: "not_done", message });
      return null;
    }
    const since = waitMs === 0 ? null : (missingSince ?? at);
    await updateAction(tx, actionId, {
      ...{ missingSince: since, looks: action.looks + 1 },
      // The attempt that follows needs two misses of its own, and is bound to what was decided.
      ...(waitMs === 0 && { state: "executing" as const, attempts: action.attempts + 1, handle: null }),
    });
    return waitMs;
  });
}

function isTooLate({ trouble, startedAt }: Action, at: Date): boolean {
  return trouble?.code === gaveUp || (startedAt !== null && at.getTime() - startedAt.getTime() > triedForMs);
}

const gaveUp = "gave_up";

/**
 * Work on it was given up. What never began ends here; what may have been done stays visible as unknown, with what to do.
 */
export async function giveUpAction(
  ctx: Context,
  { actionId, reason }: { actionId: string; reason: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const action = await lockAction(tx, actionId);
    if (action.state === "approved" || action.state === "planned") {
      await refuse(tx, action, { by: "parley", code: gaveUp, message: `It was not done: ${reason}` });
      return;
    }
    if (!isUnderWay(action)) return;
    const message = `It may have been done: ${reason}. Look in the shop, then have it checked again here.`;
    const row = await updateAction(tx, actionId, {
      state: "unknown",
      trouble: { by: "parley", code: gaveUp, message },
    });
    announce(tx, "action.became_unknown", row, gaveUp);
  });
}

/** In its place among what is done in the same lane. */
export function lookLater(tx: TxContext, action: Action, runAt?: Date, name: "resume" | "check" = "resume"): void {
  const lane = laneOf(action);
  tx.enqueue({
    ...{ queue: "actions", name, payload: { actionId: action.id } },
    ...(lane !== null && { orderingKey: lane }),
    ...(runAt && { runAt }),
  });
}
