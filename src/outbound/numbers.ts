import { getConnection, openConnection } from "../domain/connections/index.ts";
import {
  beginBuying,
  getNumber,
  markBought,
  markNotBought,
  markNotReleased,
  markReleased,
} from "../domain/numbers/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { type Connection, integrationById, type Numbers } from "../integrations/index.ts";
import { AppError, ConnectionBroken, ProviderRejected } from "../platform/errors.ts";

interface About {
  connectionId: string;
  numberId: string;
}

/**
 * Buys an ordered number, once: the intent is committed before the provider is asked, and whoever comes after an
 * attempt whose outcome is not known looks in the account first. A number can be had only once, so that what is not
 * there yet may be asked for again.
 */
export async function buyNumber(ctx: Context, { connectionId, numberId }: About): Promise<void> {
  const order = await beginBuying(ctx, { numberId });
  if (!order) return;
  const { connection, numbers } = await atProvider(ctx, connectionId);
  const found = order.attemptedAt === null ? null : await numbers.find(connection, order.number);
  if (found) return markBought(ctx, { numberId, ...found });
  try {
    await markBought(ctx, { numberId, ...(await numbers.buy(connection, order.number)) });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // Refused because we have it already: an earlier attempt got through.
    const own = await numbers.find(connection, order.number);
    if (own) return markBought(ctx, { numberId, ...own });
    await markNotBought(ctx, { numberId, reason: error.message });
  }
}

/** Points what it receives at us, and makes it a sender. */
export async function setUpNumber(ctx: Context, { connectionId, numberId }: About): Promise<void> {
  const { state, externalId } = await getNumber(ctx, numberId);
  if (state !== "active" || externalId === null) return;
  const { connection, numbers } = await atProvider(ctx, connectionId);
  await numbers.setUp(connection, externalId);
}

/** Gives a number back. */
export async function returnNumber(ctx: Context, { connectionId, numberId }: About): Promise<void> {
  const { state, externalId } = await getNumber(ctx, numberId);
  if (state !== "releasing" || externalId === null) return;
  const { connection, numbers } = await atProvider(ctx, connectionId);
  try {
    await numbers.release(connection, externalId);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return markNotReleased(ctx, { numberId, reason: error.message });
  }
  await markReleased(ctx, { numberId });
}

async function atProvider(ctx: Context, connectionId: string): Promise<{ connection: Connection; numbers: Numbers }> {
  const { integrationId } = await getConnection(ctx, connectionId);
  const { numbers, name } = integrationById(integrationId);
  if (!numbers) throw new AppError("bug", `${name} has no numbers`);
  return { connection: await openConnection(ctx, connectionId), numbers };
}

function isRefusal(error: unknown): error is ProviderRejected {
  return error instanceof ProviderRejected && !(error instanceof ConnectionBroken);
}
