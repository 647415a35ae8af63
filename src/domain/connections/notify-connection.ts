import { and, isNull, lt, or } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { NotFound } from "../../platform/errors.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getConnection, isConnection } from "./queries.ts";
import { type ConnectionRow, connections } from "./tables.ts";

/** A notice that no pull has taken up for so long is taken for lost. */
const lostAfterMs = 10 * 60_000;

/**
 * The provider, or a person, says that there is something new. However often it is said, one pull waits: a notice
 * before it begins changes nothing, and one after that makes the next.
 */
export async function notifyConnection(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const at = now();
    const { notifiedAt } = connections;
    const isFirst = or(isNull(notifiedAt), lt(notifiedAt, new Date(at.getTime() - lostAfterMs)));
    const [noted] = await tx.q
      .update(connections)
      .set({ notifiedAt: at })
      .where(and(isConnection(tx, connectionId), isFirst))
      .returning({ id: connections.id });
    if (noted) tx.emit({ name: "connection.notified", data: { connectionId } });
    else await getConnection(tx, connectionId);
  });
}

/** A pull begins, before it asks the provider: it sees all that was announced until now. */
export async function beginPull(ctx: Context, { connectionId }: { connectionId: string }): Promise<ConnectionRow> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.q
      .update(connections)
      .set({ notifiedAt: null })
      .where(isConnection(tx, connectionId))
      .returning();
    if (!row) throw new NotFound("Connection", connectionId);
    return row;
  });
}

/** The provider had forgotten where we were: everything recent is read again. */
export async function noteStartedOver(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => tx.emit({ name: "connection.started_over", data: { connectionId } }));
}
