import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import { unparkJobs } from "../jobs/index.ts";
import type { Context } from "../workspaces/index.ts";
import { registerInDirectory } from "../workspaces/index.ts";
import { endOfReplacing, sealCredentials } from "./credentials.ts";
import { isConnection } from "./queries.ts";
import { findAccount, takeName } from "./rename-account.ts";
import { type ConnectionRow, connections } from "./tables.ts";

export interface NewConnection {
  integrationId: string;
  /** The provider's own name for the account, as the integration's `connect` found it. */
  account: string;
  /** What it is known by whatever it is called; absent: by its name alone. */
  externalId?: string;
  displayName: string;
  credentials: Record<string, string>;
  /** Absent: as they were. */
  settings?: Record<string, unknown>;
  /** What the owner allows, where she was asked. */
  scopes?: readonly string[];
  endsAt?: Date | null;
}

/**
 * Stores an installed integration, or new credentials for one that is there, and lets parked work run. One that was
 * connected before is the same connection again, with all that hangs on it.
 * @throws AppError("conflict") when another workspace has this account.
 */
export async function connectIntegration(ctx: Context, input: NewConnection): Promise<ConnectionRow> {
  allow(ctx, "connections:manage");
  const account = input.account.toLowerCase();
  return inTransaction(ctx, async (tx) => {
    const { integrationId, externalId, displayName, settings, scopes = null, endsAt = null } = input;
    const before = await findAccount(tx, { integrationId, account, externalId });
    const id = before?.id ?? newId();
    if (before) await takeName(tx, before, { account, externalId });
    const credentialsSealed = sealCredentials(tx, id, input.credentials);
    const access = { displayName, credentialsSealed, state: "active", stateReason: null } as const;
    const given = { scopes: scopes && [...scopes], accessEndsAt: endsAt, connectedAt: now(), renewedAt: null };
    const renewed = { ...access, ...given, ...endOfReplacing, ...(settings && { settings }) };
    const [row] = await tx.q
      .insert(connections)
      .values({ workspaceId: tx.workspaceId, id, integrationId, account, externalId, settings: {}, ...renewed })
      .onConflictDoUpdate({ target: [connections.workspaceId, connections.id], set: renewed })
      .returning();
    await registerInDirectory(tx, { kind: "connection", key: `${integrationId}:${account}`, rowId: id });
    if (externalId)
      await registerInDirectory(tx, { kind: "account", key: `${integrationId}:${externalId}`, rowId: id });
    await unparkJobs(tx, id);
    tx.emit({ name: "connection.connected", data: { connectionId: id } });
    return row!;
  });
}

/** The provider refuses our credentials: work waits, and the inbox says why. Safe to repeat. */
export async function failConnection(
  ctx: Context,
  { connectionId, reason }: { connectionId: string; reason: string },
): Promise<void> {
  await setState(ctx, connectionId, "needs_attention", reason);
}

/** It works again: parked work runs. Safe to repeat. */
export async function recoverConnection(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  await setState(ctx, connectionId, "active", null);
}

async function setState(
  ctx: Context,
  connectionId: string,
  state: "active" | "needs_attention",
  stateReason: string | null,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [before] = await tx.q.select().from(connections).where(isConnection(tx, connectionId)).for("update");
    // What its owner ended is not broken, and does not mend by itself.
    if (!before || before.state === state || before.state === "disconnected") return;
    await tx.q.update(connections).set({ state, stateReason }).where(isConnection(tx, connectionId));
    if (state === "active") await unparkJobs(tx, connectionId);
    tx.emit({
      name: state === "active" ? "connection.recovered" : "connection.failed",
      data: { connectionId },
    });
  });
}
