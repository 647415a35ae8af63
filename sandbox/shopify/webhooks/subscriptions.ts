import type { ShopifyApp } from "../app.ts";
import { search } from "../search.ts";

/** Subscriptions made through the Admin API; those of shopify.app.toml belong to the app. */
export interface WebhookSubscriptions {
  rows: WebhookSubscription[];
  lastId: number;
}

export interface WebhookSubscription {
  id: number;
  /** As the enum has it: ORDERS_UPDATED. */
  topic: string;
  uri: string;
  name: string | null;
  filter: string | null;
  includeFields: string[];
  metafieldNamespaces: string[];
  format: "JSON" | "XML";
  createdAt: string;
  updatedAt: string;
  /** How often in a row it was not accepted. */
  failures: number;
}

/** Where a topic goes. */
export interface Target {
  uri: string;
  name: string | null;
  filter: string | null;
  includeFields: string[];
  /** Null for one of shopify.app.toml, which is never deleted. */
  subscription: WebhookSubscription | null;
}

const mostFailures = 8;

export function createSubscriptions(): WebhookSubscriptions {
  return { rows: [], lastId: 1_072_000_000_000 };
}

/**
 * Whom a topic is sent to, the ones of shopify.app.toml first. With no toml given, all topics go to `fallback`.
 * What a filter does not let through is not sent.
 */
export function targetsOf(
  app: ShopifyApp,
  { rows }: WebhookSubscriptions,
  topic: string,
  payload: unknown,
  fallback: string | null,
): Target[] {
  const toml = (app.webhooks ?? (fallback ? [{ topics: [topic], uri: fallback }] : []))
    .filter(({ topics }) => topics.includes(topic))
    .map(({ uri, name = null, filter = null, includeFields = [] }) => ({ uri, name, filter, includeFields }));
  const name = topic.replace(/[/.]/g, "_").toUpperCase();
  const own = rows.filter((row) => row.topic === name);
  return [
    ...toml.map((each) => ({ ...each, subscription: null })),
    ...own.map((row) => ({ ...row, subscription: row })),
  ].filter(({ filter }) => passes(filter, payload));
}

/** Notes what became of a try. Eight failures in a row delete a subscription made through the Admin API. */
export function noteAttempt(subscriptions: WebhookSubscriptions, { subscription }: Target, accepted: boolean): void {
  if (!subscription) return;
  subscription.failures = accepted ? 0 : subscription.failures + 1;
  if (subscription.failures < mostFailures) return;
  subscriptions.rows = subscriptions.rows.filter(({ id }) => id !== subscription.id);
}

/** Only the fields a subscription asked for, and always the ids. */
export function cutTo(includeFields: readonly string[], payload: unknown): unknown {
  if (includeFields.length === 0 || !isRecord(payload)) return payload;
  const wanted = new Set([...includeFields.map((field) => field.split(".")[0]), "id", "admin_graphql_api_id"]);
  return Object.fromEntries(Object.entries(payload).filter(([name]) => wanted.has(name)));
}

function passes(filter: string | null, payload: unknown): boolean {
  if (!filter || !isRecord(payload)) return true;
  const read = Object.keys(payload).map((name) => [name, (row: typeof payload) => plain(row[name])] as const);
  return search([payload], filter, Object.fromEntries(read)).length > 0;
}

function plain(value: unknown): string | number | null {
  return typeof value === "string" || typeof value === "number" ? value : value === null ? null : String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
