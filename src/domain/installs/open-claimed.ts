import { and, asc, eq, gt, isNotNull, isNull, type SQL } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { addMember, getUser, registerUser } from "../access/index.ts";
import { type ConnectionRow, connectIntegration } from "../connections/index.ts";
import { createWorkspace, systemContext } from "../workspaces/index.ts";
import { openPending } from "./keep-pending.ts";
import { hashOf } from "./rules.ts";
import { type PendingInstall, pendingInstalls } from "./tables.ts";

/**
 * A new login takes what waits under a claim. Login and claim are written together or not at all; from then on the row
 * says what she is owed, so that whatever stops here is gone on with by `openClaimed`.
 *
 * @returns the row's id; null for a claim that opens nothing (any more).
 * @throws as `registerUser` does: the claim stays good.
 */
export async function claimForNewLogin(
  db: Database,
  claim: string,
  { workspaceName, ...person }: { workspaceName: string; email: string; name: string; password: string },
): Promise<string | null> {
  return db.system.orm.transaction(async (orm) => {
    const mine = and(eq(pendingInstalls.claimHash, hashOf(claim)), isNull(pendingInstalls.forUserId));
    const [row] = await orm
      .select({ id: pendingInstalls.id })
      .from(pendingInstalls)
      .where(and(mine, gt(pendingInstalls.endsAt, now())))
      .for("update");
    if (!row) return null;
    const { id: forUserId } = await registerUser({ ...db, system: { ...db.system, orm } }, person);
    const owed = { forUserId, forWorkspaceId: newId(), workspaceName };
    await orm.update(pendingInstalls).set(owed).where(eq(pendingInstalls.id, row.id));
    return row.id;
  });
}

/**
 * Opens the workspaces of those who claimed an account, with the account in them, and ends their claims. Every step can
 * be repeated, and the row goes last: whoever finds it goes on where another one was stopped. Of two at once the second
 * waits and finds nothing. One that cannot be opened keeps nobody else waiting: its error is thrown when all were tried.
 *
 * @returns the accounts; null for one that another workspace has by now: its owner has a workspace without it.
 */
export async function openClaimed(db: Database, which?: SQL): Promise<(ConnectionRow | null)[]> {
  const claimed = await db.system.orm
    .select({ id: pendingInstalls.id })
    .from(pendingInstalls)
    .where(and(isNotNull(pendingInstalls.forUserId), which))
    .orderBy(asc(pendingInstalls.id));
  const opened: (ConnectionRow | null)[] = [];
  const failures: unknown[] = [];
  for (const { id } of claimed) {
    const opening = db.system.orm.transaction(async (orm) => {
      const [row] = await orm.select().from(pendingInstalls).where(eq(pendingInstalls.id, id)).for("update");
      if (!row) return;
      opened.push(await openFor(db, row));
      await orm.delete(pendingInstalls).where(eq(pendingInstalls.id, id));
    });
    await opening.catch((error) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
  return opened;
}

export const isPending = (id: string) => eq(pendingInstalls.id, id);
export const isUnderClaim = (claim: string) => eq(pendingInstalls.claimHash, hashOf(claim));
export const isAccount = ({ integrationId, account }: Pick<PendingInstall, "integrationId" | "account">) =>
  and(eq(pendingInstalls.integrationId, integrationId), eq(pendingInstalls.account, account));

async function openFor(db: Database, row: PendingInstall): Promise<ConnectionRow | null> {
  const user = await getUser(db, row.forUserId!);
  if (!user) return null;
  const { id } = await createWorkspace(db, { id: row.forWorkspaceId!, name: row.workspaceName! });
  const ctx = systemContext(db, id, "install");
  await addMember(ctx, { user, role: "owner" });
  try {
    return await connectIntegration(ctx, openPending(db, row));
  } catch (error) {
    if (error instanceof AppError && error.code === "conflict") return null;
    throw error;
  }
}
