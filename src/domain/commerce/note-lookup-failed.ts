import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { listLookups } from "./queries.ts";
import { shopCustomers } from "./tables.ts";

/**
 * Says beside the customer that a shop could not be asked, and why, in words an agent understands. What the shop said
 * earlier stays. Safe to repeat: the same failure again is silent.
 */
export async function noteLookupFailed(
  ctx: Context,
  { customerId, connectionId, reason }: { customerId: string; connectionId: string; reason: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = (await listLookups(tx, customerId)).find((row) => row.connectionId === connectionId);
    const failure = { lookupState: "unavailable", lookupReason: reason, lookedUpAt: now() } as const;
    await tx.q
      .insert(shopCustomers)
      .values({ workspaceId: tx.workspaceId, id: newId(), customerId, connectionId, ...failure })
      .onConflictDoUpdate({
        target: [shopCustomers.workspaceId, shopCustomers.customerId, shopCustomers.connectionId],
        set: failure,
      });
    if (before?.lookupState === "unavailable" && before.lookupReason === reason) return;
    tx.emit({ name: "customer.looked_up", data: { customerId } });
  });
}
