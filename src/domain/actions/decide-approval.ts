import { and, eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { announce } from "./announce.ts";
import { letThrough, weigh } from "./decide.ts";
import { getApproval } from "./list-actions.ts";
import { getAction, isOpenApproval, lockAction, memberBehind, updateAction } from "./queries.ts";
import { isSameActor, notInState, refusal } from "./rules.ts";
import { type Action, type Approval, approvals } from "./tables.ts";

export interface Decision {
  approvalId: string;
  decision: "approved" | "declined";
  /** Of the preview that was looked at. */
  fingerprint: string;
  note?: string | null;
}

/**
 * A person lets an action through, or does not. It is bound to the very arguments and to what the shop said they would
 * do. Deciding the same twice is deciding once; of two who decide at once the second is told.
 *
 * @throws AppError("forbidden") with `details.reason`: own_action, needs_role, people_only.
 * @throws AppError("conflict") with `details.reason`: not_open, preview_changed, policy_denies.
 */
export async function decideApproval(ctx: Context, given: Decision): Promise<Action> {
  allow(ctx, "actions:approve");
  if (ctx.actor.type !== "member") {
    throw forbidden("people_only", "Only a person who is logged in can decide this");
  }
  const { actionId } = await getApproval(ctx, given.approvalId);
  await getAction(ctx, actionId);
  return inTransaction(ctx, async (tx) => {
    const action = await lockAction(tx, actionId);
    const approval = await getApproval(tx, given.approvalId);
    if (isDecidedSo(tx, approval, given)) return action;
    if (approval.state === "outdated") throw refusal("preview_changed", "The order changed: it was asked anew");
    if (approval.state !== "open" || action.state !== "awaiting_approval") throw notInState(action);
    if (approval.fingerprint !== given.fingerprint || approval.argumentsHash !== action.argumentsHash) {
      throw refusal("preview_changed", "This is not what would be done now: look at it again");
    }
    return given.decision === "approved" ? approve(tx, action, given) : decline(tx, action, given);
  });
}

async function approve(tx: TxContext, action: Action, { note }: Decision): Promise<Action> {
  if ((await memberBehind(tx, action.requestedBy)) === (await memberBehind(tx, tx.actor))) {
    throw forbidden("own_action", "Nobody approves what she asked for herself");
  }
  // The policy, and what was spent, may be others by now.
  const verdict = await weigh(tx, action);
  if (verdict.outcome === "deny") {
    const message = `The policy does not allow it any more: ${verdict.reasons.join(", ")}`;
    throw refusal("policy_denies", message, { reasons: verdict.reasons });
  }
  const needed = [verdict.role, action.verdict?.role].includes("admin") ? "actions:manage" : "actions:approve";
  if (tx.permissions !== "all" && !tx.permissions.has(needed)) {
    throw forbidden("needs_role", "This needs the approval of somebody who may also set the policy");
  }
  await settle(tx, action.id, "approved", note);
  return letThrough(tx, action, { ...verdict, reasons: action.verdict?.reasons ?? verdict.reasons });
}

async function decline(tx: TxContext, action: Action, { note }: Decision): Promise<Action> {
  await settle(tx, action.id, "declined", note);
  const row = await updateAction(tx, action.id, { state: "declined", endedAt: now(), expiresAt: null });
  announce(tx, "action.declined", row);
  return row;
}

/** Writes down how the open question about an action ended. */
export async function settle(
  tx: TxContext,
  actionId: string,
  state: Exclude<Approval["state"], "open">,
  note: string | null = null,
): Promise<void> {
  const decidedBy = state === "approved" || state === "declined" ? tx.actor : null;
  await tx.q.update(approvals).set({ state, decidedBy, note, decidedAt: now() }).where(isOpenApproval(tx, actionId));
}

/** What an action's approver allowed does not stand for another preview of it. */
export async function outdateApproval(tx: TxContext, actionId: string): Promise<boolean> {
  const outdated = await tx.q
    .update(approvals)
    .set({ state: "outdated" })
    .where(
      and(eq(approvals.workspaceId, tx.workspaceId), eq(approvals.actionId, actionId), eq(approvals.state, "approved")),
    )
    .returning({ id: approvals.id });
  return outdated.length > 0;
}

function isDecidedSo({ actor }: Context, { state, decidedBy }: Approval, { decision }: Decision): boolean {
  return state === decision && decidedBy !== null && isSameActor(decidedBy, actor);
}

function forbidden(reason: string, message: string): AppError {
  return new AppError("forbidden", message, { details: { reason } });
}
