import {
  deleteRecords,
  listStale,
  noteHealed,
  type StaleRecord,
  saveRecords,
  settleStale,
} from "../domain/commerce/index.ts";
import { getConnection, openConnection, setAsideDeliveries } from "../domain/connections/index.ts";
import { noteShopConsents } from "../domain/consent/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import {
  type Connection,
  integrationById,
  type RecordKind,
  type Records,
  type ShopRecord,
} from "../integrations/index.ts";
import { inWorkspaces } from "../platform/db.ts";
import { ConnectionBroken, ProviderRejected } from "../platform/errors.ts";
import { faultOfData } from "./data-fault.ts";

/** Records asked for in one go. */
const atOnce = 100;
/** Rounds of one job; a shop with more to tell goes on in the next job, so that no other waits behind it. */
const maxRounds = 20;

/**
 * Asks a shop for the records that are noted as stale and keeps what it says, in few questions for many. What it has no
 * more is deleted if it said so, and otherwise set aside with the reason, beside the delivery that spoke of it. A record
 * is done with only when it was asked for after it was noted last, so a crash anywhere repeats and loses nothing. A shop
 * that is disconnected meanwhile is left alone: the rest is asked for when it comes back.
 *
 * @returns whether there is more.
 * @throws ProviderUnavailable to be tried again; ConnectionBroken to wait for a reconnect.
 */
export async function refreshRecords(ctx: Context, { connectionId }: { connectionId: string }): Promise<boolean> {
  for (let round = 0; round < maxRounds; round++) {
    const { integrationId, state } = await getConnection(ctx, connectionId);
    const { records } = integrationById(integrationId);
    if (!records || state === "disconnected") return false;
    const stale = await listStale(ctx, { connectionId, limit: atOnce });
    if (stale.length === 0) return false;
    const connection = await openConnection(ctx, connectionId);
    try {
      for (const kind of records.kinds) {
        const some = stale.filter((one) => one.kind === kind);
        if (some.length > 0) await refreshSome(ctx, { records, connection, kind, stale: some });
      }
    } catch (error) {
      if (error instanceof ConnectionBroken && (await hasEnded(ctx, connectionId))) return false;
      throw error;
    }
    const unknown = stale.filter(({ kind }) => !records.kinds.includes(kind));
    await settleStale(ctx, connectionId, unknown);
  }
  return true;
}

/** Uninstalled in the middle: not broken, only over. */
export async function hasEnded(ctx: Context, connectionId: string): Promise<boolean> {
  return (await getConnection(ctx, connectionId)).state === "disconnected";
}

interface Question {
  records: Records;
  connection: Connection;
  kind: RecordKind;
  stale: readonly StaleRecord[];
}

async function refreshSome(ctx: Context, question: Question): Promise<void> {
  const { records, connection, kind, stale } = question;
  const connectionId = connection.id;
  try {
    const ids = stale.map(({ externalId }) => externalId);
    const answer = await records.fetch(connection, kind, ids);
    await saveOrSetAside(ctx, question, answer.records);
    const missing = new Set(answer.missing);
    await settleMissing(
      ctx,
      question,
      stale.filter(({ externalId }) => missing.has(externalId)),
    );
  } catch (error) {
    // Refused for this kind, or these ids: trying again changes nothing, and others must not wait for it.
    if (!(error instanceof ProviderRejected) || error instanceof ConnectionBroken) throw error;
    await setAside(ctx, stale, "rejected", error.message);
  }
  await settleStale(ctx, connectionId, stale);
}

/** One record that cannot be stored holds back none of the others. */
async function saveOrSetAside(ctx: Context, question: Question, told: readonly ShopRecord[]): Promise<void> {
  const { connection, kind, stale } = question;
  const connectionId = connection.id;
  try {
    const { writtenIds } = await saveRecords(ctx, { connectionId, records: told });
    if (kind === "customer" && writtenIds.length > 0) {
      await noteShopConsents(ctx, { connectionId, externalIds: writtenIds });
    }
    const drift = new Set(stale.filter(({ isDrift }) => isDrift).map(({ externalId }) => externalId));
    await noteHealed(ctx, { connectionId, kind, healed: writtenIds.filter((id) => drift.has(id)).length });
  } catch (error) {
    const fault = faultOfData(error);
    if (fault === null) throw error;
    const [one] = told;
    if (told.length === 1 && one) {
      const about = stale.filter(({ externalId }) => externalId === one.externalId);
      return setAside(ctx, about, "rejected", `It cannot be kept: ${fault}`);
    }
    const half = Math.ceil(told.length / 2);
    await saveOrSetAside(ctx, question, told.slice(0, half));
    await saveOrSetAside(ctx, question, told.slice(half));
  }
}

async function settleMissing(
  ctx: Context,
  { connection, kind }: Question,
  missing: readonly StaleRecord[],
): Promise<void> {
  const gone = missing.filter(({ isGone }) => isGone);
  const deleted = new Set(await deleteRecords(ctx, { connectionId: connection.id, kind, gone }));
  const neverHere = gone.filter(({ externalId }) => !deleted.has(externalId));
  await setAside(ctx, neverHere, "ignored", "It is gone from the shop, and there was nothing of it here");
  const unknown = missing.filter(({ isGone }) => !isGone);
  await setAside(
    ctx,
    unknown,
    "ignored",
    `The shop has no such ${kind.replace("_", " ")}, or does not show it to the app`,
  );
}

async function setAside(
  ctx: Context,
  about: readonly StaleRecord[],
  state: "ignored" | "rejected",
  reason: string,
): Promise<void> {
  const { workspaceId } = ctx;
  const rows = about.flatMap(({ deliveryId }) => (deliveryId ? [{ workspaceId, deliveryId, state, reason }] : []));
  await inWorkspaces(ctx.db.app, [workspaceId], (tx) => setAsideDeliveries(tx, rows));
}
