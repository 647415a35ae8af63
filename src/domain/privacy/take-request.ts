import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { claimShopCustomer } from "../commerce/index.ts";
import { disconnect } from "../connections/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { eraseCustomer } from "./erase-customer.ts";
import { findOrNamePerson, findPerson, type Named } from "./find-person.ts";
import { settleRequest } from "./queries.ts";
import { sealSought } from "./sought.ts";
import { type PrivacyRequest, privacyRequests } from "./tables.ts";

/** The law gives thirty days. */
const answerWithinMs = 30 * 24 * 3_600_000;

interface Asked {
  connectionId: string;
  /** The provider's id of the request: asked again, it is the same one. */
  requestId: string;
}

/** Somebody wants to see what we hold of her; an owner or admin takes it from here. Safe to repeat. */
export async function takeDataRequest(ctx: Context, asked: Asked & { person: Named }): Promise<void> {
  const customerIds = await findPerson(ctx, asked);
  await inTransaction(ctx, (tx) => note(tx, asked, { kind: "data", customerIds, person: asked.person }));
}

/** Somebody wants to be forgotten: that begins at once. Safe to repeat. */
export async function takeErasureRequest(ctx: Context, asked: Asked & { person: Named }): Promise<void> {
  const customerIds = await findOrNamePerson(ctx, asked);
  await inTransaction(ctx, async (tx) => {
    const { connectionId, person } = asked;
    const noted = await note(tx, asked, { kind: "erase_person", customerIds, person: null });
    if (!noted) return;
    if (customerIds.length === 0) return settleRequest(tx, noted.id, "done");
    for (const customerId of customerIds) {
      const { externalId } = person;
      if (externalId !== null) await claimShopCustomer(tx, { connectionId, externalId, customerId });
      await eraseCustomer(tx, { customerId, reason: "person_asked" });
    }
  });
}

/** A shop's owner is gone for good, says the provider: everything that came from the shop goes. Safe to repeat. */
export async function takeAccountErasure(ctx: Context, asked: Asked): Promise<void> {
  await inTransaction(ctx, (tx) => begin(tx, asked));
}

/** The same, because a member wants it; a shop that is connected is disconnected first. @throws NotFound. */
export async function eraseAccountData(
  ctx: Context,
  { connectionId }: { connectionId: string },
): Promise<PrivacyRequest> {
  allow(ctx, "connections:manage");
  allow(ctx, "customers:erase");
  return inTransaction(ctx, async (tx) => {
    await disconnect(tx, { connectionId });
    return (await begin(tx, { connectionId, requestId: newId() }))!;
  });
}

async function begin(tx: TxContext, asked: Asked): Promise<PrivacyRequest | null> {
  const noted = await note(tx, asked, { kind: "erase_account", customerIds: [], person: null });
  if (noted) {
    const payload = { privacyRequestId: noted.id };
    tx.enqueue({ queue: "erasure", name: "erase_account", payload, orderingKey: asked.connectionId });
  }
  return noted;
}

/** Null when it is here already. */
async function note(
  tx: TxContext,
  { connectionId, requestId: externalId }: Asked,
  about: Pick<PrivacyRequest, "kind" | "customerIds"> & { person: Named | null },
): Promise<PrivacyRequest | null> {
  const { kind, customerIds, person } = about;
  const at = { workspaceId: tx.workspaceId, id: newId() };
  const [row] = await tx.q
    .insert(privacyRequests)
    .values({
      ...at,
      ...{ connectionId, externalId, kind, customerIds },
      soughtSealed: person && sealSought(tx.db, { ...at, table: "privacy_requests" }, soughtOf(person)),
      dueAt: new Date(now().getTime() + answerWithinMs),
    })
    .onConflictDoNothing()
    .returning();
  if (row) tx.emit({ name: "privacy_request.received", data: { privacyRequestId: row.id, connectionId, kind } });
  return row ?? null;
}

function soughtOf({ externalId, email, phone }: Named) {
  const addresses = [email, phone].filter((address) => address !== null);
  return { addresses, shopIds: externalId === null ? [] : [externalId] };
}
