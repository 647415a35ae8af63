import { and, asc, eq, ne, or } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import type { TxContext } from "../events/index.ts";
import { registerInDirectory, removeFromDirectory } from "../workspaces/index.ts";
import { isConnection } from "./queries.ts";
import { type ConnectionRow, connections } from "./tables.ts";

/** What a provider calls an account, and knows it by whatever it is called. */
interface Name {
  account: string;
  externalId?: string | null | undefined;
}

/** The connection of an account, in its workspace, with the row's lock: by what it is known by first, then by its name. */
export async function findAccount(
  tx: TxContext,
  { integrationId, account, externalId }: Name & { integrationId: string },
): Promise<ConnectionRow | undefined> {
  const isNamed = eq(connections.account, account);
  const rows = await tx.q
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.workspaceId, tx.workspaceId),
        eq(connections.integrationId, integrationId),
        externalId ? or(isNamed, eq(connections.externalId, externalId)) : isNamed,
      ),
    )
    .orderBy(asc(connections.id))
    .for("update");
  return rows.find((row) => externalId && row.externalId === externalId) ?? rows[0];
}

/**
 * The account has this name from now on, and is found by it; the old one is free for whoever has it next. The same again
 * is silent. @throws AppError("conflict") where another connection has the name.
 */
export async function takeName(tx: TxContext, before: ConnectionRow, { account, externalId }: Name): Promise<void> {
  const { id, integrationId } = before;
  const isKnown = !externalId || before.externalId === externalId;
  if (account === before.account && isKnown) return;
  if (await isTaken(tx, before, account)) throw new AppError("conflict", "Another connection has this account");
  const changes = { account, ...(externalId && { externalId }) };
  await tx.q.update(connections).set(changes).where(isConnection(tx, id));
  if (externalId) await registerInDirectory(tx, { kind: "account", key: `${integrationId}:${externalId}`, rowId: id });
  if (account === before.account) return;
  await removeFromDirectory(tx, "connection", `${integrationId}:${before.account}`);
  await registerInDirectory(tx, { kind: "connection", key: `${integrationId}:${account}`, rowId: id });
  tx.emit({ name: "connection.renamed", data: { connectionId: id } });
}

async function isTaken(tx: TxContext, { id, integrationId }: ConnectionRow, account: string): Promise<boolean> {
  const [row] = await tx.q
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(
        eq(connections.workspaceId, tx.workspaceId),
        eq(connections.integrationId, integrationId),
        eq(connections.account, account),
        ne(connections.id, id),
      ),
    );
  return row !== undefined;
}
