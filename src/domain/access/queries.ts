import { type Database, inOneTrip } from "../../platform/db.ts";
import type { Role } from "./rules.ts";
import type { ApiKey } from "./tables.ts";

/** An API key with the role, as it is now, of the member who made it. */
export type KeyWithRole = Pick<ApiKey, "id" | "workspaceId" | "scopes"> & { role: Role };

/** Both stand in the way of a request, so each is one prepared statement in one round trip. */

export async function findKeyWithRole(
  db: Database,
  at: { workspaceId: string; apiKeyId: string },
): Promise<KeyWithRole | null> {
  const [row] = await inOneTrip(
    db.app,
    [at.workspaceId],
    (sql) => sql<KeyWithRole[]>`
      select k.id, k.workspace_id as "workspaceId", k.scopes, m.role
      from api_keys k join members m on m.workspace_id = ${at.workspaceId} and m.id = k.created_by
      where k.workspace_id = ${at.workspaceId} and k.id = ${at.apiKeyId}`,
  );
  return row ?? null;
}

/** The role a member has now; null when there is no such member (any more). */
export async function findRole(db: Database, at: { workspaceId: string; memberId: string }): Promise<Role | null> {
  const [row] = await inOneTrip(
    db.app,
    [at.workspaceId],
    (sql) => sql<{ role: Role }[]>`
      select role from members where workspace_id = ${at.workspaceId} and id = ${at.memberId}`,
  );
  return row?.role ?? null;
}
