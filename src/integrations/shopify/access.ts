import type { Session } from "@shopify/shopify-api";
import { now } from "../../platform/clock.ts";
import { ProviderRejected } from "../../platform/errors.ts";
import type { Access } from "../contract.ts";

/**
 * What the library calls a session, as we keep it.
 * @throws ProviderRejected for access without end: Shopify no longer accepts it.
 */
export function accessOf({ shop, accessToken, expires, refreshToken, refreshTokenExpires, scope }: Session): Access {
  if (!accessToken || !expires || !refreshToken) {
    throw new ProviderRejected("Shopify gave access without an end, which it will not accept itself; try again");
  }
  return {
    credentials: {
      shop,
      accessToken,
      accessEndsAt: expires.toISOString(),
      refreshToken,
      refreshEndsAt: refreshTokenExpires?.toISOString() ?? "",
      givenAt: now().toISOString(),
    },
    scopes: (scope ?? "").split(",").flatMap((name) => name.trim() || []),
    endsAt: expires,
  };
}
