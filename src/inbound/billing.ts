import { type BillingProvider, endSubscription, readSubscription } from "../domain/billing/index.ts";
import { getConnection, openConnection } from "../domain/connections/index.ts";
import { inTransaction } from "../domain/events/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { integrationById } from "../integrations/index.ts";

/** Asks for it in a job of its own: a shop that cannot be asked now holds nothing else up. */
export async function requestBilling(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  const { integrationId } = await getConnection(ctx, connectionId);
  if (!integrationById(integrationId).billing) return;
  await inTransaction(ctx, async (tx) =>
    tx.enqueue({ queue: "sync", name: "billing.read", payload: { connectionId }, orderingKey: connectionId }),
  );
}

/**
 * Asks whoever charges through an account what runs there. Charges end with the access to the account, and then nobody
 * need be asked.
 * @throws as the provider's `current`.
 */
export async function readBilling(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  const { integrationId, state } = await getConnection(ctx, connectionId);
  const { billing } = integrationById(integrationId);
  if (!billing) return;
  if (state === "disconnected") return endSubscription(ctx, { connectionId });
  const connection = await openConnection(ctx, connectionId);
  const provider: BillingProvider = {
    source: billing.source,
    planPage: billing.planPage,
    current: () => billing.current(connection),
  };
  await readSubscription(ctx, { connectionId }, provider);
}
