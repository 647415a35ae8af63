import { and, eq, isNull, lt, ne, or } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isConnection } from "./queries.ts";
import { connections } from "./tables.ts";

const everyMs = 24 * 3_600_000;

/** Asks for what expires at the provider (Gmail's watch) to be renewed, once a day however often it is called. */
export async function requestRenewal(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const at = now();
    const { renewedAt, state, id } = connections;
    const isDue = or(isNull(renewedAt), lt(renewedAt, new Date(at.getTime() - everyMs)));
    const [due] = await tx.q
      .update(connections)
      .set({ renewedAt: at })
      .where(and(isConnection(tx, connectionId), ne(state, "disconnected"), isDue))
      .returning({ id });
    if (!due) return;
    const orderingKey = connectionId;
    tx.enqueue({ queue: "sync", name: "connection.renew", payload: { connectionId }, orderingKey });
  });
}

/** What a merchant should know of a connection that works all the same; null: nothing any more. */
export async function warnOfConnection(
  ctx: Context,
  { connectionId, reason }: { connectionId: string; reason: string | null },
): Promise<void> {
  await inTransaction(ctx, (tx) =>
    tx.q
      .update(connections)
      .set({ stateReason: reason })
      .where(and(isConnection(tx, connectionId), eq(connections.state, "active"))),
  );
}
