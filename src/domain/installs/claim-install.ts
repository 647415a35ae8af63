import type { Database } from "../../platform/db.ts";
import { AppError, NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { type ConnectionRow, connectIntegration } from "../connections/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Granted, takePending } from "./keep-pending.ts";
import { claimForNewLogin, isPending, isUnderClaim, openClaimed } from "./open-claimed.ts";

/**
 * A member brings a waiting account into her workspace.
 * @throws NotFound for a claim that opens nothing (any more); AppError("conflict") when another workspace has it.
 */
export async function claimInstall(ctx: Context, { claim }: { claim: string }): Promise<ConnectionRow> {
  allow(ctx, "connections:manage");
  return connectIntegration(ctx, await take(ctx.db, claim));
}

interface NewOwner {
  workspaceName: string;
  name: string;
  email: string;
  password: string;
}

/**
 * Whoever has the claim gets a workspace of her own with the account in it. The email only names her new login: one that
 * somebody has already is refused, and joins nobody anywhere. Stopped anywhere, it is gone on with: by whoever comes with
 * the same claim, or by the clock.
 *
 * @throws NotFound as above; AppError("conflict") for a known email, AppError("invalid_input") for a short password:
 *   the claim stays good. AppError("conflict") also when another workspace has the account by now.
 */
export async function claimWithNewWorkspace(db: Database, claim: string, owner: NewOwner): Promise<ConnectionRow> {
  const id = await claimForNewLogin(db, claim, owner);
  const [connection] = await openClaimed(db, id === null ? isUnderClaim(claim) : isPending(id));
  if (connection === undefined) throw gone();
  if (connection === null) throw new AppError("conflict", "This account is already connected to another workspace");
  return connection;
}

async function take(db: Database, claim: string): Promise<Granted> {
  const granted = await takePending(db, claim);
  if (!granted) throw gone();
  return granted;
}

function gone(): NotFound {
  return new NotFound("Install", "of this link: it was finished, or is too old; open the app at the provider again");
}
