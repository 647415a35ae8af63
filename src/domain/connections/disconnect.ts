import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { endOfReplacing, sealCredentials } from "./credentials.ts";
import { getConnection, isConnection } from "./queries.ts";
import { type ConnectionRow, connections } from "./tables.ts";

/**
 * A member ends a connection: nothing is fetched or sent any more and the credentials are gone. What it brought stays,
 * and so do its settings, for the day it is connected again. The account stays this workspace's as long as its data is
 * here: what the provider says of it (erase this person) must still find its way. Safe to repeat. @throws NotFound
 */
export async function disconnect(ctx: Context, { connectionId }: { connectionId: string }): Promise<ConnectionRow> {
  allow(ctx, "connections:manage");
  return inTransaction(ctx, (tx) => end(tx, connectionId, "Disconnected here"));
}

/**
 * The provider says that the account's owner took the access back: from now on, whatever is under way. The account
 * stays this workspace's, so that connecting it again goes on where it was. Word that is older than the present access
 * changes nothing. Safe to repeat.
 */
export async function endAccess(
  ctx: Context,
  { connectionId, at, reason }: { connectionId: string; at: Date; reason: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { connectedAt } = await lock(tx, connectionId);
    if (connectedAt !== null && at < connectedAt) return;
    await end(tx, connectionId, reason);
  });
}

async function end(tx: TxContext, connectionId: string, stateReason: string): Promise<ConnectionRow> {
  const before = await lock(tx, connectionId);
  if (before.state === "disconnected") return before;
  const [row] = await tx.q
    .update(connections)
    .set({
      state: "disconnected",
      stateReason,
      credentialsSealed: sealCredentials(tx, connectionId, {}),
      accessEndsAt: null,
      notifiedAt: null,
      ...endOfReplacing,
    })
    .where(isConnection(tx, connectionId))
    .returning();
  tx.emit({ name: "connection.disconnected", data: { connectionId } });
  return row!;
}

async function lock(tx: TxContext, connectionId: string): Promise<ConnectionRow> {
  const [row] = await tx.q.select().from(connections).where(isConnection(tx, connectionId)).for("update");
  return row ?? getConnection(tx, connectionId);
}
