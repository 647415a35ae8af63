import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isNumber, lockNumber } from "./queries.ts";
import { numbers, type PhoneNumber } from "./tables.ts";

/**
 * Writes down that the provider is about to be asked to sell it, so that whoever comes after a crash looks first.
 * @returns null when there is nothing to buy (any more).
 */
export async function beginBuying(ctx: Context, { numberId }: { numberId: string }): Promise<PhoneNumber | null> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockNumber(tx, numberId);
    if (row.state !== "ordered") return null;
    if (row.attemptedAt) return row;
    await tx.q.update(numbers).set({ attemptedAt: now() }).where(isNumber(tx, numberId));
    return row;
  });
}

/** It is ours. Safe to repeat. */
export async function markBought(
  ctx: Context,
  { numberId, externalId }: { numberId: string; externalId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { state, connectionId } = await lockNumber(tx, numberId);
    if (state !== "ordered") return;
    await tx.q.update(numbers).set({ state: "active", externalId }).where(isNumber(tx, numberId));
    tx.emit({ name: "number.bought", data: { numberId, connectionId } });
  });
}

/** It was not sold to us, and costs nothing. Safe to repeat. */
export async function markNotBought(
  ctx: Context,
  { numberId, reason }: { numberId: string; reason: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { state, connectionId } = await lockNumber(tx, numberId);
    if (state !== "ordered") return;
    await tx.q.update(numbers).set({ state: "refused", stateReason: reason }).where(isNumber(tx, numberId));
    tx.emit({ name: "number.refused", data: { numberId, connectionId } });
  });
}
