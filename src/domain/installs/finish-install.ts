import type { Database } from "../../platform/db.ts";
import { type ConnectionRow, connectIntegration } from "../connections/index.ts";
import { type Context, findInDirectory, systemContext } from "../workspaces/index.ts";
import { forgetPending, type Granted, keepPending } from "./keep-pending.ts";
import { isAccount, openClaimed } from "./open-claimed.ts";

/** What became of an account that somebody connected at the provider. */
type Finished = { connection: ConnectionRow } | { claim: string };

/**
 * Somebody is back from the provider with access to an account.
 *
 * - A member who began it here gets it in her workspace.
 * - An account that a workspace has already is that workspace's again, with all that hangs on it, whoever reinstalled:
 *   who may install at the provider may let the workspace in again, and learns nothing of it.
 * - Any other waits for a claim.
 *
 * @throws AppError("conflict") for a member whose workspace wants an account that another one has.
 */
export async function finishInstall(db: Database, granted: Granted, member: Context | null): Promise<Finished> {
  if (member) return { connection: await attach(member, granted) };
  const { integrationId, account, externalId } = granted;
  // Somebody claimed it, and was stopped before she had it: it is hers.
  await openClaimed(db, isAccount(granted));
  const [named] = await findInDirectory(db, "connection", `${integrationId}:${account}`);
  // It may have another name by now.
  const [known] = externalId ? await findInDirectory(db, "account", `${integrationId}:${externalId}`) : [];
  const home = known ?? named;
  if (!home) return { claim: await keepPending(db, granted) };
  return { connection: await attach(systemContext(db, home.workspaceId, "install"), granted) };
}

async function attach(ctx: Context, granted: Granted): Promise<ConnectionRow> {
  const connection = await connectIntegration(ctx, granted);
  await forgetPending(ctx.db, granted);
  return connection;
}
