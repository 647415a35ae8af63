import { and, asc, count, eq } from "drizzle-orm";
import { AppError, NotFound } from "../../platform/errors.ts";
import { fold } from "../../platform/fold.ts";
import { newId } from "../../platform/ids.ts";
import { inTransaction, read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { allow, roles as builtIn, isPermission, type Permission, permissionsOf } from "./rules.ts";
import { type CustomRole, members, roles } from "./tables.ts";

export const longestRoleName = 60;
const mostRoles = 100;

/** A role as the list shows it: one of the built-in ones, or with an id one of the workspace's own. */
export interface ListedRole {
  id: string | null;
  name: string;
  permissions: Permission[];
  members: number;
}

/** The built-in roles, then the workspace's own by name, each with how many members have it. */
export async function listRoles(ctx: Context): Promise<ListedRole[]> {
  allow(ctx, "members:read");
  return read(ctx, async (q) => {
    const holders = await countHolders(ctx, q);
    const own = await q.select().from(roles).where(eq(roles.workspaceId, ctx.workspaceId)).orderBy(asc(roles.nameKey));
    return [
      ...builtIn.map((name) => ({ id: null, name, permissions: [...permissionsOf(name)], members: holders(name) })),
      ...own.map((role) => listed(role, holders(role.id))),
    ];
  });
}

/** @returns how many members have a role, by its name or, for one of the workspace's own, its id. */
async function countHolders(ctx: Context, q: TxContext["q"]): Promise<(role: string) => number> {
  const rows = await q
    .select({ role: members.role, customRoleId: members.customRoleId, members: count() })
    .from(members)
    .where(eq(members.workspaceId, ctx.workspaceId))
    .groupBy(members.role, members.customRoleId);
  return (role) => rows.find((row) => (row.customRoleId ?? row.role) === role)?.members ?? 0;
}

function listed({ id, name, permissions }: CustomRole, holders: number): ListedRole {
  return { id, name, permissions: permissions.filter(isPermission), members: holders };
}

/**
 * Makes a role of the workspace's own.
 * @throws AppError("forbidden") for a permission the maker lacks: nobody hands out more than she has.
 * @throws AppError("conflict") `details.reason` "name_taken" or "too_many_roles".
 */
export async function createRole(
  ctx: Context,
  given: { name: string; permissions: readonly Permission[] },
): Promise<ListedRole> {
  allow(ctx, "members:manage");
  for (const permission of given.permissions) allow(ctx, permission);
  return inTransaction(ctx, async (tx) => {
    const [known] = await tx.q.select({ roles: count() }).from(roles).where(eq(roles.workspaceId, tx.workspaceId));
    if (known!.roles >= mostRoles) {
      throw new AppError("conflict", `A workspace has at most ${mostRoles} roles of its own`, {
        details: { reason: "too_many_roles", limit: mostRoles },
      });
    }
    const permissions = unique(given.permissions);
    const row = { workspaceId: tx.workspaceId, id: newId(), ...namedAs(given.name), permissions };
    const [made] = await tx.q.insert(roles).values(row).onConflictDoNothing().returning();
    if (!made) throw taken(given.name);
    tx.emit({ name: "role.created", data: { roleId: made.id, to: permissions.join(" ") } });
    return listed(made, 0);
  });
}

/**
 * Changes what is named; whoever has the role is held to it at once.
 * @throws as `createRole`, of permissions those that are added; NotFound.
 */
export async function updateRole(
  ctx: Context,
  { roleId, ...given }: { roleId: string; name?: string; permissions?: readonly Permission[] },
): Promise<ListedRole> {
  allow(ctx, "members:manage");
  return inTransaction(ctx, async (tx) => {
    const before = await lockRole(tx, roleId);
    const wanted = given.permissions ? unique(given.permissions) : before.permissions;
    for (const permission of wanted) {
      if (!before.permissions.includes(permission) && isPermission(permission)) allow(ctx, permission);
    }
    const naming = given.name === undefined ? { name: before.name, nameKey: before.nameKey } : namedAs(given.name);
    const from = before.permissions.join(" ");
    const to = wanted.join(" ");
    const holders = (await countHolders(tx, tx.q))(roleId);
    if (from === to && naming.name === before.name) return listed(before, holders);
    await refuseTaken(tx, naming, roleId);
    const [after] = await tx.q
      .update(roles)
      .set({ ...naming, permissions: wanted })
      .where(isRole(tx, roleId))
      .returning();
    tx.emit({ name: "role.updated", data: { roleId, ...(from !== to && { from, to }) } });
    return listed(after!, holders);
  });
}

/** @throws AppError("conflict") `details.reason` "in_use" while members have it; NotFound. */
export async function deleteRole(ctx: Context, { roleId }: { roleId: string }): Promise<void> {
  allow(ctx, "members:manage");
  await inTransaction(ctx, async (tx) => {
    const { permissions } = await lockRole(tx, roleId);
    const [held] = await tx.q
      .select({ members: count() })
      .from(members)
      .where(and(eq(members.workspaceId, tx.workspaceId), eq(members.customRoleId, roleId)));
    if (held!.members > 0) {
      throw new AppError("conflict", "Members have this role: give them another one first", {
        details: { reason: "in_use", members: held!.members },
      });
    }
    await tx.q.delete(roles).where(isRole(tx, roleId));
    tx.emit({ name: "role.deleted", data: { roleId, from: permissions.join(" ") } });
  });
}

/** Takes the row's lock: nobody is given a role that is being deleted. @throws NotFound */
export async function lockRole(tx: TxContext, roleId: string): Promise<CustomRole> {
  const [row] = await tx.q.select().from(roles).where(isRole(tx, roleId)).for("update");
  if (!row) throw new NotFound("Role", roleId);
  return row;
}

function isRole(ctx: Context, roleId: string) {
  return and(eq(roles.workspaceId, ctx.workspaceId), eq(roles.id, roleId));
}

function namedAs(given: string): Pick<CustomRole, "name" | "nameKey"> {
  const name = given.trim().replace(/\s+/gu, " ");
  const nameKey = fold(name);
  if (nameKey === "" || name.length > longestRoleName || /\p{Cc}/u.test(name)) {
    throw new AppError("invalid_input", `A role's name has 1 to ${longestRoleName} characters on one line`, {
      details: { field: "name" },
    });
  }
  if ([...builtIn, "custom"].some((known) => known === nameKey)) throw taken(name);
  return { name, nameKey };
}

async function refuseTaken(tx: TxContext, { name, nameKey }: Pick<CustomRole, "name" | "nameKey">, exceptId: string) {
  const [other] = await tx.q
    .select({ id: roles.id })
    .from(roles)
    .where(and(eq(roles.workspaceId, tx.workspaceId), eq(roles.nameKey, nameKey)));
  if (other && other.id !== exceptId) throw taken(name);
}

function taken(name: string): AppError {
  return new AppError("conflict", `There is already a role “${name}”`, { details: { reason: "name_taken" } });
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
