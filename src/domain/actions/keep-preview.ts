import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { announce } from "./announce.ts";
import { decide, expireLater, refuse, weigh } from "./decide.ts";
import { toShopAction } from "./instruction.ts";
import { type Preview, storedPreview } from "./preview.ts";
import { getAction, lockAction, shopIdsOf, updateAction } from "./queries.ts";
import { openForMs, refusal, refuseForeign } from "./rules.ts";
import type { Action, Trouble } from "./tables.ts";

/** What the shop is asked before anything is decided, as it knows it; null when there is nothing (left) to ask. */
export async function openPlan(ctx: Context, actionId: string) {
  const action = await getAction(ctx, actionId);
  if (action.state !== "planned" || action.instruction === null) return null;
  const shopAction = toShopAction(action.instruction, await shopIdsOf(ctx, action));
  return { action, shopAction };
}

/**
 * Keeps what the shop says an action would do. One that was asked for already is decided about now, in the name of who
 * asked. Safe to repeat.
 */
export async function keepPreview(
  ctx: Context,
  { actionId, preview }: { actionId: string; preview: Preview },
): Promise<Action> {
  return inTransaction(ctx, async (tx) => {
    const before = await lockAction(tx, actionId);
    if (before.state !== "planned" || before.preview?.fingerprint === preview.fingerprint) return before;
    const { minor: costMinor, currency } = preview.cost;
    const { expiresAt: until } = before;
    const isLater = until !== null && until.getTime() > now().getTime() + openForMs;
    const expiresAt = isLater ? until : expireLater(tx, actionId);
    const row = await updateAction(tx, actionId, { preview: storedPreview(preview), costMinor, currency, expiresAt });
    announce(tx, "action.previewed", row);
    if (row.requestedAt !== null) return decide(tx, row);
    // What the policy would say by now, for whoever looks at the plan: what counts is said when it is requested.
    return updateAction(tx, actionId, { verdict: preview.refusal ? null : await weigh(tx, row) });
  });
}

/** The shop cannot say what it would do: the plan ends here. */
export async function refusePlan(
  ctx: Context,
  { actionId, trouble }: { actionId: string; trouble: Trouble },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const action = await lockAction(tx, actionId);
    if (action.state === "planned") await refuse(tx, action, trouble);
  });
}

/**
 * Asks for a planned action, on the strength of the preview with this fingerprint. The policy lets it through, has
 * somebody approve it, or refuses it: the state says which. Asked twice, it is asked once.
 *
 * @param again the asker knows that the very same was done before.
 * @throws AppError("conflict") with `details.reason`: no_preview, preview_changed, expired, already_done.
 * @throws AppError("forbidden") for a plan of somebody else's.
 */
export async function requestAction(
  ctx: Context,
  { actionId, fingerprint, again = false }: { actionId: string; fingerprint: string; again?: boolean },
): Promise<Action> {
  allow(ctx, "actions:request");
  return inTransaction(ctx, async (tx) => {
    const action = await lockAction(tx, actionId);
    if (action.state === "expired") throw refusal("expired", "This plan is too old: plan it anew");
    if (action.state !== "planned") return action;
    refuseForeign(tx, action);
    if (action.preview === null) throw refusal("no_preview", "The shop has not said yet what this would do");
    if (action.preview.fingerprint !== fingerprint) {
      throw refusal("preview_changed", "Something changed in the shop: look at what it would do now");
    }
    return decide(tx, action, { again });
  });
}
