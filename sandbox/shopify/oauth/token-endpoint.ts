import type { RequestHandler } from "express";
import { z } from "zod";
import type { Sandbox } from "../../sandbox.ts";
import { shopOf } from "../shop-of.ts";
import type { Shop } from "../state.ts";
import { type Installation, type Staff, takeCode } from "./installation.ts";
import { readSessionToken } from "./session-token.ts";
import { migrated, newAccessToken, newPair, type Pair, refreshed, seconds } from "./tokens.ts";

const body = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.string().optional(),
  code: z.string().optional(),
  refresh_token: z.string().optional(),
  subject_token: z.string().optional(),
  subject_token_type: z.string().optional(),
  requested_token_type: z.string().optional(),
  expiring: z.union([z.string(), z.number(), z.boolean()]).optional(),
});
type Given = z.infer<typeof body>;
type Answer = { status: number; body: object };

const tokenType = "urn:shopify:params:oauth:token-type";
const grants: Record<string, (sandbox: Sandbox, shop: Shop, given: Given) => Answer> = {
  authorization_code: byCode,
  "urn:ietf:params:oauth:grant-type:token-exchange": bySessionToken,
  refresh_token: byRefreshToken,
  client_credentials: byCredentials,
};

/**
 * The token endpoint of every shop. A pair that ends is given to who asks with `expiring`; who does not gets a token
 * without an end, as Shopify still gives one, and the Admin API refuses it.
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
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
    const answer = (grants[given.data.grant_type ?? "authorization_code"] ?? unsupported)(sandbox, shop, given.data);
    response.status(answer.status).json(answer.body);
  };
}

function byCode(sandbox: Sandbox, shop: Shop, { code, expiring }: Given): Answer {
  const nowMs = sandbox.clock.now().getTime();
  const taken = takeCode(shop.installation, code ?? "", nowMs);
  if (!taken) return refused("invalid_request", "authorization code was not found or was already used");
  return taken.isOnline ? online(shop.installation, nowMs) : offline(shop.installation, expiring, nowMs);
}

function bySessionToken(sandbox: Sandbox, shop: Shop, given: Given): Answer {
  const { shopifyApiKey: apiKey, shopifyApiSecret: secret } = sandbox.settings.secrets;
  const { installation } = shop;
  const now = sandbox.clock.now();
  if (given.subject_token_type === `${tokenType}:offline-access-token`) {
    const pair = migrated(installation.tokens, given.subject_token ?? "", now.getTime());
    return pair ? answerOf(installation, pair) : refused("invalid_subject_token", "The subject token is not valid.");
  }
  const user = readSessionToken(given.subject_token ?? "", { shop: shop.domain, apiKey, secret, now });
  if (!user || !installation.scopes) return refused("invalid_subject_token", "The session token is not valid.");
  if (given.requested_token_type === `${tokenType}:online-access-token`) return online(installation, now.getTime());
  if (given.requested_token_type !== `${tokenType}:offline-access-token`) {
    return refused("invalid_request", "The requested token type is not supported.");
  }
  return offline(installation, given.expiring, now.getTime());
}

function byRefreshToken(sandbox: Sandbox, { installation }: Shop, { refresh_token }: Given): Answer {
  const pair = refreshed(installation.tokens, refresh_token ?? "", sandbox.clock.now().getTime());
  return pair ? answerOf(installation, pair) : refused("invalid_grant", "The grant is invalid, expired or revoked.");
}

function byCredentials(sandbox: Sandbox, { installation }: Shop): Answer {
  const endsAtMs = sandbox.clock.now().getTime() + seconds.day * 1000;
  const access_token = newAccessToken(installation.tokens, "client", endsAtMs);
  installation.scopes ??= [...sandbox.app.scopes];
  return { status: 200, body: { access_token, scope: scopeOf(installation), expires_in: seconds.day - 1 } };
}

function offline(installation: Installation, expiring: Given["expiring"], nowMs: number): Answer {
  if (expiring !== undefined && ["1", "true"].includes(String(expiring))) {
    return answerOf(installation, newPair(installation.tokens, nowMs));
  }
  const access_token = newAccessToken(installation.tokens, "offline", null);
  return { status: 200, body: { access_token, scope: scopeOf(installation) } };
}

function online(installation: Installation, nowMs: number): Answer {
  const access_token = newAccessToken(installation.tokens, "online", nowMs + seconds.day * 1000);
  const scope = scopeOf(installation);
  return {
    status: 200,
    body: {
      ...{ access_token, scope, expires_in: seconds.day - 1, associated_user_scope: scope },
      associated_user: associatedUser(installation.staff),
    },
  };
}

function associatedUser({ id, firstName, lastName, email, emailVerified, accountOwner }: Staff) {
  return {
    ...{ id, first_name: firstName, last_name: lastName, email, email_verified: emailVerified },
    ...{ account_owner: accountOwner, locale: "en", collaborator: false },
  };
}

function answerOf(installation: Installation, { accessToken, refreshToken }: Pair): Answer {
  const body = {
    ...{ access_token: accessToken, scope: scopeOf(installation), expires_in: seconds.hour },
    ...{ refresh_token: refreshToken, refresh_token_expires_in: seconds.refresh },
  };
  return { status: 200, body };
}

function scopeOf({ scopes }: Installation): string {
  return (scopes ?? []).join(",");
}

function refused(error: string, error_description: string): Answer {
  return { status: 400, body: { error, error_description } };
}

function unsupported(): Answer {
  return refused("unsupported_grant_type", "The grant type is not supported.");
}
