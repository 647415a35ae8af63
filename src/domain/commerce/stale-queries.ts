import { inWorkspaces } from "../../platform/db.ts";
import type { Context } from "../workspaces/index.ts";
import type { StaleRecord } from "./tables.ts";

/** The next ones to be asked for, those that wait longest first. */
export async function listStale(
  ctx: Context,
  { connectionId, limit }: { connectionId: string; limit: number },
): Promise<StaleRecord[]> {
  return inWorkspaces(ctx.db.app, [ctx.workspaceId], async (tx) => [
    ...(await tx<StaleRecord[]>`
      select workspace_id as "workspaceId", connection_id as "connectionId", kind, external_id as "externalId",
        noted_at as "notedAt", is_gone as "isGone", replaced_by as "replacedBy", is_drift as "isDrift",
        delivery_id as "deliveryId"
      from stale_records where workspace_id = ${ctx.workspaceId} and connection_id = ${connectionId}
      order by noted_at, kind, external_id limit ${limit}`),
  ]);
}

/** They were asked for: those that nobody has noted again meanwhile are done with. */
export async function settleStale(ctx: Context, connectionId: string, asked: readonly StaleRecord[]): Promise<void> {
  if (asked.length === 0) return;
  await inWorkspaces(ctx.db.app, [ctx.workspaceId], async (tx) => {
    await tx`
      delete from stale_records s
      using json_to_recordset(${JSON.stringify(asked)}::text::json) as a(kind text, "externalId" text, "notedAt" timestamptz)
      where s.workspace_id = ${ctx.workspaceId} and s.connection_id = ${connectionId} and s.kind = a.kind
        and s.external_id = a."externalId" and s.noted_at <= a."notedAt"`;
  });
}
