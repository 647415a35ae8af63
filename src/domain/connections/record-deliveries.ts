import { type Database, inWorkspaces, type RawTransaction } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import { appendEventsRaw } from "../events/index.ts";
import { insertDeliveries, type NewDelivery } from "./queries.ts";

/**
 * Stores what came from outside, each once, whatever the workspaces, and announces the new ones.
 * @returns how many were new.
 */
export async function recordDeliveries(db: Database, received: readonly NewDelivery[]): Promise<number> {
  const workspaceIds = [...new Set(received.map((row) => row.workspaceId))];
  const count = await inWorkspaces(db.app, workspaceIds, (tx) => record(tx, received));
  if (count > 0) db.commits.emit("commit", workspaceIds);
  return count;
}

/** A page of a pull and the cursor behind it land together: a crash repeats the page or has it, never skips it. */
export async function recordPage(
  db: Database,
  page: { workspaceId: string; connectionId: string; cursor: string; deliveries: readonly NewDelivery[] },
): Promise<number> {
  const count = await inWorkspaces(db.app, [page.workspaceId], async (tx) => {
    await tx`update connections set cursor = ${page.cursor}, last_synced_at = now()
      where workspace_id = ${page.workspaceId} and id = ${page.connectionId}`;
    return record(tx, page.deliveries);
  });
  db.commits.emit("commit", [page.workspaceId]);
  return count;
}

async function record(tx: RawTransaction, received: readonly NewDelivery[]): Promise<number> {
  if (received.length === 0) return 0;
  const rows = received.map((row) => ({ ...row, id: newId() }));
  const stored = new Set((await insertDeliveries(tx, rows)).map((row) => row.id));
  const fresh = rows.filter((row) => stored.has(row.id));
  await appendEventsRaw(
    tx,
    fresh.map(({ workspaceId, connectionId, orderingKey, id: deliveryId }) => ({
      workspaceId,
      id: newId(),
      actor: { type: "system", job: "inbound" },
      cause: null,
      event: { name: "delivery.recorded", data: { deliveryId, connectionId, orderingKey } },
    })),
  );
  return fresh.length;
}
