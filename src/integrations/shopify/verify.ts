import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "../../platform/errors.ts";
import type { RawRequest, Webhook } from "../contract.ts";
import { shopifyConfig } from "./config.ts";

/**
 * Shopify signs more with the same secret, and lets people see it: links into the app, session tokens. None of that is
 * a JSON object. Topic and shop stand in headers, which nobody signed, so no such signature may be good for a webhook.
 */
const objectBegins = "{".charCodeAt(0);
/** Headers without which Shopify's own library takes no webhook for one. */
const required = ["x-shopify-topic", "x-shopify-shop-domain", "x-shopify-api-version", "x-shopify-webhook-id"];

/**
 * Checks Shopify's signature: base64 HMAC-SHA256 of the raw body, keyed with the app's secret. For up to an
 * hour after a rotation deliveries still carry the old secret's signature, so both may be configured.
 * Fails closed: no secret, no body or no header means "unauthenticated".
 * Source: https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
 */
export const verify: Webhook["verify"] = async (request) => {
  const { SHOPIFY_API_SECRET: current, SHOPIFY_API_SECRET_OLD: old } = shopifyConfig();
  verifyWith(
    request,
    [current, old].filter((secret) => secret !== undefined),
  );
};

/** @throws AppError("unauthenticated") unless one of `secrets` signed exactly these bytes. */
export function verifyWith({ headers, body }: RawRequest, secrets: readonly string[]): void {
  const given = Buffer.from(headers["x-shopify-hmac-sha256"] ?? "", "utf8");
  const signed = secrets.some((secret) => matches(given, expectedSignature(body, secret)));
  const complete = body[0] === objectBegins && required.every((name) => headers[name]);
  if (!signed || !complete) throw new AppError("unauthenticated", "Shopify signature does not match");
}

/** The text Shopify sends, not its bytes: base64 has more than one spelling of the same bytes. */
function expectedSignature(body: Buffer, secret: string): Buffer {
  return Buffer.from(createHmac("sha256", secret).update(body).digest("base64"), "utf8");
}

function matches(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
