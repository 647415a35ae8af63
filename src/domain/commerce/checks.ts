import { now } from "../../platform/clock.ts";
import { inWorkspaces } from "../../platform/db.ts";
import { allow } from "../access/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { RecordKind } from "./records.ts";

/** How a kind of a shop's records stands against ours. */
export interface RecordCheck {
  connectionId: string;
  kind: RecordKind;
  /** What changed until then is known; null: nothing was compared yet. */
  comparedTo: Date | null;
  checkedAt: Date | null;
  failedAt: Date | null;
  failure: string | null;
  /** Records that comparing had to mend within the last day. */
  healedLastDay: number;
  /** Records that are waiting to be asked for. */
  waiting: number;
}

const dayMs = 24 * 3_600_000;

/** Of all shops, or of one. */
export async function listRecordChecks(ctx: Context, connectionId?: string): Promise<RecordCheck[]> {
  allow(ctx, "connections:read");
  const since = new Date(now().getTime() - dayMs);
  return inWorkspaces(ctx.db.app, [ctx.workspaceId], async (tx) => [
    ...(await tx<RecordCheck[]>`
      select c.connection_id as "connectionId", c.kind, c.compared_to as "comparedTo", c.checked_at as "checkedAt",
        c.failed_at as "failedAt", c.failure,
        (select coalesce(sum(healed), 0)::int from record_heals h where h.workspace_id = ${ctx.workspaceId}
          and h.connection_id = c.connection_id and h.kind = c.kind and h.hour > ${since}) as "healedLastDay",
        (select count(*)::int from stale_records s where s.workspace_id = ${ctx.workspaceId}
          and s.connection_id = c.connection_id and s.kind = c.kind) as waiting
      from record_checks c where c.workspace_id = ${ctx.workspaceId}
        ${connectionId === undefined ? tx`` : tx`and c.connection_id = ${connectionId}`}
      order by c.connection_id, c.kind`),
  ]);
}

interface OfKind {
  connectionId: string;
  kind: RecordKind;
}

/**
 * Notes how far comparing has come. `isDone`: to the end.
 */
export async function noteCompared(
  ctx: Context,
  { connectionId, kind, comparedTo, isDone }: OfKind & { comparedTo: Date; isDone: boolean },
): Promise<void> {
  const checkedAt = isDone ? now() : null;
  await inWorkspaces(ctx.db.app, [ctx.workspaceId], async (tx) => {
    await tx`
      insert into record_checks as c (workspace_id, connection_id, kind, compared_to, checked_at)
      values (${ctx.workspaceId}, ${connectionId}, ${kind}, ${comparedTo}, ${checkedAt})
      on conflict (workspace_id, connection_id, kind) do update set
        compared_to = greatest(c.compared_to, excluded.compared_to),
        checked_at = coalesce(excluded.checked_at, c.checked_at),
        failed_at = case when excluded.checked_at is null then c.failed_at end,
        failure = case when excluded.checked_at is null then c.failure end`;
  });
}

export async function noteCheckFailed(
  ctx: Context,
  { connectionId, kind, failure }: OfKind & { failure: string },
): Promise<void> {
  await inWorkspaces(ctx.db.app, [ctx.workspaceId], async (tx) => {
    await tx`
      insert into record_checks as c (workspace_id, connection_id, kind, failed_at, failure)
      values (${ctx.workspaceId}, ${connectionId}, ${kind}, ${now()}, ${failure})
      on conflict (workspace_id, connection_id, kind) do update
        set failed_at = excluded.failed_at, failure = excluded.failure`;
  });
}

/** Counts records that comparing mended, and forgets the counts of more than a week ago. */
export async function noteHealed(
  ctx: Context,
  { connectionId, kind, healed }: OfKind & { healed: number },
): Promise<void> {
  if (healed === 0) return;
  const hourMs = 3_600_000;
  const hour = new Date(Math.floor(now().getTime() / hourMs) * hourMs);
  await inWorkspaces(ctx.db.app, [ctx.workspaceId], async (tx) => {
    await tx`delete from record_heals where workspace_id = ${ctx.workspaceId} and connection_id = ${connectionId}
      and hour < ${new Date(hour.getTime() - 7 * dayMs)}`;
    await tx`
      insert into record_heals as h (workspace_id, connection_id, kind, hour, healed)
      values (${ctx.workspaceId}, ${connectionId}, ${kind}, ${hour}, ${healed})
      on conflict (workspace_id, connection_id, kind, hour) do update set healed = h.healed + excluded.healed`;
  });
}
