import { and, eq, isNull, lt } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import type { NewConnection } from "../connections/index.ts";
import { hashOf, newSecret } from "./rules.ts";
import { type PendingInstall, pendingInstalls } from "./tables.ts";

/** An account as a provider gave access to it. */
export type Granted = Omit<NewConnection, "settings"> & { scopes: readonly string[]; endsAt: Date | null };

/** Somebody who wants the product claims her shop at once; who comes back later installs again, which costs a click. */
const validForMs = 24 * 3_600_000;

/**
 * Keeps an account that belongs to no workspace yet. It waits for whoever has the claim, which is given out this once:
 * an email, a name or whatever else an account says of its owner opens nothing. The last one who connected the account
 * at the provider has the only claim.
 *
 * @returns the claim.
 */
export async function keepPending(db: Database, granted: Granted): Promise<string> {
  const claim = newSecret();
  const { integrationId, account, externalId = null, displayName, scopes, endsAt: accessEndsAt } = granted;
  const id = newId();
  const row = {
    id,
    externalId,
    displayName,
    credentialsSealed: db.seal.seal(JSON.stringify(granted.credentials), placeOf(id)),
    scopes: [...scopes],
    accessEndsAt,
    claimHash: hashOf(claim),
    endsAt: new Date(now().getTime() + validForMs),
  };
  await db.system.orm
    .insert(pendingInstalls)
    .values({ integrationId, account, ...row })
    .onConflictDoUpdate({ target: [pendingInstalls.integrationId, pendingInstalls.account], set: row });
  return claim;
}

/** What a claim would bring. Null: it was used, another one replaced it, or its time is over. */
export async function findPending(db: Database, claim: string): Promise<PendingInstall | null> {
  const [row] = await db.system.orm
    .select()
    .from(pendingInstalls)
    .where(eq(pendingInstalls.claimHash, hashOf(claim)));
  return row && row.endsAt > now() && row.forUserId === null ? row : null;
}

/** Takes it out: of two who come with the same claim one gets it. Null as for `findPending`. */
export async function takePending(db: Database, claim: string): Promise<Granted | null> {
  const [row] = await db.system.orm
    .delete(pendingInstalls)
    .where(and(eq(pendingInstalls.claimHash, hashOf(claim)), unclaimed))
    .returning();
  return row && row.endsAt > now() ? openPending(db, row) : null;
}

const unclaimed = isNull(pendingInstalls.forUserId);

/** Its owner took the access back before anybody claimed it. */
export async function forgetPending(
  db: Database,
  { integrationId, account }: { integrationId: string; account: string },
): Promise<void> {
  await db.system.orm
    .delete(pendingInstalls)
    .where(and(eq(pendingInstalls.integrationId, integrationId), eq(pendingInstalls.account, account), unclaimed));
}

export async function sweepPending(db: Database): Promise<void> {
  await db.system.orm.delete(pendingInstalls).where(and(lt(pendingInstalls.endsAt, now()), unclaimed));
}

export function openPending(db: Database, row: PendingInstall): Granted {
  const { integrationId, account, externalId, displayName, scopes, accessEndsAt: endsAt } = row;
  // Sealed above, from this very type.
  const credentials = JSON.parse(db.seal.open(row.credentialsSealed, placeOf(row.id))) as Record<string, string>;
  return { integrationId, account, ...(externalId && { externalId }), displayName, credentials, scopes, endsAt };
}

/** It has no workspace yet. */
function placeOf(rowId: string) {
  return { workspaceId: "", table: "pending_installs", rowId, field: "credentials" };
}
