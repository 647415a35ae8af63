import { linkCustomers, listLookups, noteLookupFailed, type ShopLookup, saveLookup } from "../domain/commerce/index.ts";
import { type ConnectionRow, listConnections, openConnection } from "../domain/connections/index.ts";
import { noteShopConsents } from "../domain/consent/index.ts";
import { getCustomer } from "../domain/customers/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { type Connection, integrationById, type Lookup } from "../integrations/index.ts";
import { now } from "../platform/clock.ts";
import { AppError, ConnectionBroken, ProviderRejected } from "../platform/errors.ts";

/** A shop is asked about one customer at most this often. */
const freshForMs = 60_000;

/**
 * Gives a customer what shops have said of her addresses already, asks every connected shop what it knows of her and
 * keeps the answer. A shop that cannot be asked is noted
 * beside the customer with the reason; the other shops are asked all the same. Nothing is asked about a customer
 * without an email address.
 *
 * @param input.force asks again although the last answer is less than a minute old.
 * @throws ProviderUnavailable to be tried again; ConnectionBroken (`details.connectionId`) to wait for a reconnect.
 */
export async function enrichCustomer(ctx: Context, input: { customerId: string; force?: boolean }): Promise<void> {
  const { customerId } = input;
  const { identities, mergedIntoId } = await getCustomer(ctx, customerId);
  // Whoever has her addresses now is asked about.
  if (mergedIntoId !== null) return enrichCustomer(ctx, { ...input, customerId: mergedIntoId });
  await linkCustomers(ctx, { customerIds: [customerId] });
  const emails = identities.filter((identity) => identity.kind === "email").map((identity) => identity.value);
  const answers = await listLookups(ctx, customerId);
  const failures: unknown[] = [];
  for (const { connection, lookup } of await shopsOf(ctx)) {
    const last = answers.find((answer) => answer.connectionId === connection.id);
    if (!input.force && isRecent(last)) continue;
    await lookUp(ctx, { customerId, emails, connection, lookup }).catch((error) => failures.push(error));
  }
  await noteShopConsents(ctx, { customerId });
  if (failures.length > 0) throw failures[0];
}

async function shopsOf(ctx: Context): Promise<{ connection: ConnectionRow; lookup: Lookup }[]> {
  const connections = await listConnections(ctx);
  return connections.flatMap((connection) => {
    const { lookup } = integrationById(connection.integrationId);
    return lookup && connection.state !== "disconnected" ? [{ connection, lookup }] : [];
  });
}

function isRecent(last: ShopLookup | undefined): boolean {
  if (!last || last.state === "unavailable") return false;
  return now().getTime() - last.askedAt.getTime() < freshForMs;
}

interface Question {
  customerId: string;
  emails: string[];
  connection: ConnectionRow;
  lookup: Lookup;
}

async function lookUp(ctx: Context, { customerId, emails, connection: { id }, lookup }: Question): Promise<void> {
  const connectionId = id;
  if (emails.length === 0) {
    const reason = "No email address to ask the shop by: only orders under her phone number are shown";
    return saveLookup(ctx, { customerId, connectionId, record: null, reason });
  }
  try {
    const record = await firstKnown(lookup, await openConnection(ctx, connectionId), emails);
    const unknown = record ? {} : { reason: "The shop knows nobody with this email address" };
    await saveLookup(ctx, { customerId, connectionId, record, ...unknown });
  } catch (error) {
    if (!isOfProvider(error)) throw error;
    await noteLookupFailed(ctx, { customerId, connectionId, reason: error.message });
    if (error instanceof ConnectionBroken) {
      throw new ConnectionBroken(error.message, { cause: error, details: { connectionId } });
    }
    // A refusal for good stands beside the customer; trying again would not change it.
    if (!(error instanceof ProviderRejected)) throw error;
  }
}

async function firstKnown(lookup: Lookup, connection: Connection, emails: string[]): ReturnType<Lookup["customer"]> {
  for (const email of emails) {
    const record = await lookup.customer(connection, { email });
    if (record) return record;
  }
  return null;
}

function isOfProvider(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === "provider_unavailable" || error.code === "provider_rejected");
}
