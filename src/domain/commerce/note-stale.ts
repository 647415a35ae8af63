import { now } from "../../platform/clock.ts";
import { inWorkspaces, type RawTransaction } from "../../platform/db.ts";
import type { Context } from "../workspaces/index.ts";
import { findOutdated } from "./find-outdated.ts";
import type { RecordKind } from "./records.ts";

/** A record that is to be asked for again. */
export interface Hint {
  workspaceId: string;
  connectionId: string;
  kind: RecordKind;
  externalId: string;
  /** The shop said that it is gone. */
  isGone?: boolean;
  /** The one it is from now on. */
  replacedBy?: string | null;
  isDrift?: boolean;
  deliveryId?: string | null;
}

/** Notes what is to be asked for again, each once however often it is said. Whatever the workspaces the transaction sees. */
export async function noteStale(tx: RawTransaction, hints: readonly Hint[]): Promise<void> {
  if (hints.length === 0) return;
  const last = new Map<string, Hint & { at: Date }>();
  for (const hint of hints) {
    const key = [hint.workspaceId, hint.connectionId, hint.kind, hint.externalId].join(" ");
    const before = last.get(key);
    const isGone = hint.isGone || before?.isGone || false;
    const replacedBy = hint.replacedBy ?? before?.replacedBy ?? null;
    last.set(key, { ...hint, isGone, replacedBy, isDrift: hint.isDrift ?? false, at: now() });
  }
  await tx`
    insert into stale_records as s
      (workspace_id, connection_id, kind, external_id, noted_at, is_gone, replaced_by, is_drift, delivery_id)
    select "workspaceId", "connectionId", kind, "externalId", at, "isGone", "replacedBy", "isDrift", "deliveryId"
    from json_to_recordset(${JSON.stringify([...last.values()])}::text::json) as h("workspaceId" uuid,
      "connectionId" uuid, kind text, "externalId" text, at timestamptz, "isGone" boolean, "replacedBy" text,
      "isDrift" boolean, "deliveryId" uuid)
    order by "workspaceId", "connectionId", kind, "externalId"
    on conflict (workspace_id, connection_id, kind, external_id) do update set noted_at = excluded.noted_at,
      is_gone = s.is_gone or excluded.is_gone, replaced_by = coalesce(excluded.replaced_by, s.replaced_by),
      is_drift = s.is_drift and excluded.is_drift, delivery_id = coalesce(excluded.delivery_id, s.delivery_id)`;
}

/** A record comparing found different, as the shop tells of it. */
export interface Changed {
  externalId: string;
  updatedAt: Date;
}

interface Comparison {
  connectionId: string;
  kind: RecordKind;
  changed: readonly Changed[];
  /** False: these were never compared before, so it says nothing of how true ours are. */
  isDrift: boolean;
}

/**
 * Notes those of a shop's records of which ours are older or missing.
 * @returns how many.
 */
export async function noteDrift(ctx: Context, { connectionId, kind, changed, isDrift }: Comparison): Promise<number> {
  if (changed.length === 0) return 0;
  const { workspaceId } = ctx;
  return inWorkspaces(ctx.db.app, [workspaceId], async (tx) => {
    const outdated = await findOutdated(tx, { workspaceId, connectionId, kind }, changed);
    const at = { workspaceId, connectionId, kind, isDrift };
    await noteStale(
      tx,
      outdated.map((externalId) => ({ ...at, externalId })),
    );
    return outdated.length;
  });
}
