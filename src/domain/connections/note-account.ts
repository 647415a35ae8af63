import { isDeepStrictEqual } from "node:util";
import { inTransaction, type TxContext } from "../events/index.ts";
import { type Context, removeFromDirectory } from "../workspaces/index.ts";
import { isConnection } from "./queries.ts";
import { type ConnectionRow, connections } from "./tables.ts";

/** Its owner gave the account another name. The same again is silent. */
export async function renameConnection(
  ctx: Context,
  { connectionId, displayName }: { connectionId: string; displayName: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = await lock(tx, connectionId);
    if (!before || before.displayName === displayName) return;
    await tx.q.update(connections).set({ displayName }).where(isConnection(tx, connectionId));
    tx.emit({ name: "connection.renamed", data: { connectionId } });
  });
}

/** Its owner allows something else now. The same again is silent. */
export async function noteGranted(
  ctx: Context,
  { connectionId, scopes }: { connectionId: string; scopes: readonly string[] },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = await lock(tx, connectionId);
    if (!before || before.state === "disconnected") return;
    if (isDeepStrictEqual(before.scopes?.toSorted(), scopes.toSorted())) return;
    await tx.q
      .update(connections)
      .set({ scopes: [...scopes] })
      .where(isConnection(tx, connectionId));
    tx.emit({ name: "connection.scopes_changed", data: { connectionId } });
  });
}

/** Nothing of the account is here any more: any workspace may connect it. */
export async function forgetAccount(tx: TxContext, { connectionId }: { connectionId: string }): Promise<void> {
  const row = await lock(tx, connectionId);
  if (!row) return;
  const nothing = { displayName: row.account, settings: {}, scopes: null, cursor: null, lastSyncedAt: null };
  await tx.q.update(connections).set(nothing).where(isConnection(tx, connectionId));
  await removeFromDirectory(tx, "connection", `${row.integrationId}:${row.account}`);
  tx.emit({ name: "connection.data_erased", data: { connectionId } });
}

async function lock(tx: TxContext, connectionId: string): Promise<ConnectionRow | undefined> {
  const [row] = await tx.q.select().from(connections).where(isConnection(tx, connectionId)).for("update");
  return row;
}
