import {
  type Attempt,
  beginAction,
  markUnknown,
  noteActionMissing,
  notePending,
  openAttempt,
  type Preview,
  returnToApproved,
  settleDone,
  settleRefused,
} from "../domain/actions/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type { Act, ActionAttempt, ActionResult, Connection } from "../integrations/index.ts";
import { now } from "../platform/clock.ts";
import { AppError, ConnectionBroken, ProviderUnavailable } from "../platform/errors.ts";
import { codeOf } from "./preview-action.ts";
import { type Acts, actOf, isRefusal, openShop, type Performing, parking } from "./shop.ts";

interface Doing {
  act: Act;
  connection: Connection;
  /** The action's id is the key: the shop runs one key once. */
  attempt: ActionAttempt;
  handle: string | null;
}

/**
 * Does an approved action in its shop. The intent is committed before the shop is called. An attempt whose outcome is
 * unknown is looked up in the shop before anything else, and tried again, with the same key, only when it stayed missing
 * there for a minute.
 *
 * @throws ProviderUnavailable to be tried again; ConnectionBroken (`details.connectionId`) to wait for a reconnect.
 *   A refusal for good is written on the action instead.
 */
export async function performAction(
  ctx: Context,
  { actionId }: { actionId: string },
  { acts = actOf, settlingMs }: Performing = {},
): Promise<void> {
  const opened = await openAttempt(ctx, actionId);
  if (!opened) return;
  const performing = { acts, ...(settlingMs !== undefined && { settlingMs }) };
  await parking(opened.action.connectionId, async () => {
    const doing = await prepare(ctx, opened, acts);
    if (!doing) return;
    const isNew = opened.action.state === "approved";
    const mayBeDone = isNew ? false : !(await isMissing(ctx, doing, settlingMs));
    if (mayBeDone) return;
    const preview = isNew ? await begin(ctx, doing, performing) : doing.attempt.preview;
    if (preview) await execute(ctx, { ...doing, attempt: { ...doing.attempt, preview } });
  });
}

/** Null when it was refused. */
async function prepare(ctx: Context, { action, shopAction, preview }: Attempt, acts: Acts): Promise<Doing | null> {
  const { id: actionId, handle } = action;
  try {
    if (!shopAction) {
      const message = "The shop does not know what this is about any more";
      await settleUnless(ctx, action.state, actionId, { by: "shop", code: "unknown_in_shop", message });
      return null;
    }
    const { act, connection } = await openShop(ctx, action, acts);
    return { act, connection, handle, attempt: { key: actionId, action: shopAction, preview } };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await settleUnless(ctx, action.state, actionId, { by: "shop", code: codeOf(error), message: error.message });
    return null;
  }
}

/** What may have been done already is not refused: nobody can know. */
async function settleUnless(
  ctx: Context,
  state: Attempt["action"]["state"],
  actionId: string,
  trouble: Parameters<typeof markUnknown>[1]["trouble"],
): Promise<void> {
  if (state === "approved") await settleRefused(ctx, { actionId, trouble });
  else await markUnknown(ctx, { actionId, trouble });
}

/** What was decided on must be what the shop says now: that is done. An error here says that nothing was done. */
async function begin(
  ctx: Context,
  { act, connection, attempt }: Doing,
  performing: Performing,
): Promise<Preview | null> {
  const actionId = attempt.key;
  try {
    const fresh = await act.preview(connection, attempt.action);
    return await beginAction(ctx, { actionId, fresh });
  } catch (error) {
    const waitsFor = error instanceof AppError ? error.details?.waitsFor : undefined;
    // Work on that one may have been given up, and would come after this: so it is looked up here.
    if (typeof waitsFor === "string") await performAction(ctx, { actionId: waitsFor }, performing);
    if (!isRefusal(error)) throw error;
    await settleRefused(ctx, { actionId, trouble: { by: "shop", code: codeOf(error), message: error.message } });
    return null;
  }
}

/**
 * Looks for what an earlier attempt may have done. An error here says nothing about it: it stays as it is until the shop
 * has really answered.
 *
 * @returns true when it is surely not there; false when there is nothing left to do now.
 * @throws ProviderUnavailable while it is not certain.
 */
async function isMissing(
  ctx: Context,
  { act, connection, attempt, handle }: Doing,
  settlingMs: number | undefined,
): Promise<boolean> {
  const found = await act.readBack(connection, attempt, handle).catch((error: unknown) => {
    if (error instanceof ConnectionBroken || !isRefusal(error)) throw error;
    throw uncertain({ cause: error });
  });
  if (found) {
    await keep(ctx, attempt.key, found);
    return false;
  }
  const waitMs = await noteActionMissing(ctx, { actionId: attempt.key, afterMs: settlingMs });
  if (waitMs === null) return false;
  if (waitMs > 0) throw uncertain({ retryAfterMs: waitMs });
  return true;
}

function uncertain(options: { cause?: unknown; retryAfterMs?: number }): ProviderUnavailable {
  return new ProviderUnavailable("It is not certain yet whether the shop did it", { ...options, outcomeUnknown: true });
}

async function execute(ctx: Context, { act, connection, attempt }: Doing): Promise<void> {
  const actionId = attempt.key;
  let result: ActionResult;
  try {
    result = await act.execute(connection, attempt);
  } catch (error) {
    if (isRefusal(error)) {
      const trouble = { by: "shop", code: codeOf(error), message: error.message } as const;
      return settleRefused(ctx, { actionId, trouble });
    }
    if (isProofOfNothingDone(error)) await returnToApproved(ctx, actionId);
    else await markUnknown(ctx, { actionId, trouble: notKnown });
    throw error;
  }
  await keep(ctx, actionId, result);
}

const notKnown = {
  by: "parley",
  code: "outcome_unknown",
  message: "The shop's answer was lost, so it may have been done. It is being looked up in the shop.",
} as const;

function isProofOfNothingDone(error: unknown): boolean {
  return error instanceof ConnectionBroken || (error instanceof ProviderUnavailable && !error.outcomeUnknown);
}

/** A shop that works on it is asked again after this, longer each time. */
const firstLookMs = 1000;
const longestLookMs = 60_000;

async function keep(ctx: Context, actionId: string, result: ActionResult): Promise<void> {
  if (result.state === "refused") {
    const { code, message } = result;
    return settleRefused(ctx, { actionId, trouble: { by: "shop", code, message } });
  }
  if (result.state === "done") {
    const { externalId, cost, discrepancy, shown, undo } = result;
    return settleDone(ctx, { actionId, settlement: { externalId, cost, discrepancy, shown }, undo });
  }
  const { action } = (await openAttempt(ctx, actionId)) ?? {};
  const waitMs = Math.min(longestLookMs, firstLookMs * 2 ** Math.min(action?.looks ?? 0, 10));
  await notePending(ctx, { actionId, handle: result.handle, lookAgainAt: new Date(now().getTime() + waitMs) });
}
