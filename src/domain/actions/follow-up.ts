import { now } from "../../platform/clock.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { announce } from "./announce.ts";
import { settle } from "./decide-approval.ts";
import { listActions } from "./list-actions.ts";
import { write } from "./plan-action.ts";
import { lockAction, updateAction } from "./queries.ts";
import { refusal } from "./rules.ts";
import { lookLater } from "./settle-action.ts";
import type { Action } from "./tables.ts";

/**
 * Plans what takes an action back, where its shop has a way: from there on it goes like any other.
 * @throws AppError("conflict") with `details.reason`: not_done, no_way_back, undone.
 */
export async function undoAction(ctx: Context, { actionId }: { actionId: string }): Promise<Action> {
  allow(ctx, "actions:request");
  return inTransaction(ctx, async (tx) => {
    const done = await lockAction(tx, actionId);
    if (done.state === "undone") throw refusal("undone", "This was taken back already");
    if (done.state !== "done") throw refusal("not_done", "Only what was done can be taken back");
    if (done.undo === null) throw refusal("no_way_back", "The shop has no way to take this back");
    const { connectionId, conversationId, customerId, orderId, undo: instruction } = done;
    return write(tx, { connectionId, conversationId, customerId, orderId, instruction, undoOf: done.id });
  });
}

/** Asks the shop again what became of an action whose outcome is not known. Anything else is left as it is. */
export async function checkAction(ctx: Context, { actionId }: { actionId: string }): Promise<Action> {
  allow(ctx, "actions:request");
  return inTransaction(ctx, async (tx) => {
    const action = await lockAction(tx, actionId);
    if (action.state === "unknown") lookLater(tx, action);
    return action;
  });
}

/** Looked for by itself for so long; after that a person has it checked. */
const lookedForMs = 7 * 86_400_000;

/** Has the shop asked again about everything whose outcome is not known. */
export async function checkUnknown(ctx: Context): Promise<void> {
  const since = now().getTime() - lookedForMs;
  const unknown = await listActions(ctx, { states: ["unknown"], limit: 500 });
  const recent = unknown.filter(({ startedAt }) => startedAt !== null && startedAt.getTime() > since);
  if (recent.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    for (const action of recent) lookLater(tx, action, undefined, "check");
  });
}

/** A plan or a question that is too old ends: nobody knows any more whether it still fits. Safe to repeat. */
export async function expireAction(ctx: Context, { actionId }: { actionId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const action = await lockAction(tx, actionId);
    const { state, expiresAt } = action;
    if ((state !== "planned" && state !== "awaiting_approval") || expiresAt === null || expiresAt > now()) return;
    await settle(tx, actionId, "expired");
    const row = await updateAction(tx, actionId, { state: "expired", endedAt: now(), expiresAt: null });
    announce(tx, "action.expired", row);
  });
}
