import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { getCustomer } from "../customers/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { currentConsents, customerAt } from "./queries.ts";
import { addressKeyOf, checkAddress, identityKindOf } from "./rules.ts";
import { type Channel, type Consent, consents, type Evidence } from "./tables.ts";
import { type Purpose, purposes } from "./words.ts";

export interface ConsentToRecord {
  customerId: string;
  channel: Channel;
  /** Default: all of hers on this channel. */
  address?: string;
  purpose: Purpose | "all";
  state: Consent["state"];
  how: "agent" | "import" | "form";
  /** When she said so; default now. */
  at?: Date;
  evidence: Evidence;
}

/**
 * Writes down what a customer said of being written to, wherever she said it. What is withdrawn for service is withdrawn
 * for advertising too. @returns the new entries.
 *
 * @throws NotFound; AppError("invalid_input") without an address of that channel, for somebody else's address, for a
 *   moment to come, and for consent that nothing shows.
 */
export async function recordConsent(ctx: Context, input: ConsentToRecord): Promise<Consent[]> {
  allow(ctx, "customers:write");
  const { channel, state, how, evidence, at = now() } = input;
  if (at.getTime() > now().getTime()) throw new AppError("invalid_input", "`at` is yet to come");
  if (state === "given" && !evidence.note && !evidence.messageId) {
    throw new AppError("invalid_input", "Say how she agreed in `note`, or name the message in which she did", {
      details: { field: "note" },
    });
  }
  return inTransaction(ctx, async (tx) => {
    const addresses = await addressesFor(tx, input);
    const wanted = purposesOf(input);
    const rows = addresses.flatMap((address) =>
      wanted.map((purpose) => ({
        ...{ workspaceId: tx.workspaceId, id: newId(), channel, address, purpose, state, at, how, evidence },
        ...{
          customerId: input.customerId,
          addressKey: addressKeyOf(tx.workspaceId, channel, address),
          by: writerOf(tx),
        },
      })),
    );
    const written = await tx.q.insert(consents).values(rows).returning();
    announce(tx, { customerId: input.customerId, channel, state, how, purposes: wanted });
    return written;
  });
}

/** The provider refused to carry something because its recipient withdrew there. Safe to repeat. */
export async function noteRefusedByProvider(
  ctx: Context,
  { channel, address, evidence }: { channel: Channel; address: string; evidence: Evidence },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const addressKey = addressKeyOf(tx.workspaceId, channel, address);
    const current = await currentConsents(tx, { channel, addressKeys: [addressKey] });
    const isKnown = purposes.every((purpose) =>
      current.some((one) => one.purpose === purpose && one.state === "withdrawn"),
    );
    if (isKnown) return;
    const said = { state: "withdrawn", how: "provider", at: now() } as const;
    await tx.q.insert(consents).values(
      purposes.map((purpose) => ({
        ...{ workspaceId: tx.workspaceId, id: newId(), channel, address, addressKey, purpose, ...said, evidence },
        by: writerOf(tx),
      })),
    );
    const customerId = await customerAt(tx, channel, address);
    if (customerId !== null) announce(tx, { customerId, channel, ...said, purposes });
  });
}

interface Said extends Pick<Consent, "channel" | "state" | "how"> {
  customerId: string;
  purposes: readonly Purpose[];
}

export function announce(tx: TxContext, { customerId, channel, state, how, purposes: some }: Said): void {
  const purpose = some.length > 1 ? "all" : some[0]!;
  const name = state === "given" ? "consent.given" : "consent.withdrawn";
  tx.emit({ name, data: { customerId, channel, purpose, how } });
}

function purposesOf({ purpose, state }: ConsentToRecord): readonly Purpose[] {
  const isAll = purpose === "all" || (purpose === "service" && state === "withdrawn");
  return isAll ? purposes : [purpose];
}

async function addressesFor(tx: TxContext, { customerId, channel, address }: ConsentToRecord): Promise<string[]> {
  const { identities } = await getCustomer(tx, customerId);
  const hers = identities.filter(({ kind }) => kind === identityKindOf[channel]).map(({ value }) => value);
  if (address === undefined) {
    if (hers.length > 0) return hers;
    const message = `No address of hers is known on the channel ${channel}: name the one she means in \`address\``;
    throw new AppError("invalid_input", message, { details: { field: "address" } });
  }
  const named = checkAddress(channel, address);
  const owner = await customerAt(tx, channel, named);
  if (owner === null || owner === customerId) return [named];
  throw new AppError("invalid_input", "This address is another customer's: record it on her page", {
    details: { field: "address" },
  });
}

export function writerOf({ actor }: Context): { type: string; id: string | null } {
  return { type: actor.type, id: "id" in actor ? actor.id : null };
}
