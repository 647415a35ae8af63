import { and, asc, eq } from "drizzle-orm";
import { AppError, NotFound } from "../../platform/errors.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { lockRole } from "./custom-roles.ts";
import { allow, roles as builtIn, isPermission, permissionsOf, type Role } from "./rules.ts";
import { type Member, members } from "./tables.ts";

/**
 * Gives a member another role: a built-in one, or by its id one of the workspace's own. It counts from her next
 * request on, and for the API keys she made.
 *
 * @throws AppError("forbidden") for a role that allows more than the giver may herself, and for making or unmaking an
 *   owner by anyone but an owner.
 * @throws AppError("conflict") `details.reason` "last_owner"; NotFound for a member or a role that is not there.
 */
export async function setMemberRole(
  ctx: Context,
  { memberId, role: wanted }: { memberId: string; role: string },
): Promise<Member> {
  allow(ctx, "members:manage");
  return inTransaction(ctx, async (tx) => {
    const owners = await lockOwners(tx);
    const before = await lockMember(tx, memberId);
    const role = builtIn.find((known) => known === wanted) ?? "custom";
    if (role !== before.role && (role === "owner" || before.role === "owner")) refuseUnlessOwner(tx, owners);
    if (before.role === "owner" && role !== "owner" && owners.length === 1) {
      throw new AppError("conflict", "The workspace needs an owner: make somebody else one first", {
        details: { reason: "last_owner" },
      });
    }
    for (const permission of await allowedBy(tx, role, wanted)) allow(ctx, permission);
    const customRoleId = role === "custom" ? wanted : null;
    if (before.role === role && before.customRoleId === customRoleId) return before;
    const [after] = await tx.q.update(members).set({ role, customRoleId }).where(isMember(tx, memberId)).returning();
    const from = before.customRoleId ?? before.role;
    tx.emit({ name: "member.role_changed", data: { memberId, from, to: customRoleId ?? role } });
    return after!;
  });
}

/** In one order, so that two owners who unmake each other cannot wait for each other, nor both succeed. */
async function lockOwners(tx: TxContext): Promise<Member[]> {
  return tx.q
    .select()
    .from(members)
    .where(and(eq(members.workspaceId, tx.workspaceId), eq(members.role, "owner")))
    .orderBy(asc(members.id))
    .for("update");
}

async function lockMember(tx: TxContext, memberId: string): Promise<Member> {
  const [row] = await tx.q.select().from(members).where(isMember(tx, memberId)).for("update");
  if (!row) throw new NotFound("Member", memberId);
  return row;
}

/** By what she is now: her permissions may be from before another owner unmade her. */
function refuseUnlessOwner({ actor }: Context, owners: readonly Member[]) {
  if (actor.type === "system" || (actor.type === "member" && owners.some(({ id }) => id === actor.id))) return;
  throw new AppError("forbidden", "Only an owner can make or unmake an owner");
}

async function allowedBy(tx: TxContext, role: Role | "custom", roleId: string) {
  if (role !== "custom") return permissionsOf(role);
  return (await lockRole(tx, roleId)).permissions.filter(isPermission);
}

function isMember(ctx: Context, memberId: string) {
  return and(eq(members.workspaceId, ctx.workspaceId), eq(members.id, memberId));
}
