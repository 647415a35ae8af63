import type { Database } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { addMember, allow, registerUser } from "../access/index.ts";
import { type ConnectionRow, connectIntegration } from "../connections/index.ts";
import { type Context, createWorkspace, systemContext } from "../workspaces/index.ts";
import { type Granted, takePending } from "./keep-pending.ts";

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
 * somebody has already is refused, and joins nobody anywhere.
 *
 * @throws NotFound as above; AppError("conflict") for a known email, AppError("invalid_input") for a short password:
 *   the claim stays good.
 */
export async function claimWithNewWorkspace(db: Database, claim: string, owner: NewOwner): Promise<ConnectionRow> {
  const { workspaceName, ...person } = owner;
  // The claim is used up with the new login or not at all.
  const { granted, user } = await db.system.orm.transaction(async (orm) => {
    const at = { ...db, system: { ...db.system, orm } };
    return { granted: await take(at, claim), user: await registerUser(at, person) };
  });
  const { id } = await createWorkspace(db, { name: workspaceName });
  const ctx = systemContext(db, id, "install");
  await addMember(ctx, { user, role: "owner" });
  return connectIntegration(ctx, granted);
}

async function take(db: Database, claim: string): Promise<Granted> {
  const granted = await takePending(db, claim);
  if (!granted) throw gone();
  return granted;
}

function gone(): NotFound {
  return new NotFound("Install", "of this link: it was finished, or is too old; open the app at the provider again");
}
