import { HttpResponseError } from "@shopify/shopify-api";
import { now } from "../../platform/clock.ts";
import { type AppError, ConnectionBroken, ProviderUnavailable } from "../../platform/errors.ts";
import { requestFailure } from "../../platform/http-client.ts";
import type { Access } from "../contract.ts";
import { accessOf } from "./access.ts";
import type { ShopAccess } from "./client.ts";
import { library } from "./library.ts";

/** Access ends an hour after it was given; it is renewed this long before. */
const earlyMs = 5 * 60_000;

/** Renews access that is about to end. Access that cannot be renewed now is used as long as it lasts. */
export async function renewIfSpent(connection: ShopAccess): Promise<void> {
  const endsAtMs = Date.parse(connection.credentials.accessEndsAt ?? "");
  const leftMs = endsAtMs - now().getTime();
  if (Number.isNaN(leftMs) || leftMs > earlyMs) return;
  try {
    await renew(connection);
  } catch (error) {
    if (!(error instanceof ProviderUnavailable) || leftMs <= 0) throw error;
  }
}

/**
 * Shopify refuses the access although it should be good.
 * @returns whether there is new access to try again with.
 */
export async function renewRefused(connection: ShopAccess): Promise<boolean> {
  if (!connection.replace || !connection.credentials.refreshToken) return false;
  await renew(connection);
  return true;
}

/**
 * Renews access that nobody used for long: the right to renew ends after 90 days without use.
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
 */
export async function renewIdle(connection: ShopAccess, { afterMs }: { afterMs: number }): Promise<void> {
  const givenAtMs = Date.parse(connection.credentials.givenAt ?? "");
  if (connection.credentials.refreshToken && !(now().getTime() - givenAtMs < afterMs)) await renew(connection);
}

async function renew({ account, credentials, replace }: ShopAccess): Promise<void> {
  await replace?.(credentials, (stored) => trade(account, stored));
}

/** A refresh token whose answer was lost stays good until the one that answer held is used. */
async function trade(shop: string, { refreshToken }: Record<string, string>): Promise<Access> {
  if (!refreshToken) throw new ConnectionBroken(refusal);
  try {
    const { session } = await library().auth.refreshToken({ shop, refreshToken });
    return accessOf(session);
  } catch (error) {
    throw renewalFailure(error);
  }
}

const refusal = "Shopify no longer renews the app's access to this shop; connect the shop again";

function renewalFailure(error: unknown): AppError {
  if (!(error instanceof HttpResponseError)) return requestFailure(error, "Shopify");
  const { code } = error.response;
  if (code === 429 || code >= 500) return new ProviderUnavailable("Shopify cannot renew access now", { cause: error });
  return new ConnectionBroken(refusal, { cause: error });
}
