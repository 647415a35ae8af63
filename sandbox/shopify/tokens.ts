import { randomBytes } from "node:crypto";
import type { RequestHandler } from "express";
import { z } from "zod";
import { now } from "../../src/platform/clock.ts";
import type { Sandbox } from "../sandbox.ts";
import { shopOf } from "./shop-of.ts";
import type { Shop } from "./state.ts";

const scope = "read_customers,read_orders";
const oneHour = 3_600;
const ninetyDays = 7_776_000;

const body = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.string().optional(),
  code: z.string().optional(),
  refresh_token: z.string().optional(),
  expiring: z.union([z.string(), z.number(), z.boolean()]).optional(),
});

/**
 * The token endpoint: authorization code (`expiring=1` for a token that ends), client credentials, refresh.
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens
 */
export function tokenHandler(sandbox: Sandbox): RequestHandler {
  return (request, response) => {
    const shop = shopOf(sandbox, request);
    const given = body.safeParse(request.body);
    const { shopifyApiKey, shopifyApiSecret } = sandbox.settings.secrets;
    if (!shop) return void response.status(404).json({ errors: "Not Found" });
    if (!given.success || given.data.client_id !== shopifyApiKey || given.data.client_secret !== shopifyApiSecret) {
      return void response.status(400).json({ error: "invalid_client", error_description: "The client is unknown." });
    }
    const { grant_type, code, refresh_token, expiring } = given.data;
    if (grant_type === "client_credentials") {
      return void response.json({ access_token: newToken(shop, 24 * oneHour), scope, expires_in: 24 * oneHour - 1 });
    }
    if (grant_type === "refresh_token") {
      if (!refresh_token || !shop.refreshTokens.delete(refresh_token))
        return void response.status(400).json(invalidGrant);
      return void response.json(expiringToken(shop));
    }
    if (!code) return void response.status(400).json(invalidGrant);
    response.json(expiring ? expiringToken(shop) : { access_token: newToken(shop, null), scope });
  };
}

const invalidGrant = { error: "invalid_grant", error_description: "The grant is invalid, expired or used already." };

/** A refresh token works once: the answer to using it holds the next. */
function expiringToken(shop: Shop) {
  const refresh_token = `shprt_${randomBytes(16).toString("hex")}`;
  shop.refreshTokens.add(refresh_token);
  const access_token = newToken(shop, oneHour);
  return { access_token, scope, expires_in: oneHour, refresh_token, refresh_token_expires_in: ninetyDays };
}

function newToken(shop: Shop, seconds: number | null): string {
  const token = `shpat_${randomBytes(16).toString("hex")}`;
  shop.accessTokens.set(token, seconds === null ? null : now().getTime() + seconds * 1000);
  return token;
}
