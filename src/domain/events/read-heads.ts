import type { Database } from "../../platform/db.ts";

/** The newest seq of each of these workspaces; 0 where nothing has happened yet. */
export async function readHeads(db: Database, workspaceIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.system.sql<{ id: string; seq: string }[]>`
    select workspace_id as id, last_seq as seq from event_counters where workspace_id = any(${[...workspaceIds]}::uuid[])`;
  const heads = new Map(workspaceIds.map((id) => [id, 0]));
  for (const { id, seq } of rows) heads.set(id, Number(seq));
  return heads;
}
