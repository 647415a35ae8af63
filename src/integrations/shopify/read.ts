import { createHash } from "node:crypto";
import type { RawRequest, Webhook } from "../contract.ts";

export const account: Webhook["account"] = ({ headers }) =>
  headers["x-shopify-shop-domain"]?.trim().toLowerCase() || null;

/**
 * One delivery a request. Shopify keeps X-Shopify-Webhook-Id over its retries, and X-Shopify-Event-Id over several
 * subscriptions to one event, so it is known by the event, its topic and what it is about. It promises no order: what
 * a delivery says is a hint to ask again, so deliveries of one topic may be ingested one after another as they came.
 */
export const read: Webhook["read"] = (request) => {
  const { headers, body } = request;
  const topic = headers["x-shopify-topic"] ?? "";
  const payload = { topic, triggeredAt: headers["x-shopify-triggered-at"] ?? null, body: json(request) };
  const eventId = headers["x-shopify-event-id"];
  const externalId = eventId
    ? hashOf(`${eventId} ${topic} ${resourceOf(payload.body) ?? hashOf(body)}`)
    : (headers["x-shopify-webhook-id"] ?? hashOf(body));
  return [{ externalId, orderingKey: `${account(request)}:${topic}`, payload }];
};

function hashOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** One event may be about several things of a kind; subscriptions may differ in what they tell of each. */
function resourceOf(body: unknown): string | null {
  if (typeof body !== "object" || body === null) return null;
  const { admin_graphql_api_id: globalId, id }: { admin_graphql_api_id?: unknown; id?: unknown } = body;
  return typeof globalId === "string" ? globalId : typeof id === "number" ? String(id) : null;
}

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
