import { isDeepStrictEqual } from "node:util";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { announce } from "./announce.ts";
import { findUnderWay } from "./budgets.ts";
import { decide, expireLater, refuse, weigh } from "./decide.ts";
import { outdateApproval } from "./decide-approval.ts";
import { type ShopAction, toShopAction } from "./instruction.ts";
import { openPreview, type Preview, storedPreview } from "./preview.ts";
import { getAction, lockAction, shopIdsOf, updateAction } from "./queries.ts";
import { isPerson, needsToBeAlone } from "./rules.ts";
import type { Action } from "./tables.ts";

/** An action that is to be done, or may have been done, as the shop knows it. */
export interface Attempt {
  action: Action;
  shopAction: ShopAction | null;
  /** The one that was decided on. */
  preview: Preview;
}

/** Null when there is nothing to do about it (any more). */
export async function openAttempt(ctx: Context, actionId: string): Promise<Attempt | null> {
  const action = await getAction(ctx, actionId);
  if (!["approved", "executing", "unknown"].includes(action.state)) return null;
  if (action.instruction === null || action.preview === null) return null;
  const shopAction = toShopAction(action.instruction, await shopIdsOf(ctx, action));
  return { action, shopAction, preview: openPreview(action.preview) };
}

/**
 * Marks an action as being done, before the shop is called: whoever finds it in this state later knows that it may have
 * been done. What was decided on must be what the shop says now; else it is asked about anew.
 *
 * @param fresh what the shop says now that it would do.
 * @returns what it is that was decided on and is to be done now; null: nothing.
 */
export async function beginAction(
  ctx: Context,
  { actionId, fresh }: { actionId: string; fresh: Preview },
): Promise<Preview | null> {
  return inTransaction(ctx, async (tx) => {
    const action = await lockAction(tx, actionId);
    if (action.state !== "approved" || action.preview === null) return null;
    if (fresh.refusal) {
      await refuse(tx, action, { by: "shop", ...fresh.refusal });
      return null;
    }
    if (!(await isStillRight(tx, action, fresh))) return null;
    if (needsToBeAlone(action.kind)) await waitForOthers(tx, action);
    const row = await updateAction(tx, actionId, {
      ...{ state: "executing", attempts: action.attempts + 1, missingSince: null, handle: null },
      startedAt: action.startedAt ?? now(),
    });
    if (action.startedAt === null) announce(tx, "action.started", row);
    return openPreview(row.preview!);
  });
}

/**
 * The policy is asked once more, by what is known now: a rule that was made stricter, a role that was taken away, a
 * chargeback or a fraud warning count up to the last moment. What it allows or asks for by rules that fitted before was
 * decided knowingly; what a rule asks for that fits only now is decided anew.
 */
async function isStillRight(tx: TxContext, action: Action, fresh: Preview): Promise<boolean> {
  if (fresh.fingerprint !== openPreview(action.preview!).fingerprint) return stands(tx, action, fresh);
  const known = await weigh(tx, { ...action, preview: storedPreview(fresh) });
  if (known.outcome === "deny") {
    const [code = "denied"] = known.reasons;
    const message = `The policy does not allow it: ${known.reasons.join(", ")}`;
    await refuse(tx, action, { by: "policy", code, message });
    return false;
  }
  if (known.outcome === "allow") return true;
  const { reasons } = await weigh(tx, action);
  return known.reasons.every((reason) => reasons.includes(reason)) || stands(tx, action, fresh);
}

/**
 * The order changed since it was decided. Approvers are asked again, and so is a person who let it through by her own
 * word; for a machine the policy decides anew.
 */
async function stands(tx: TxContext, action: Action, fresh: Preview): Promise<boolean> {
  if (action.requestedBy.type === "ai" && !isWhatWasAgreed(openPreview(action.preview!), fresh)) {
    const message = "The shop would do something else now than the customer agreed to: tell her and ask again";
    await refuse(tx, action, { by: "parley", code: "changed", message });
    return false;
  }
  const { minor: costMinor, currency } = fresh.cost;
  const wasApproved = await outdateApproval(tx, action.id);
  const changed = await updateAction(tx, action.id, {
    ...{ preview: storedPreview(fresh), costMinor, currency, state: "planned", reservedAt: null },
    expiresAt: expireLater(tx, action.id),
  });
  announce(tx, "action.outdated", changed);
  if (isPerson(action.requestedBy) && !wasApproved) {
    await updateAction(tx, action.id, { requestedAt: null });
    return false;
  }
  const decided = await decide(tx, changed, { again: true });
  return decided.state === "approved";
}

/** A customer agrees to what she was told: what goes and comes, what she gets back, what she has to pay. */
function isWhatWasAgreed(before: Preview, now: Preview): boolean {
  const told = ({ lines, customerCost, balanceDue }: Preview) => ({ lines, customerCost, balanceDue });
  return isDeepStrictEqual(told(before), told(now));
}

/** @throws AppError("limit_exceeded") to be tried again, while another one is under way: `details.waitsFor` is its id. */
async function waitForOthers(tx: TxContext, action: Action): Promise<void> {
  const waitsFor = await findUnderWay(tx, action);
  if (waitsFor === null) return;
  const message = "Another one of this customer's is under way: it waits until that is known";
  throw new AppError("limit_exceeded", message, { retryAfterMs: 2000, details: { waitsFor } });
}
