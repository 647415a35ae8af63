import { type Database, inOneTrip, inWorkspaces, type RawSql } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import { insertDeliveries, type NewDelivery } from "./queries.ts";

/**
 * Stores what came from outside, each once, whatever the workspaces, and announces the new ones.
 * @returns how many were new.
 */
export async function recordDeliveries(db: Database, received: readonly NewDelivery[]): Promise<number> {
  if (received.length === 0) return 0;
  const workspaceIds = [...new Set(received.map((row) => row.workspaceId))];
  const fresh = await inOneTrip(db.app, workspaceIds, (sql) => record(sql, received));
  if (fresh.length > 0) db.commits.emit("commit", workspaceIds);
  return fresh.length;
}

/** A page of a pull and the cursor behind it land together: a crash repeats the page or has it, never skips it. */
export async function recordPage(
  db: Database,
  page: { workspaceId: string; connectionId: string; cursor: string; deliveries: readonly NewDelivery[] },
): Promise<number> {
  const count = await inWorkspaces(db.app, [page.workspaceId], async (tx) => {
    await tx`update connections set cursor = ${page.cursor}, last_synced_at = now()
      where workspace_id = ${page.workspaceId} and id = ${page.connectionId}`;
    return page.deliveries.length === 0 ? 0 : (await record(tx, page.deliveries)).length;
  });
  db.commits.emit("commit", [page.workspaceId]);
  return count;
}

function record(sql: RawSql, received: readonly NewDelivery[]) {
  return insertDeliveries(
    sql,
    received.map((row) => ({ ...row, id: newId(), eventId: newId() })),
  );
}
