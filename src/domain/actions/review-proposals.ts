import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { announce } from "./announce.ts";
import { keepPreview } from "./keep-preview.ts";
import { listActions } from "./list-actions.ts";
import { type Preview, type StoredPreview, storedPreview } from "./preview.ts";
import { getAction, lockAction, updateAction } from "./queries.ts";
import type { Action } from "./tables.ts";

/** Of one order more are not open at the same time. */
const most = 20;

/** What the AI proposed for the order of an action, and nobody has agreed to yet. */
export async function proposalsBeside(ctx: Context, actionId: string): Promise<Action[]> {
  const { orderId } = await getAction(ctx, actionId);
  if (orderId === null) return [];
  const planned = await listActions(ctx, { orderId, states: ["planned"], limit: most });
  return planned.filter((action) => action.id !== actionId && isProposal(action));
}

/**
 * Something else was done to the order of a proposal: it stands while the shop would do the same as the customer was told
 * of, and ends where her yes would be refused, or would get her something else. Nobody has asked for it, so that nobody is
 * told but who looks. Safe to repeat.
 */
export async function reviewProposal(
  ctx: Context,
  { actionId, found }: { actionId: string; found: Preview | { refusal: NonNullable<Preview["refusal"]> } },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const action = await lockAction(tx, actionId);
    if (!isProposal(action)) return;
    const change = "facts" in found ? changeOf(action.preview!, storedPreview(found)) : found.refusal.message;
    if (change === null) {
      if ("facts" in found) await keepPreview(tx, { actionId, preview: found });
      return;
    }
    const message = `Something else was done to this order before the customer agreed. ${change}`;
    const trouble = { by: "shop", code: overtaken, message } as const;
    const row = await updateAction(tx, actionId, { state: "expired", trouble, endedAt: now(), expiresAt: null });
    announce(tx, "action.expired", row, overtaken);
  });
}

const overtaken = "overtaken";

function isProposal({ state, requestedBy, requestedAt, preview }: Action): boolean {
  return state === "planned" && requestedBy.type === "ai" && requestedAt === null && preview?.refusal === null;
}

/** In words; null: it would do what it would have done before. */
function changeOf(before: StoredPreview, after: StoredPreview): string | null {
  if (after.refusal) return after.refusal.message;
  const terms = ({ cost, customerCost, balanceDue, lines }: StoredPreview) =>
    JSON.stringify([cost, customerCost, balanceDue, lines].map((term) => term && sorted(term)));
  return terms(before) === terms(after) ? null : "It would not do any more what she was told of.";
}

/** JSON columns keep no order of keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}
