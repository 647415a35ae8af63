import { and, eq } from "drizzle-orm";
import { type Database, inOneTrip, type RawSql } from "../../platform/db.ts";
import { read } from "../events/index.ts";
import { rules } from "../rules/tables.ts";
import type { Context } from "../workspaces/index.ts";
import type { HeldRole } from "./rules.ts";
import type { ApiKey } from "./tables.ts";

/** What decides what a member may do and see. `privateTeams`: those she is not in. */
export interface StandingOfMember extends HeldRole {
  privateTeams: string[];
}

/** An API key with the role, as it is now, of the member who made it. */
export type KeyWithRole = Pick<ApiKey, "id" | "workspaceId" | "scopes"> & StandingOfMember;

/** Both stand in the way of a request, so each is one prepared statement in one round trip. */

export async function findKeyWithRole(
  db: Database,
  at: { workspaceId: string; apiKeyId: string },
): Promise<KeyWithRole | null> {
  const [row] = await inOneTrip(
    db.app,
    { workspaceIds: [at.workspaceId] },
    (sql) => sql<KeyWithRole[]>`
      select k.id, k.workspace_id as "workspaceId", k.scopes, m.role, r.permissions as custom,
        ${privateTeamsWithout(sql, at.workspaceId)} as "privateTeams"
      from api_keys k join members m on m.workspace_id = ${at.workspaceId} and m.id = k.created_by
      left join roles r on r.workspace_id = ${at.workspaceId} and r.id = m.custom_role_id
      where k.workspace_id = ${at.workspaceId} and k.id = ${at.apiKeyId}`,
  );
  return row ?? null;
}

/** The role a member has now; null when there is no such member (any more). */
export async function findRole(
  db: Database,
  at: { workspaceId: string; memberId: string },
): Promise<StandingOfMember | null> {
  const [row] = await inOneTrip(
    db.app,
    { workspaceIds: [at.workspaceId] },
    (sql) => sql<StandingOfMember[]>`
      select m.role, r.permissions as custom, ${privateTeamsWithout(sql, at.workspaceId)} as "privateTeams" from members m
      left join roles r on r.workspace_id = ${at.workspaceId} and r.id = m.custom_role_id
      where m.workspace_id = ${at.workspaceId} and m.id = ${at.memberId}`,
  );
  return row ?? null;
}

/** What an automation rule is called, as the author of what it writes. */
export async function nameOfRule(ctx: Context, ruleId: string): Promise<string> {
  const [row] = await read(ctx, (q) =>
    q
      .select({ name: rules.name })
      .from(rules)
      .where(and(eq(rules.workspaceId, ctx.workspaceId), eq(rules.id, ruleId))),
  );
  return row?.name ?? "A rule";
}

/** Of the member `m`. */
function privateTeamsWithout(sql: RawSql, workspaceId: string) {
  return sql`array(
    select t.id from teams t where t.workspace_id = ${workspaceId} and t.is_private and not exists (
      select 1 from team_members tm
      where tm.workspace_id = ${workspaceId} and tm.team_id = t.id and tm.member_id = m.id))`;
}
