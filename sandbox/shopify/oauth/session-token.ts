import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";

const lifetimeSeconds = 60;
const toleranceSeconds = 10;

interface Issuer {
  shop: string;
  apiKey: string;
  secret: string;
  now: Date;
}

const claims = z.object({ iss: z.string(), dest: z.string(), aud: z.string(), sub: z.string(), exp: z.number() });

/**
 * What App Bridge hands the page in the admin's frame: who looks at which shop, for a minute.
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens
 */
export function signSessionToken({ shop, apiKey, secret, now }: Issuer, userId: number): string {
  const at = Math.floor(now.getTime() / 1000);
  const body = {
    ...{ iss: `https://${shop}/admin`, dest: `https://${shop}`, aud: apiKey, sub: String(userId) },
    ...{ exp: at + lifetimeSeconds, nbf: at, iat: at, jti: randomUUID(), sid: randomUUID() },
  };
  const text = [{ alg: "HS256", typ: "JWT" }, body].map((part) => encoded(JSON.stringify(part))).join(".");
  return `${text}.${signature(text, secret)}`;
}

/** The user's id; null for a token that is forged, ended, or of another shop or app. */
export function readSessionToken(token: string, { shop, apiKey, secret, now }: Issuer): string | null {
  const [header = "", body = "", given = ""] = token.split(".");
  const expected = Buffer.from(signature(`${header}.${body}`, secret));
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), expected)) return null;
  const read = claims.safeParse(JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
  if (!read.success) return null;
  const { dest, aud, sub, exp } = read.data;
  const isCurrent = exp + toleranceSeconds > now.getTime() / 1000;
  return isCurrent && aud === apiKey && dest === `https://${shop}` ? sub : null;
}

/**
 * The query with `hmac` and `timestamp`, as Shopify signs what it sends a merchant's browser to.
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant
 */
export function signedQuery(parameters: Record<string, string>, secret: string, now: Date): URLSearchParams {
  const all = { ...parameters, timestamp: String(Math.floor(now.getTime() / 1000)) };
  const sorted = new URLSearchParams(Object.entries(all).sort(([a], [b]) => a.localeCompare(b)));
  const text = sorted.toString().replaceAll("+", "%20");
  sorted.set("hmac", createHmac("sha256", secret).update(text).digest("hex"));
  return sorted;
}

/** Which admin a page is shown in, as App Bridge wants to know it. */
export function hostOf(shop: string): string {
  return Buffer.from(`admin.shopify.com/store/${shop.replace(/\.myshopify\.com$/, "")}`)
    .toString("base64")
    .replace(/=+$/, "");
}

function encoded(text: string): string {
  return Buffer.from(text, "utf8").toString("base64url");
}

function signature(text: string, secret: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}
