import type { Actor, Context } from "../workspaces/index.ts";
import { findKeyWithRole, findRole, type StandingOfMember } from "./queries.ts";
import { type Permission, permissionsOfKey, permissionsOfMember } from "./rules.ts";

/** What somebody may do and see. */
export interface Sighted {
  permissions: ReadonlySet<Permission>;
  hiddenTeams: readonly string[];
}

export function sightedBy(
  permissions: ReadonlySet<Permission>,
  { privateTeams }: Pick<StandingOfMember, "privateTeams">,
): Sighted {
  return { permissions, hiddenTeams: permissions.has("private_teams:read") ? [] : privateTeams };
}

/**
 * The context of work that goes on in somebody's name after her request: what she may do and see is looked up anew, and
 * is never more than it was when she asked for the work.
 *
 * @param granted what she was allowed then; null for the product itself.
 * @returns null when she is no member any more, or the API key is revoked.
 */
export async function actAs(
  ctx: Context,
  { actor, granted }: { actor: Actor; granted: readonly string[] | null },
): Promise<Context | null> {
  if (granted === null) return { ...ctx, actor, permissions: "all" };
  const now = await sightedNow(ctx, actor, granted);
  if (!now) return null;
  const then = new Set(granted);
  const permissions = new Set([...now.permissions].filter((permission) => then.has(permission)));
  return { ...ctx, actor, permissions, hiddenTeams: now.hiddenTeams };
}

/** Whoever is neither a member nor a key has nobody to ask: the grant stands. */
async function sightedNow(
  { db, workspaceId }: Context,
  actor: Actor,
  granted: readonly string[],
): Promise<{ permissions: ReadonlySet<string>; hiddenTeams: readonly string[] } | null> {
  if (actor.type === "member") {
    const held = await findRole(db, { workspaceId, memberId: actor.id });
    return held && sightedBy(permissionsOfMember(held), held);
  }
  if (actor.type === "app") {
    const key = await findKeyWithRole(db, { workspaceId, apiKeyId: actor.id });
    return key && sightedBy(permissionsOfKey(key.scopes, key), key);
  }
  return { permissions: new Set(granted), hiddenTeams: [] };
}
