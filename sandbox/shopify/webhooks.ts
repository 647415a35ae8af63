import { createHmac } from "node:crypto";
import { now } from "../../src/platform/clock.ts";
import { newId } from "../../src/platform/ids.ts";
import type { Sandbox } from "../sandbox.ts";
import { apiVersion } from "./schema.ts";

/**
 * Sends a webhook as Shopify signs it; the webhook id stays the same over its attempts.
 * @returns the webhook's id, or null when there is nowhere to send it.
 * Source: https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
 */
export function sendWebhook(
  { settings, outgoing }: Sandbox,
  shop: string,
  topic: string,
  payload: unknown,
): string | null {
  const { shopifyWebhookUrl: url, secrets } = settings;
  if (!url) return null;
  const body = JSON.stringify(payload);
  const webhookId = newId();
  const headers = {
    "content-type": "application/json",
    "user-agent": "Shopify-Captain-Hook",
    "x-shopify-topic": topic,
    "x-shopify-hmac-sha256": createHmac("sha256", secrets.shopifyApiSecret).update(body, "utf8").digest("base64"),
    "x-shopify-shop-domain": shop,
    "x-shopify-api-version": apiVersion,
    "x-shopify-webhook-id": webhookId,
    "x-shopify-event-id": newId(),
    "x-shopify-triggered-at": now().toISOString(),
    "x-shopify-test": "false",
  };
  outgoing.send("webhook", { url, label: `${topic} ${shop}`, headers: () => headers, body });
  return webhookId;
}
