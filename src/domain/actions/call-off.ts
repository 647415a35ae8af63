import { and, desc, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { announce } from "./announce.ts";
import { lockAction, updateAction } from "./queries.ts";
import { isSameActor, isUnderWay, notInState, refusal } from "./rules.ts";
import { type Action, approvals } from "./tables.ts";

/**
 * Ends an action that was let through before the shop is asked to do it: what was reserved is free again. Whoever may
 * approve can do it, and who let this one through herself. From the moment it is begun it may be in the shop, and only
 * undoing takes it back. Calling off twice is calling off once.
 *
 * @throws AppError("forbidden") with `details.reason` not_yours.
 * @throws AppError("conflict") with `details.reason`: under_way, not_open.
 */
export async function callOffAction(ctx: Context, { actionId }: { actionId: string }): Promise<Action> {
  allow(ctx, "actions:request");
  return inTransaction(ctx, async (tx) => {
    const action = await lockAction(tx, actionId);
    await refuseOthers(tx, action);
    if (action.state === "called_off") return action;
    if (isUnderWay(action)) throw refusal("under_way", "The shop may have done it already: undo it when that is known");
    if (action.state !== "approved") throw notInState(action);
    const row = await updateAction(tx, actionId, {
      ...{ state: "called_off", calledOffBy: tx.actor, reservedAt: null, endedAt: now() },
    });
    announce(tx, "action.called_off", row);
    return row;
  });
}

async function refuseOthers(tx: TxContext, action: Action): Promise<void> {
  if (tx.permissions === "all" || tx.permissions.has("actions:approve")) return;
  const letThroughBy = (await approverOf(tx, action)) ?? action.requestedBy;
  if (isSameActor(tx.actor, letThroughBy)) return;
  const message = "This needs whoever let it through, or somebody who may approve";
  throw new AppError("forbidden", message, { details: { reason: "not_yours" } });
}

/** Null where the policy asked nobody: then whoever asked for it let it through. */
async function approverOf(tx: TxContext, { id }: Action): Promise<Action["requestedBy"] | null> {
  const [row] = await tx.q
    .select({ decidedBy: approvals.decidedBy })
    .from(approvals)
    .where(and(eq(approvals.workspaceId, tx.workspaceId), eq(approvals.actionId, id), eq(approvals.state, "approved")))
    .orderBy(desc(approvals.id))
    .limit(1);
  return row?.decidedBy ?? null;
}
