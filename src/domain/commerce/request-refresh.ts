import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";

/** A shop says several things of one record within a moment: they are one question. */
const gatherMs = 1500;

/** Asks for what is noted as stale of a shop to be asked for, soon. */
export async function requestRefresh(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) =>
    tx.enqueue({
      ...{ queue: "records", name: "refresh", payload: { connectionId }, orderingKey: connectionId },
      runAt: new Date(now().getTime() + gatherMs),
    }),
  );
}

/** Asks for a shop to be compared with what we know of it, if that is due. */
export async function requestReconciliation(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) =>
    tx.enqueue({ queue: "records", name: "reconcile", payload: { connectionId }, orderingKey: connectionId }),
  );
}
