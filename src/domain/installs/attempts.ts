import { eq, lt } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { hashOf, newSecret } from "./rules.ts";
import { type InstallAttempt, installAttempts } from "./tables.ts";

export type NewAttempt = Omit<InstallAttempt, "key" | "endsAt">;

/** Time to agree at the provider, which may ask for a login first. */
const validForMs = 15 * 60_000;

/**
 * Somebody goes to connect an account.
 * @param secret what her browser will bring back; made here when it is absent.
 * @returns the secret, of which only the hash is kept.
 */
export async function noteAttempt(db: Database, attempt: NewAttempt, secret = newSecret()): Promise<string> {
  const endsAt = new Date(now().getTime() + validForMs);
  await db.system.orm.insert(installAttempts).values({ ...attempt, key: hashOf(secret), endsAt });
  return secret;
}

/** What this secret stands for, this once; null when it was used, is too old or was never given out. */
export async function takeAttempt(db: Database, secret: string): Promise<NewAttempt | null> {
  const [found] = await db.system.orm
    .delete(installAttempts)
    .where(eq(installAttempts.key, hashOf(secret)))
    .returning();
  if (!found || found.endsAt < now()) return null;
  const { integrationId, account, forWorkspaceId, memberId } = found;
  return { integrationId, account, forWorkspaceId, memberId };
}

export async function sweepAttempts(db: Database): Promise<void> {
  await db.system.orm.delete(installAttempts).where(lt(installAttempts.endsAt, now()));
}
