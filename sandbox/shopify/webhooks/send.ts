import { createHmac } from "node:crypto";
import { newId } from "../../../src/platform/ids.ts";
import type { OutgoingRequest } from "../../outgoing.ts";
import type { Sandbox } from "../../sandbox.ts";
import { apiVersion } from "../schema.ts";
import type { Shop } from "../state.ts";
import { cutTo, noteAttempt, type Target, targetsOf } from "./subscriptions.ts";

/** One try and eight more. Source: https://shopify.dev/docs/apps/build/webhooks/troubleshoot */
const attempts = 9;
const compliance = ["customers/data_request", "customers/redact", "shop/redact"];

export interface WebhookOptions {
  /** How long ago it happened: it is sent late. */
  lateMs?: number | undefined;
}

/**
 * Sends what happened in a shop to everybody subscribed, signed as Shopify signs it. All deliveries of one event carry
 * its event id; each has a webhook id of its own, the same over its tries.
 *
 * @returns the first delivery's webhook id, or null when nobody is subscribed or the app is not installed.
 * Source: https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
 */
export function sendWebhook(
  sandbox: Sandbox,
  domain: string,
  topic: string,
  payload: unknown,
  { lateMs = 0 }: WebhookOptions = {},
): string | null {
  const shop = sandbox.shops.get(domain);
  if (!shop || !mayHear(shop, topic)) return null;
  const event = { id: newId(), at: new Date(sandbox.clock.now().getTime() - lateMs).toISOString() };
  const { webhooks } = shop.installation;
  const targets = targetsOf(sandbox.app, webhooks, topic, payload, sandbox.settings.shopifyWebhookUrl);
  const sent = targets.map((target) => {
    const webhookId = newId();
    const request = (id: string): OutgoingRequest => ({
      ...signedRequest(sandbox, { domain, topic, payload, target, webhookId: id, event }),
      attempts,
      onAttempt: (accepted) => noteAttempt(webhooks, target, accepted),
    });
    sandbox.outgoing.send("webhook", { ...request(webhookId), twin: () => request(newId()) });
    return webhookId;
  });
  return sent[0] ?? null;
}

/** A shop without the app tells it nothing more but that it is gone, and what the law demands. */
function mayHear({ installation }: Shop, topic: string): boolean {
  return installation.scopes !== null || topic === "app/uninstalled" || compliance.includes(topic);
}

interface Delivery {
  domain: string;
  topic: string;
  payload: unknown;
  target: Target;
  webhookId: string;
  event: { id: string; at: string };
}

function signedRequest(sandbox: Sandbox, { domain, topic, payload, target, webhookId, event }: Delivery) {
  const { shopifyApiSecret } = sandbox.settings.secrets;
  const body = JSON.stringify(cutTo(target.includeFields, payload));
  const headers = {
    "content-type": "application/json",
    "user-agent": "Shopify-Captain-Hook",
    "x-shopify-topic": topic,
    "x-shopify-hmac-sha256": createHmac("sha256", shopifyApiSecret).update(body, "utf8").digest("base64"),
    "x-shopify-shop-domain": domain,
    "x-shopify-api-version": apiVersion,
    "x-shopify-webhook-id": webhookId,
    "x-shopify-event-id": event.id,
    "x-shopify-triggered-at": event.at,
    "x-shopify-test": "false",
    ...(target.name ? { "x-shopify-name": target.name } : {}),
  };
  return { url: target.uri, label: `${topic} ${domain}`, headers: () => headers, body };
}
