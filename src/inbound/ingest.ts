import { readDeliveries, type StoredDelivery, settleDeliveries } from "../domain/connections/index.ts";
import { AlreadyFiled, markSent, type ReceivedMessage, receiveMessages } from "../domain/conversations/index.ts";
import { appendEventsRaw } from "../domain/events/index.ts";
import { type Cause, type Context, systemContext } from "../domain/workspaces/index.ts";
import type { Fact, MessageFact } from "../integrations/contract.ts";
import { integrationById } from "../integrations/index.ts";
import { type Database, inWorkspaces } from "../platform/db.ts";
import { NotFound } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { customerOf, isContactForm } from "./whose.ts";

/** One delivery to turn into facts and file. */
export interface Arrival {
  workspaceId: string;
  deliveryId: string;
  cause: Cause | null;
}

type Read = StoredDelivery & { cause: Cause | null };
type Readable = Read & { facts: Fact[] };
type Unreadable = Read & { unreadable: string };

/**
 * Turns stored deliveries into conversations, many workspaces at once. Parsing happens before the transaction opens;
 * what cannot be read is set aside with the reason and stops nothing else. Safe to repeat.
 */
export async function ingestDeliveries(db: Database, arrivals: readonly Arrival[]): Promise<void> {
  const workspaceIds = [...new Set(arrivals.map((arrival) => arrival.workspaceId))];
  const wanted = arrivals.map(({ workspaceId, deliveryId }, n) => ({ n, workspaceId, deliveryId }));
  const stored = await inWorkspaces(db.app, workspaceIds, (tx) => readDeliveries(tx, wanted));
  const understood = await Promise.all(stored.map((row) => understand({ ...row, cause: arrivals[row.n]!.cause })));
  const readable = understood.filter((row) => "facts" in row);
  const own = await acknowledgeOwn(db, readable);
  const received = readable.filter((row) => !own.has(row.deliveryId)).flatMap(toReceived);
  const file = (expectNew: boolean) =>
    inWorkspaces(db.app, workspaceIds, async (tx) => {
      await settleDeliveries(tx, readable.map(settle));
      await receiveMessages(tx, received, { expectNew });
    });
  await file(true).catch((error: unknown) => {
    if (error instanceof AlreadyFiled) return file(false);
    throw error;
  });
  await setAside(
    db,
    understood.filter((row) => "unreadable" in row),
  );
  db.commits.emit("commit", workspaceIds);
}

async function understand(row: Read): Promise<Readable | Unreadable> {
  const { normalise } = integrationById(row.integrationId);
  try {
    const connection = { id: row.connectionId, account: row.account, settings: row.settings };
    return { ...row, facts: (await normalise?.(row.payload, connection)) ?? [] };
  } catch (error) {
    return { ...row, unreadable: error instanceof Error ? error.message : "unknown error" };
  }
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

function settle({ workspaceId, deliveryId, facts }: Readable) {
  return facts.length === 0
    ? { workspaceId, deliveryId, state: "ignored", reason: "not for us" }
    : { workspaceId, deliveryId, state: "ingested", reason: null };
}

/** Keeps what cannot be read, with the reason, where a person can see it. */
async function setAside(db: Database, rows: readonly Unreadable[]): Promise<void> {
  if (rows.length === 0) return;
  const workspaceIds = [...new Set(rows.map((row) => row.workspaceId))];
  await inWorkspaces(db.app, workspaceIds, async (tx) => {
    await settleDeliveries(
      tx,
      rows.map(({ workspaceId, deliveryId, unreadable }) => ({
        workspaceId,
        deliveryId,
        state: "rejected",
        reason: unreadable,
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

function toReceived(row: Readable): ReceivedMessage[] {
  const integration = integrationById(row.integrationId);
  return messagesIn(row).map((fact) => ({
    ...fact,
    automatic: isContactForm(fact) ? null : fact.automatic,
    workspaceId: row.workspaceId,
    connectionId: row.connectionId,
    channel: integration.channel ?? "email",
    via: row.integrationId,
    customer: customerOf(fact),
    cites: [...fact.inReplyTo, ...fact.references.toReversed()],
    actor: { type: "system", job: "ingest" },
    cause: row.cause,
  }));
}

function messagesIn(row: Readable): MessageFact[] {
  return row.facts.filter((fact) => fact.kind === "message");
}
