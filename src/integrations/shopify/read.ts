import { createHash } from "node:crypto";
import type { RawRequest, Webhook } from "../contract.ts";

export const account: Webhook["account"] = ({ headers }) =>
  headers["x-shopify-shop-domain"]?.trim().toLowerCase() || null;

/**
 * One delivery a request. Shopify keeps X-Shopify-Webhook-Id over its retries, and promises no order: what
 * a delivery says is a hint to ask again, so deliveries of one topic may be ingested one after another as they came.
 */
export const read: Webhook["read"] = (request) => {
  const { headers, body } = request;
  const topic = headers["x-shopify-topic"] ?? "";
  const externalId = headers["x-shopify-webhook-id"] ?? createHash("sha256").update(body).digest("hex");
  const payload = { topic, triggeredAt: headers["x-shopify-triggered-at"] ?? null, body: json(request) };
  return [{ externalId, orderingKey: `${account(request)}:${topic}`, payload }];
};

/** Signed but not JSON: kept as null, which normalises to nothing. NUL is taken out: PostgreSQL refuses it. */
function json({ body }: RawRequest): unknown {
  try {
    return JSON.parse(body.toString("utf8"), (_key, value: unknown) =>
      typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value,
    );
  } catch {
    return null;
  }
}
