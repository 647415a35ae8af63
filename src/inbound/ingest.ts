import { setImmediate } from "node:timers/promises";
import { type Hint, noteStale, requestRefresh } from "../domain/commerce/index.ts";
import { readDeliveries, type StoredDelivery, setAsideDeliveries } from "../domain/connections/index.ts";
import { announceConsents, noteConsents } from "../domain/consent/index.ts";
import { AlreadyFiled, markSent, type ReceivedMessage, receiveMessages } from "../domain/conversations/index.ts";
import { appendEventsRaw, inTransaction } from "../domain/events/index.ts";
import { type Cause, type Context, systemContext } from "../domain/workspaces/index.ts";
import type { Fact, MessageFact } from "../integrations/contract.ts";
import { integrationById } from "../integrations/index.ts";
import { type Database, inWorkspaces } from "../platform/db.ts";
import { NotFound } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { unpackJson } from "../platform/packed-json.ts";
import { followCalls } from "./calls.ts";
import { faultOfData } from "./data-fault.ts";
import { followLifecycle } from "./lifecycle.ts";
import { followStatuses } from "./statuses.ts";
import { wakeSyncs } from "./wake-syncs.ts";
import { customerOf, isContactForm } from "./whose.ts";
import { markedAsWish, wishesIn } from "./wishes.ts";

/** One delivery to turn into facts and file. */
export interface Arrival {
  workspaceId: string;
  deliveryId: string;
  cause: Cause | null;
}

const maxReasonChars = 500;

type Read = StoredDelivery & { cause: Cause | null };
type Readable = Read & { facts: Fact[] };
type Unreadable = Read & { unreadable: string };

/**
 * Turns stored deliveries into conversations, many workspaces at once. What cannot be read or filed is set aside with
 * the reason and stops nothing else. Large ones are worked a few at a time, so that they fit into memory. Safe to
 * repeat.
 */
export async function ingestDeliveries(db: Database, arrivals: readonly Arrival[]): Promise<void> {
  const groups = [arrivals.map((arrival, n) => ({ ...arrival, n }))];
  for (let group = groups.shift(); group; group = groups.shift()) groups.unshift(...(await ingestSome(db, group)));
}

/** @returns what did not fit. */
async function ingestSome(db: Database, arrivals: readonly (Arrival & { n: number })[]) {
  const workspaceIds = [...new Set(arrivals.map((arrival) => arrival.workspaceId))];
  const wanted = arrivals.map(({ n, workspaceId, deliveryId, cause }) => ({ n, workspaceId, deliveryId, cause }));
  const { read, left } = await inWorkspaces(db.app, workspaceIds, (tx) => readDeliveries(tx, wanted));
  const causes = new Map(wanted.map(({ n, cause }) => [n, cause]));
  const understood = await understandAll(read.map((row) => ({ ...row, cause: causes.get(row.n) ?? null })));
  const readable = understood.filter((row) => "facts" in row);
  const own = await acknowledgeOwn(db, readable);
  await followLifecycle(db, readable);
  await wakeSyncs(db, readable);
  await followStatuses(db, readable);
  await followCalls(db, readable);
  const unfileable = await fileOrFindCulprits(db, readable, own);
  await setAside(db, [...understood.filter((row) => "unreadable" in row), ...unfileable]);
  await requestRefreshes(db, readable);
  await requestFiles(db, readable);
  db.commits.emit("commit", workspaceIds);
  return left;
}

/** One after another, with a pause for whoever else needs this process: it may answer requests beside. */
async function understandAll(rows: readonly Read[]): Promise<(Readable | Unreadable)[]> {
  const understood: (Readable | Unreadable)[] = [];
  for (const row of rows) {
    understood.push(await understand(row));
    await setImmediate();
  }
  return understood;
}

async function understand(row: Read): Promise<Readable | Unreadable> {
  const { normalise } = integrationById(row.integrationId);
  try {
    const connection = { id: row.connectionId, account: row.account, settings: row.settings };
    return { ...row, facts: (await normalise?.(unpackJson(row.packed), connection)) ?? [] };
  } catch (error) {
    return { ...row, unreadable: error instanceof Error ? error.message : "unknown error" };
  }
}

/** @returns those that can never be filed, found by halves, so that they hold back none of the others. */
async function fileOrFindCulprits(db: Database, rows: readonly Readable[], own: Set<string>): Promise<Unreadable[]> {
  if (rows.length === 0) return [];
  try {
    await fileTogether(db, rows, own);
    return [];
  } catch (error) {
    const fault = faultOfData(error);
    if (!fault) throw error;
    if (rows.length === 1) return [{ ...rows[0]!, unreadable: `It cannot be filed: ${fault}` }];
    const half = Math.ceil(rows.length / 2);
    const before = await fileOrFindCulprits(db, rows.slice(0, half), own);
    return [...before, ...(await fileOrFindCulprits(db, rows.slice(half), own))];
  }
}

async function fileTogether(db: Database, rows: readonly Readable[], own: Set<string>): Promise<void> {
  const workspaceIds = [...new Set(rows.map((row) => row.workspaceId))];
  const others = rows.filter((row) => !own.has(row.deliveryId));
  const received = others.flatMap(toReceived);
  const wishes = others.flatMap((row) => wishesIn(row, integrationById(row.integrationId), messagesIn(row)));
  const file = (expectNew: boolean) =>
    inWorkspaces(db.app, workspaceIds, async (tx) => {
      await setAsideDeliveries(tx, ignored(rows));
      const fresh = await noteConsents(tx, wishes);
      await receiveMessages(tx, received, { expectNew });
      await noteStale(tx, rows.flatMap(hintsIn));
      await announceConsents(tx, wishes, fresh);
    });
  await file(true).catch((error: unknown) => {
    if (error instanceof AlreadyFiled) return file(false);
    throw error;
  });
}

/**
 * Our own message, seen again at the provider: it confirms the sending and is not filed twice. Only mail from the
 * mailbox itself is believed: anyone can write our header into a mail to us.
 *
 * @returns the deliveries that were nothing but that.
 */
async function acknowledgeOwn(db: Database, readable: readonly Readable[]): Promise<Set<string>> {
  const own = new Set<string>();
  for (const row of readable) {
    for (const { ownMessageId, externalId, rfcMessageId, direction } of messagesIn(row)) {
      if (!ownMessageId || direction !== "outbound") continue;
      const ctx = systemContext(db, row.workspaceId, "ingest", row.cause);
      if (await confirmSent(ctx, { messageId: ownMessageId, externalId, rfcMessageId })) own.add(row.deliveryId);
    }
  }
  return own;
}

/** @returns false when we have no such message: another system of the merchant wrote it. */
async function confirmSent(ctx: Context, sent: Parameters<typeof markSent>[1]): Promise<boolean> {
  try {
    await markSent(ctx, sent);
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

function ignored(rows: readonly Readable[]) {
  return rows
    .filter(({ facts }) => facts.every(({ kind }) => kind === "ignored"))
    .map(({ workspaceId, deliveryId, facts }) => ({
      ...{ workspaceId, deliveryId, state: "ignored" as const },
      reason: facts.flatMap((fact) => (fact.kind === "ignored" ? fact.reason : [])).join("; ") || "not for us",
    }));
}

/** Keeps what cannot be read, with the reason, where a person can see it. */
async function setAside(db: Database, rows: readonly Unreadable[]): Promise<void> {
  if (rows.length === 0) return;
  const workspaceIds = [...new Set(rows.map((row) => row.workspaceId))];
  await inWorkspaces(db.app, workspaceIds, async (tx) => {
    await setAsideDeliveries(
      tx,
      rows.map(({ workspaceId, deliveryId, unreadable }) => ({
        workspaceId,
        deliveryId,
        state: "rejected" as const,
        reason: unreadable.replaceAll("\0", "").slice(0, maxReasonChars),
      })),
    );
    await appendEventsRaw(
      tx,
      rows.map(({ workspaceId, deliveryId, connectionId, cause }) => ({
        workspaceId,
        id: newId(),
        actor: { type: "system", job: "ingest" },
        cause,
        event: { name: "delivery.rejected", data: { deliveryId, connectionId } },
      })),
    );
  });
}

/** What a shop says of its records is a hint only: they are asked for. */
function hintsIn({ workspaceId, connectionId, deliveryId, facts }: Readable): Hint[] {
  const at = { workspaceId, connectionId, deliveryId };
  return facts.flatMap((fact) => {
    if (fact.kind !== "record-changed" && fact.kind !== "record-deleted" && fact.kind !== "record-replaced") return [];
    const replacedBy = fact.kind === "record-replaced" ? fact.by : null;
    return [
      { ...at, kind: fact.record, externalId: fact.externalId, isGone: fact.kind !== "record-changed", replacedBy },
    ];
  });
}

/** After the hints are committed; if nobody gets here, the deliveries are ingested again. */
async function requestRefreshes(db: Database, rows: readonly Readable[]): Promise<void> {
  const hinted = rows.filter((row) => hintsIn(row).length > 0);
  const connections = new Map(hinted.map((row) => [row.connectionId, row]));
  for (const { workspaceId, connectionId, cause } of connections.values()) {
    await requestRefresh(systemContext(db, workspaceId, "ingest", cause), { connectionId });
  }
}

/** Files that lie at the provider are fetched soon: it does not keep them for ever. */
async function requestFiles(db: Database, rows: readonly Readable[]): Promise<void> {
  for (const row of rows) {
    if (!integrationById(row.integrationId).fetchFiles) continue;
    const { workspaceId, connectionId, cause } = row;
    for (const { externalId, attachments } of messagesIn(row)) {
      if (attachments.length === 0) continue;
      const payload = { connectionId, externalId };
      await inTransaction(systemContext(db, workspaceId, "ingest", cause), async (tx) =>
        tx.enqueue({ queue: "files", name: "fetch", payload, orderingKey: externalId }),
      );
    }
  }
}

function toReceived(row: Readable): ReceivedMessage[] {
  const integration = integrationById(row.integrationId);
  return messagesIn(row).map((fact) => ({
    ...fact,
    ...markedAsWish(integration.channel, fact),
    ...(isContactForm(fact) && { automatic: null }),
    workspaceId: row.workspaceId,
    connectionId: row.connectionId,
    channel: integration.channel ?? "email",
    via: row.integrationId,
    customer: customerOf(fact, integration.channel),
    cites: [...fact.inReplyTo, ...fact.references.toReversed()],
    actor: { type: "system", job: "ingest" },
    cause: row.cause,
  }));
}

function messagesIn(row: Readable): MessageFact[] {
  return row.facts.filter((fact) => fact.kind === "message");
}
