import { and, eq, inArray, or, type SQL } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import type { TxContext } from "../events/index.ts";
import { isOf, isOnOrderOf, lockActions } from "./queries.ts";
import { actions, approvals } from "./tables.ts";

const blank = { instruction: null, preview: null, result: null, undo: null, trouble: null, clientId: null };

/**
 * Takes an erased customer out of the ledger, and whoever was merged into her: also what was done to an order of hers
 * when nobody knew that it was hers. What was moved stays on the books: how much, when, by whom. What had not begun is
 * called off.
 *
 * @param addresses her email addresses and phone numbers.
 */
export async function forgetInLedger(tx: TxContext, customerId: string, addresses: readonly string[]): Promise<void> {
  await forget(tx, or(isOf(tx, customerId), isOnOrderOf(tx, customerId, addresses)));
}

/** The same for everybody for whom something was done in a shop that is gone. */
export async function forgetShopInLedger(tx: TxContext, connectionId: string): Promise<void> {
  await forget(tx, eq(actions.connectionId, connectionId));
}

async function forget(tx: TxContext, which: SQL | undefined): Promise<void> {
  const hers = and(eq(actions.workspaceId, tx.workspaceId), which);
  const ids = (await lockActions(tx, which)).map(({ id }) => id);
  if (ids.length === 0) return;
  await tx.q
    .update(approvals)
    .set({ note: null })
    .where(and(eq(approvals.workspaceId, tx.workspaceId), inArray(approvals.actionId, ids)));
  const open = inArray(actions.state, ["planned", "awaiting_approval", "approved"]);
  await tx.q.update(actions).set({ state: "expired", reservedAt: null, endedAt: now() }).where(and(hers, open));
  await tx.q
    .update(actions)
    .set({ ...blank, customerId: null, orderId: null, conversationId: null })
    .where(and(eq(actions.workspaceId, tx.workspaceId), inArray(actions.id, ids)));
  // Nobody can ask the shop about these any more.
  const message = "The customer was erased before the shop said what became of it. Look in the shop.";
  const trouble = { by: "parley", code: "erased", message } as const;
  const underWay = and(inArray(actions.id, ids), inArray(actions.state, ["executing", "unknown"]));
  await tx.q
    .update(actions)
    .set({ state: "unknown", trouble })
    .where(and(eq(actions.workspaceId, tx.workspaceId), underWay));
}

/** What was asked in conversations that are deleted stays on the books without them. */
export async function leaveConversations(tx: TxContext, conversationIds: readonly string[]): Promise<void> {
  if (conversationIds.length === 0) return;
  const there = and(eq(actions.workspaceId, tx.workspaceId), inArray(actions.conversationId, [...conversationIds]));
  await tx.q.update(actions).set({ conversationId: null }).where(there);
}
