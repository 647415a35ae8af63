import {
  beginPull,
  getConnection,
  noteStartedOver,
  openConnection,
  recordPage,
  recoverConnection,
} from "../domain/connections/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { integrationById } from "../integrations/index.ts";

/** Pages one job may read: a huge mailbox goes on in the next job, so that no one waits behind it. */
const maxPages = 50;

/**
 * Reads what changed at the provider since our stored cursor. A page and its cursor are committed together, so a
 * crash anywhere repeats at most one page, and deliveries are stored once.
 *
 * @returns whether there is more to read.
 */
export async function pullConnection(ctx: Context, { connectionId }: { connectionId: string }): Promise<boolean> {
  const { integrationId, state } = await beginPull(ctx, { connectionId });
  const { pull } = integrationById(integrationId);
  if (!pull || state === "disconnected") return false;
  const connection = await openConnection(ctx, connectionId);
  for (let page = 0; page < maxPages; page++) {
    const { cursor } = await getConnection(ctx, connectionId);
    const changes = await pull.changes(connection, cursor);
    const { workspaceId } = ctx;
    const deliveries = changes.deliveries.map((delivery) => ({ ...delivery, workspaceId, connectionId }));
    if (state === "needs_attention") await recoverConnection(ctx, { connectionId });
    await recordPage(ctx.db, { workspaceId, connectionId, cursor: changes.cursor, deliveries });
    if (changes.startedOver) await noteStartedOver(ctx, { connectionId });
    if (!changes.more) return false;
  }
  return true;
}
