import { isDeepStrictEqual } from "node:util";
import { and, eq, isNull } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { BillingProvider } from "./provider.ts";
import { type EntitlementRow, entitlements } from "./tables.ts";

interface Billed {
  /** The shop through which it is billed; null: by hand. */
  connectionId: string | null;
  limits?: Record<string, number>;
}

/** Asks a provider what runs, and keeps it. The same again is silent. */
export async function readSubscription(ctx: Context, billed: Billed, provider: BillingProvider): Promise<void> {
  const { source } = provider;
  const running = await provider.current();
  await inTransaction(ctx, async (tx) => {
    const { connectionId } = billed;
    const isIt = and(
      eq(entitlements.workspaceId, tx.workspaceId),
      eq(entitlements.source, source),
      connectionId === null ? isNull(entitlements.connectionId) : eq(entitlements.connectionId, connectionId),
    );
    const [before] = await tx.q.select().from(entitlements).where(isIt).for("update");
    if (!running && !before) return;
    const after = running ?? { ...kept(before!), state: "ended" as const };
    const limits = billed.limits ?? before?.limits ?? {};
    if (before && isDeepStrictEqual({ ...kept(before), limits: before.limits }, { ...after, limits })) return;
    const values = { ...after, limits, updatedAt: now() };
    await tx.q
      .insert(entitlements)
      .values({ workspaceId: tx.workspaceId, id: newId(), source, connectionId, ...values })
      .onConflictDoUpdate({
        target: [entitlements.workspaceId, entitlements.source, entitlements.connectionId],
        set: values,
      });
    tx.emit({ name: "entitlement.changed", data: { source, from: before?.state, to: after.state } });
  });
}

/** The charges of a shop end with its access; nobody need ask. Safe to repeat. */
export async function endSubscription(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  await readSubscription(ctx, { connectionId }, { source: "shopify", planPage: () => null, current: async () => null });
}

function kept({ externalId, plan, state, periodEndsAt }: EntitlementRow) {
  return { externalId, plan, state, periodEndsAt };
}
