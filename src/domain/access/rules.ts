import { AppError } from "../../platform/errors.ts";
import type { Context } from "../workspaces/index.ts";

/** What can be allowed; the same names are the scopes of API keys. */
export const permissions = [
  "conversations:read",
  "conversations:write",
  "customers:read",
  "customers:write",
  "customers:erase",
  "orders:read",
  "members:read",
  "members:manage",
  "tags:read",
  "tags:manage",
  "fields:read",
  "fields:manage",
  "statuses:read",
  "statuses:manage",
  "teams:read",
  "teams:manage",
  "private_teams:read",
  "views:read",
  "views:write",
  "views:manage",
  "canned_replies:read",
  "canned_replies:manage",
  "knowledge:read",
  "knowledge:manage",
  "rules:read",
  "rules:manage",
  "actions:read",
  "actions:request",
  "actions:approve",
  "actions:manage",
  "connections:read",
  "connections:manage",
  "events:read",
  "audit:read",
  "settings:manage",
  "api_keys:manage",
  "jobs:manage",
] as const;
export type Permission = (typeof permissions)[number];

export function isPermission(name: string): name is Permission {
  return permissions.some((known) => known === name);
}

export const roles = ["owner", "admin", "lead", "agent", "observer"] as const;
export type Role = (typeof roles)[number];

const reads: Permission[] = [
  "conversations:read",
  "customers:read",
  "orders:read",
  "members:read",
  "tags:read",
  "fields:read",
  "statuses:read",
  "teams:read",
  "views:read",
  "canned_replies:read",
  "knowledge:read",
  "rules:read",
  "actions:read",
  "connections:read",
  "events:read",
];
const works: Permission[] = [...reads, "conversations:write", "customers:write", "views:write", "actions:request"];

const byRole: Record<Role, readonly Permission[]> = {
  owner: permissions,
  admin: permissions,
  lead: [
    ...works,
    "teams:manage",
    "tags:manage",
    "fields:manage",
    "statuses:manage",
    "views:manage",
    "canned_replies:manage",
    "knowledge:manage",
    "rules:manage",
    "actions:approve",
    "jobs:manage",
  ],
  agent: works,
  observer: reads,
};

export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return new Set(byRole[role]);
}

/** The role of a member, with what it allows if it is one of the workspace's own. */
export interface HeldRole {
  role: Role | "custom";
  custom: readonly string[] | null;
}

/** A permission that no longer exists allows nothing. */
export function permissionsOfMember({ role, custom }: HeldRole): ReadonlySet<Permission> {
  if (role !== "custom") return permissionsOf(role);
  const named = (custom ?? []).filter(isPermission);
  return new Set(named.flatMap((permission) => [permission, implied[permission] ?? permission]));
}

/** Who may change something gets to see it in the answer. */
const implied: Record<string, Permission | undefined> = {
  "conversations:write": "conversations:read",
  "customers:write": "customers:read",
  "customers:erase": "customers:read",
  "tags:manage": "tags:read",
  "fields:manage": "fields:read",
  "statuses:manage": "statuses:read",
  "teams:manage": "teams:read",
  "views:write": "views:read",
  "views:manage": "views:read",
  "canned_replies:manage": "canned_replies:read",
  "knowledge:manage": "knowledge:read",
  "rules:manage": "rules:read",
  "actions:request": "actions:read",
  "actions:approve": "actions:read",
  "actions:manage": "actions:read",
  "connections:manage": "connections:read",
  "members:manage": "members:read",
};

/** What a key opens: its scopes, as far as the role of the member who made it still goes. */
export function permissionsOfKey(scopes: readonly string[], held: HeldRole): ReadonlySet<Permission> {
  const wanted = new Set(scopes.flatMap((scope) => [scope, implied[scope]]));
  return new Set([...permissionsOfMember(held)].filter((permission) => wanted.has(permission)));
}

/** The first line of every verb that a person, an app or the AI can reach. @throws AppError("forbidden") */
export function allow(ctx: Pick<Context, "permissions">, permission: Permission): void {
  if (ctx.permissions === "all" || ctx.permissions.has(permission)) return;
  throw new AppError("forbidden", `This needs the permission ${permission}`, { details: { permission } });
}
