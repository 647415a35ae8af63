import { isDeepStrictEqual } from "node:util";
import { AppError } from "../../platform/errors.ts";
import { attempt, inTransaction, type TxContext } from "../events/index.ts";
import { type Context, removeFromDirectory } from "../workspaces/index.ts";
import { isConnection } from "./queries.ts";
import { takeName } from "./rename-account.ts";
import { type ConnectionRow, connections } from "./tables.ts";

interface Renamed {
  connectionId: string;
  displayName: string;
  /** Null: nothing is said of it. */
  account: string | null;
  externalId: string | null;
}

/**
 * Its owner gave the account another name, to be shown or to be found by. The same again is silent; what is known as
 * another account than this one, or whose name another connection has, keeps its own.
 */
export async function renameConnection(
  ctx: Context,
  { connectionId, displayName, account, externalId }: Renamed,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = await lock(tx, connectionId);
    if (!before) return;
    const isSame = before.externalId === null || before.externalId === externalId;
    if (externalId && isSame) await tryName(tx, before, { account: account ?? before.account, externalId });
    if (before.displayName === displayName) return;
    await tx.q.update(connections).set({ displayName }).where(isConnection(tx, connectionId));
    tx.emit({ name: "connection.renamed", data: { connectionId } });
  });
}

async function tryName(tx: TxContext, before: ConnectionRow, name: Parameters<typeof takeName>[2]): Promise<void> {
  try {
    await attempt(tx, (inner) => takeName(inner, before, name));
  } catch (error) {
    if (!(error instanceof AppError && error.code === "conflict")) throw error;
  }
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
  const nothing = {
    externalId: null,
    displayName: row.account,
    settings: {},
    scopes: null,
    cursor: null,
    lastSyncedAt: null,
  };
  await tx.q.update(connections).set(nothing).where(isConnection(tx, connectionId));
  await removeFromDirectory(tx, "connection", `${row.integrationId}:${row.account}`);
  if (row.externalId) await removeFromDirectory(tx, "account", `${row.integrationId}:${row.externalId}`);
  tx.emit({ name: "connection.data_erased", data: { connectionId } });
}

async function lock(tx: TxContext, connectionId: string): Promise<ConnectionRow | undefined> {
  const [row] = await tx.q.select().from(connections).where(isConnection(tx, connectionId)).for("update");
  return row;
}
