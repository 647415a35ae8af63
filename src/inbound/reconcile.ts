import {
  linkCustomers,
  listRecordChecks,
  noteCheckFailed,
  noteCompared,
  noteDrift,
  requestRefresh,
} from "../domain/commerce/index.ts";
import { type ConnectionRow, getConnection, openConnection } from "../domain/connections/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { type Connection, integrationById, type RecordKind, type Records } from "../integrations/index.ts";
import { now } from "../platform/clock.ts";
import { ConnectionBroken, ProviderRejected, ProviderUnavailable } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { hasEnded } from "./refresh.ts";

const minuteMs = 60_000;
/** Compared once an hour, a little sooner than the clock that asks for it. */
const everyMs = 55 * minuteMs;
/** Each window begins before the last one ended: clocks differ, and a shop's index lags behind its records. */
const overlapMs = 15 * minuteMs;
/** What changed this recently is on its way by webhook: no drift yet. The overlap sees it again. */
const graceMs = 3 * minuteMs;
/** How far the first comparison goes back; what is older comes with the first copy of the shop. */
const firstWindowMs = 24 * 60 * minuteMs;

/**
 * Compares what changed in a shop with what we know of it, kind by kind, by times only: records that are older here, or
 * missing, are asked for. That is what webhooks did not bring. A window that fails is tried again from where it came to.
 *
 * @throws ProviderUnavailable to be tried again; ConnectionBroken to wait for a reconnect.
 */
export async function reconcileRecords(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  const row = await getConnection(ctx, connectionId);
  const { records } = integrationById(row.integrationId);
  if (!records || row.state !== "active") return;
  const startedAt = now();
  const known = new Map((await listRecordChecks(ctx, connectionId)).map((check) => [check.kind, check]));
  const due = records.kinds.filter((kind) => !isRecent(known.get(kind)?.checkedAt, startedAt));
  if (due.length === 0) return;
  const connection = await openConnection(ctx, connectionId);
  try {
    for (const kind of due) {
      const before = known.get(kind)?.comparedTo;
      const since = new Date((before ?? firstTime(row)).getTime() - overlapMs);
      await compareOrNote(ctx, { records, connection, kind, since, startedAt, isDrift: before != null });
    }
  } catch (error) {
    if (error instanceof ConnectionBroken && (await hasEnded(ctx, connectionId))) return;
    throw error;
  } finally {
    await requestRefresh(ctx, { connectionId });
  }
  // Whoever wrote for the first time while her records were being copied has been missed by both sides.
  await linkCustomers(ctx, { since: newId(startedAt.getTime() - 3 * everyMs) });
}

function isRecent(checkedAt: Date | null | undefined, at: Date): boolean {
  return checkedAt != null && at.getTime() - checkedAt.getTime() < everyMs;
}

function firstTime({ createdAt }: ConnectionRow): Date {
  return new Date(createdAt.getTime() - firstWindowMs);
}

interface Comparison {
  records: Records;
  connection: Connection;
  kind: RecordKind;
  since: Date;
  startedAt: Date;
  isDrift: boolean;
}

/** A kind that the app may not read does not keep the others from being compared. */
async function compareOrNote(ctx: Context, comparison: Comparison): Promise<void> {
  const { connection, kind } = comparison;
  try {
    await compare(ctx, comparison);
  } catch (error) {
    if (!(error instanceof ProviderRejected || error instanceof ProviderUnavailable)) throw error;
    await noteCheckFailed(ctx, { connectionId: connection.id, kind, failure: error.message });
    if (error instanceof ConnectionBroken || error instanceof ProviderUnavailable) throw error;
  }
}

async function compare(
  ctx: Context,
  { records, connection, kind, since, startedAt, isDrift }: Comparison,
): Promise<void> {
  const at = { connectionId: connection.id, kind };
  const settledBy = startedAt.getTime() - graceMs;
  let cursor: string | null = null;
  do {
    const page = await records.changedSince(connection, kind, since, cursor);
    const changed = page.changed.filter(({ updatedAt }) => updatedAt.getTime() <= settledBy);
    await noteDrift(ctx, { ...at, changed, isDrift });
    if (page.upTo) await noteCompared(ctx, { ...at, comparedTo: page.upTo, isDone: false });
    if (page.next !== null && (await hasEnded(ctx, connection.id))) return;
    cursor = page.next;
  } while (cursor !== null);
  await noteCompared(ctx, { ...at, comparedTo: startedAt, isDone: true });
}
